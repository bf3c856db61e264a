"""The register and the outbox: numbers, scans, links, void entries; mails mended, sent, dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.correspondence.letters import AT, a_house
from travaux.correspondence import actions
from travaux.correspondence.models import Entry, House
from travaux.correspondence.queries.register import gaps
from travaux.correspondence.rules import EntryDetails
from travaux.journal.models import Line
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACE = "/en/harbour/correspondence/"


def details(**also):
    told = {"direction": "in", "form": "letter", "dated_on": AT.date(), "subject": "A question",
            "party": "Mission of B", **also}  # fmt: skip
    return EntryDetails(**told)


def enter(cast, **also):
    return actions.register_entry(
        by=cast.amina, process_code="harbour", details=details(**also), at=AT
    )


def held(text="Hello"):
    return write_mail("b@demo.example", "A subject", text, hold=True, process_code="harbour", at=AT)


def test_both_directions_count_by_themselves(cast):
    a_house(cast)
    told = [enter(cast).reference, enter(cast, direction="out").reference, enter(cast).reference]
    assert told == ["HB/2024/IN/1", "HB/2024/OUT/1", "HB/2024/IN/2"]


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"subject": " "}, "register-without-subject"),
        ({"party": ""}, "register-without-party"),
        ({"dated_on": AT.date() + timedelta(days=1)}, "register-in-the-future"),
        ({"form": "pigeon"}, "register-form-unknown"),
    ],
)
def test_what_is_lacking_is_said_and_takes_no_number(cast, also, code):
    with pytest.raises(Refusal, match=code):
        enter(cast, **also)
    assert enter(cast).number == 1


def test_a_void_entry_keeps_its_number_and_its_reason(cast):
    first = enter(cast)
    with pytest.raises(Refusal, match="void-without-reason"):
        actions.void_entry(by=cast.amina, entry=first, reason=" ", at=AT)
    actions.void_entry(by=cast.amina, entry=first, reason="Entered twice", at=AT)
    assert enter(cast).number == 2 and not gaps("harbour")
    Entry.objects.filter(pk=first.pk).delete()
    assert gaps("harbour") == [("in", AT.year, 1)]


def test_an_answer_is_linked_both_ways_once(cast):
    one, other = enter(cast), enter(cast, direction="out")
    for _ in range(2):
        actions.link_entry(by=cast.amina, entry=one, other=f" {other.reference} ", at=AT)
    assert [k.label for k in one.links.all()] == [other.reference]
    assert [k.label for k in other.links.all()] == [one.reference]
    with pytest.raises(Refusal, match="reference-unknown"):
        actions.link_entry(by=cast.amina, entry=one, other="HB/1/IN/9", at=AT)


def test_the_pages_take_a_scan_and_give_it_back(cast, client):
    client.force_login(cast.amina, backend=BACKEND)
    told = {"direction": "in", "form": "letter", "dated_on": "2024-03-01", "subject": "Kept words"}
    wrong = client.post(f"{PLACE}register/add/", told)
    assert wrong.status_code == 422 and "Kept words" in wrong.content.decode()
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 scan")
    told |= {"party": "Mission of B", "scans": [scan]}
    made = client.post(f"{PLACE}register/add/", told)
    entry = Entry.objects.get()
    assert made.url.endswith(f"{entry.key}/")
    more = SimpleUploadedFile("more.pdf", b"more")
    client.post(made.url, {"do": "scan", "files": [more]})
    assert entry.files.count() == 2
    page = client.get(made.url).content.decode()
    assert "scan.pdf" in page and "more.pdf" in page
    file = entry.files.order_by("pk")[0].file
    answer = client.get(f"{made.url}{file.key}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 scan"
    assert client.get(f"{made.url}unknown/").status_code == 404
    assert client.post(made.url, {"do": "scan"}).status_code == 403


def test_the_settings_page_switches_clearance_on_per_kind(cast, client):
    client.force_login(cast.amina, backend=BACKEND)
    told = {"seen": 0, "mark": "HB", "needs_clearance": ["letter", "report"],
            "organisation_ar": "الأمانة"}  # fmt: skip
    assert client.post(f"{PLACE}house/", told).status_code == 302
    house = House.objects.get()
    assert house.needs_clearance == ["letter", "report"]
    assert house.organisation == {"ar": "الأمانة"}
    assert client.post(f"{PLACE}house/", told).status_code == 422  # somebody stored meanwhile
    unbound = {**told, "seen": 1, "needs_clearance": ["unicorn"]}
    assert client.post(f"{PLACE}house/", unbound).status_code == 422
    assert House.objects.get().needs_clearance == ["letter", "report"]


# ---- the outbox ---------------------------------------------------------------------------------------


def test_a_held_mail_is_mended_and_sent_by_its_page(cast, client):
    client.force_login(cast.amina, backend=BACKEND)
    one = held()
    page = f"{PLACE}outbox/{one.key}/"
    told = {"seen": 0, "to": "nobody", "subject": "S", "text": "New words", "do": "store"}
    wrong = client.post(page, told)
    assert wrong.status_code == 422 and "New words" in wrong.content.decode()
    assert client.post(page, {**told, "to": "c@demo.example"}).status_code == 302
    one.refresh_from_db()
    assert (one.to, one.text, one.state, one.revision) == ("c@demo.example", "New words", "held", 1)
    stale = client.post(page, {**told, "to": "d@demo.example", "text": "Late"})
    assert stale.status_code == 422
    client.post(page, {**told, "to": "c@demo.example", "seen": 1, "do": "send"})
    one.refresh_from_db()
    assert one.state == Mail.State.WAITING
    assert client.get(f"{page}?as=eml").content.startswith(b"Content-Type")


def test_who_reads_what_was_sent_finds_no_link_by_which_to_answer(cast, client):
    places = ("calls/link", "calls/mission", "panels/offer", "correspondence/on-behalf")
    links = [f"https://t.example/en/harbour/{place}/SECRET-1/" for place in places]
    one = held("Please answer:\n" + "\n".join(links))
    page = f"{PLACE}outbox/{one.key}/"

    def shown(person):
        client.force_login(person, backend=BACKEND)
        answers = [client.get(page), client.get(f"{page}?as=eml")]
        assert all(b"Please answer" in a.content for a in answers)
        return {b"SECRET-1" in a.content for a in answers}

    appoint(by=None, person=cast.olga, role=Role.AUDITOR, process_code="harbour", at=AT)
    assert shown(cast.amina) == {True}  # it is held, and hers to mend
    assert shown(cast.olga) == {False}
    actions.send_mails(by=cast.amina, process_code="harbour", mails=[one], at=AT)
    assert shown(cast.amina) == shown(cast.olga) == {False}
    one.refresh_from_db()
    assert one.text.count("SECRET-1") == len(places)  # what goes is whole


def test_a_dropped_mail_stays_to_be_seen_and_never_goes(cast, client):
    client.force_login(cast.amina, backend=BACKEND)
    one, other = held(), held()
    client.post(f"{PLACE}outbox/{one.key}/", {"do": "drop"})
    client.post(f"{PLACE}outbox/send/", {"do": "all"})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("set-aside", "waiting")
    assert "not sent" in client.get(f"{PLACE}outbox/").content.decode()
    with pytest.raises(Refusal, match="mail-moved-meanwhile"):
        actions.drop_mail(by=cast.amina, mail=other, at=AT)


def test_letting_go_again_leaves_no_line(cast):
    one = held()
    send = {"by": cast.amina, "process_code": "harbour", "mails": [one], "at": AT}
    assert actions.send_mails(**send) == 1
    lines = Line.objects.count()
    assert actions.send_mails(**send) == 0 and Line.objects.count() == lines


def test_the_mails_of_another_process_are_not_touched(cast):
    one = write_mail("b@demo.example", "S", "T", hold=True, process_code="other", at=AT)
    told = {"by": cast.amina, "process_code": "harbour", "mails": [one], "at": AT}
    assert actions.send_mails(**told) == 0
    one.refresh_from_db()
    assert one.state == Mail.State.HELD
