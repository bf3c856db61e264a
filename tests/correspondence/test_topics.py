"""What letters and entries are about: calls and other things of the process, linked and found."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.calls.makers import a_call, a_draft_call
from tests.cast import Cast
from tests.correspondence.letters import AT, a_house, a_letter
from tests.correspondence.test_register import BACKEND, PLACE, details, enter
from tests.people.contacts import a_mission
from travaux.correspondence import actions
from travaux.correspondence.models import Entry, Letter
from travaux.correspondence.queries.topics import TOPICS, topics_of
from travaux.correspondence.wording import TOPIC_KINDS
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def link(cast: Cast, entry: Entry, key: str, kind: str = "call") -> None:
    actions.link_topic(by=cast.amina, entry=entry, kind=kind, key=key, at=AT)


def test_every_kind_of_thing_has_its_word_and_its_place(cast) -> None:
    from travaux.correspondence.queries.register import PLACES

    assert set(TOPICS) == set(TOPIC_KINDS) and set(TOPICS) <= set(PLACES)
    call = a_call(cast)
    assert [(t.key, t.label) for t in topics_of("harbour")["call"]] == [(call.key, "Experts")]
    assert not topics_of("elsewhere")["call"]


def test_an_entry_is_linked_to_a_call_once_and_the_link_is_taken_out_again(cast) -> None:
    call, entry = a_call(cast), enter(cast)
    link(cast, entry, call.key)
    lines = Line.objects.count()
    link(cast, entry, call.key)
    assert Line.objects.count() == lines
    assert [(k.kind, k.subject_key, k.label) for k in entry.links.all()] == [
        ("call", call.key, "Experts")
    ]
    for kind, key in (("call", "nowhere"), ("unicorn", call.key), ("", "")):
        with pytest.raises(Refusal, match="topic-unknown"):
            link(cast, entry, key, kind)
    told = {"entry": entry, "kind": "call", "key": call.key, "at": AT}
    with pytest.raises(Refusal, match="not-your-role"):
        actions.unlink_topic(by=cast.chen, **told)
    actions.unlink_topic(by=cast.amina, **told)
    assert not entry.links.exists()


def test_the_link_to_another_entry_is_not_taken_out_by_this_way(cast) -> None:
    one, other = enter(cast), enter(cast)
    actions.link_entry(by=cast.amina, entry=one, other=other.reference, at=AT)
    actions.unlink_topic(by=cast.amina, entry=one, kind="entry", key=other.key, at=AT)
    assert one.links.count() == 1


def test_an_unknown_thing_takes_no_number(cast) -> None:
    with pytest.raises(Refusal, match="topic-unknown"):
        actions.register_entry(
            by=cast.amina, process_code="harbour", details=details(), about=("call", "no"), at=AT
        )
    assert enter(cast).number == 1


def test_a_letter_says_what_it_is_about_and_its_entry_is_linked_when_it_is_issued(cast) -> None:
    a_house(cast)
    call = a_call(cast)
    letter = a_letter(cast, a_mission(cast))
    told = {"by": cast.amina, "name": "Call", "dated_on": date(2024, 3, 1), "chosen_list": None,
            "values": {}, "at": AT}  # fmt: skip
    with pytest.raises(Refusal, match="topic-unknown"):
        actions.set_out_letter(letter=letter, seen=letter.revision, about=("call", "no"), **told)
    letter = actions.set_out_letter(
        letter=letter, seen=letter.revision, about=("call", call.key), **told
    )
    letter = actions.set_out_letter(letter=letter, seen=letter.revision, **told)
    assert letter.about_key == call.key  # saying nothing of it leaves it
    letter = actions.issue_letter(by=cast.amina, letter=letter, at=AT)
    assert [(k.kind, k.subject_key) for k in letter.entry.links.all()] == [("call", call.key)]


def test_the_pages_link_filter_and_show_what_is_about_a_call(cast, client) -> None:
    client.force_login(cast.amina, backend=BACKEND)
    a_house(cast)
    call, other = a_call(cast), a_draft_call(cast)
    told = {"direction": "in", "form": "letter", "dated_on": "2024-03-01", "subject": "A question",
            "party": "Mission of B", "about": f"call:{call.key}"}  # fmt: skip
    assert f'value="call:{other.key}"' in client.get(f"{PLACE}register/add/").content.decode()
    assert client.post(f"{PLACE}register/add/", {**told, "about": "call:no"}).status_code == 422
    made = client.post(f"{PLACE}register/add/", told)
    enter(cast, subject="Something else")
    page = client.get(made.url).content.decode()
    assert f"/calls/{call.key}/" in page and "Calls" in page
    client.post(made.url, {"do": "about", "about": f"call:{other.key}"})
    client.post(made.url, {"do": "not-about", "about": f"call:{other.key}"})
    assert Entry.objects.get(subject="A question").links.count() == 1
    assert client.post(made.url, {"do": "about", "about": ""}).status_code == 403

    shown = client.get(f"{PLACE}?about=call:{call.key}").content.decode()
    assert "A question" in shown and "Something else" not in shown
    file = client.get(f"{PLACE}register.csv?about=call:{call.key}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert len(rows) == 2 and "Experts" in rows[1]

    letter = a_letter(cast)
    place = f"{PLACE}letters/{letter.key}/"
    sent = {"seen": letter.revision, "name": "To all", "about": f"call:{call.key}"}
    assert client.post(f"{place}set/", sent).status_code == 302
    assert Letter.objects.get().about_kind == "call"
    assert f"/calls/{call.key}/" in client.get(place).content.decode()
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    about = page.split("Letters and entries about this")[1]
    assert "A question" in about and "To all" in about and "Something else" not in about
    client.logout()
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "Letters and entries about this" not in page and "A question" not in page
