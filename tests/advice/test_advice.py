"""An expert group sees what is not out yet, advises, dissents, and reads what came of it."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import docx
import pytest
from typer.testing import CliRunner

from tests.answers.makers import LATER, comment, round_on, text
from tests.cast import person
from travaux.advice import actions, queries, rules
from travaux.advice.models import Advice, ExpertGroup, Shown
from travaux.answers.actions import propose_answer
from travaux.cli import advice as commands
from travaux.panels.models import Nominee, Panel, Seat
from travaux.people import actions as people
from travaux.people.models import Appointment, Role
from travaux.people.queries import own_data
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CODE = "harbour"


def declared(cast, who, at=LATER, outcome="none", topics=()):
    if who == cast.hana:
        people.name_assessor(by=cast.amina, process_code=CODE, person=cast.elif_, at=at)
    made = people.declare_interests(by=who, process_code=CODE, content={"ownership": "x"}, at=at)
    people.assess_interests(by=cast.elif_, declaration=made, outcome=outcome, topics=list(topics),
                            reason="r", at=at)  # fmt: skip


@pytest.fixture
def world(cast, monkeypatch):
    """Hana is the expert; a working draft is frozen, and comments on the first are answered."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
    declared(cast, cast.hana)
    first = text(cast)
    draft = text(cast, number=2, based_on=first, published=False)
    group = actions.set_up_group(by=cast.amina, process=cast.process, titles={"en": "The group"},
                                 panel=None, at=LATER)  # fmt: skip
    return cast, first, draft, group


def frozen(draft):
    type(draft).objects.filter(pk=draft.pk).update(state="frozen")
    draft.refresh_from_db()
    return draft


def code(call, *a, **k):
    with pytest.raises(Refusal) as refused:
        call(*a, **k)
    return refused.value.code


def test_from_the_kick_off_to_the_view_by_pages(world, client, tmp_path):
    cast, _first, draft, group = world
    frozen(draft)
    client.force_login(cast.amina, backend=BACKEND)
    home = f"/en/harbour/advice/{group.key}/"
    day = LATER.date().isoformat()
    terms = {"scope": "Principles.", "deliverables": "Advice.", "adopted_on": day,
             "adopted_by": "", "language": "en"}  # fmt: skip
    assert client.post(f"{home}terms/", terms).status_code == 422
    client.post(f"{home}terms/", {**terms, "adopted_by": "The group, first meeting"})
    assert "The group, first meeting" in client.get(home).content.decode()
    shown = client.post(f"{home}show/", {"what": f"v:{draft.key}", "until": ""})
    for who, status in ((cast.chen, 403), (cast.dana, 403), (cast.olga, 403), (cast.farid, 403)):
        client.force_login(who, backend=BACKEND)
        for place in (home, shown.url, f"{home}advice.json", f"{home}advice.docx"):
            assert client.get(place).status_code == status, (who.name, place)
    client.force_login(cast.hana, backend=BACKEND)
    page = client.get(shown.url).content.decode()
    assert "Lamps are lit at dusk." in page, "the group reads what is not out"
    assert client.get(f"/en/harbour/drafts/{draft.key}/").status_code in (403, 404)
    at = draft.paragraphs.get(position=5).anchor.key
    told = {"on": at, "text": "Say which lamps.", "language": "en", "form_token": "t"}
    assert client.post(shown.url, {**told, "text": " "}).status_code == 422
    client.post(shown.url, told)
    client.post(shown.url, told)
    one = Advice.objects.get()
    assert one.paragraph.body == "Lamps are lit at dusk."
    piece = f"/en/harbour/advice/piece/{one.key}/"
    assert client.post(piece, {"do": "respond", "outcome": "followed"}).status_code == 422
    client.force_login(cast.bruno, backend=BACKEND)
    bare = client.post(piece, {"do": "respond", "outcome": "not", "reason": ""})
    assert bare.status_code == 422
    client.post(
        piece, {"do": "respond", "outcome": "partly", "reason": "Some.", "done_in": draft.key}
    )
    one.refresh_from_db()
    assert (one.state, one.done_in, one.done_by) == ("partly", draft, cast.bruno.key)
    client.force_login(cast.amina, backend=BACKEND)
    client.post(f"{home}view/", {"version": draft.key, "kind": "with-dissent", "text": "Good.",
                                 "held_on": day, "language": "en"})  # fmt: skip
    client.force_login(cast.hana, backend=BACKEND)
    assert "followed in part" in client.get(home).content.decode()
    view = group.views.get()
    client.post(home, {"view": view.pk, "text": "Not the lamps.", "language": "en"})
    again = client.post(home, {"view": view.pk, "text": "Again.", "language": "en"})
    assert again.status_code == 422 and view.dissents.get().text == "Not the lamps."
    file = docx.Document(io.BytesIO(client.get(f"{home}advice.docx").content))
    words = "\n".join(p.text for p in file.paragraphs)
    assert "Consensus, with dissent noted" in words and "Not the lamps." in words
    assert "Say which lamps." in file.tables[-1].rows[1].cells[2].text
    (row,) = json.loads(client.get(f"{home}advice.json").content)
    assert row["outcome"] == "partly"
    told = ["--process", "harbour", "--as", "hana@example.org"]
    listed = CliRunner().invoke(commands.app, ["list", *told, "--json"])
    assert json.loads(listed.stdout)[0]["group"] == group.key
    out = tmp_path / "advice.docx"
    done = CliRunner().invoke(commands.app, ["export", group.key, "-o", str(out), *told])
    assert done.exit_code == 0 and out.read_bytes()[:2] == b"PK"
    told[-1] = "chen@example.org"
    assert CliRunner().invoke(commands.app, ["export", group.key, "-o", str(out), *told]).exit_code
    assert own_data(cast.hana)["advice"]["advice"][0]["text"] == "Say which lamps."


def test_proposed_answers_are_shown_before_their_release(world, client):
    cast, first, _draft, group = world
    round = round_on(first)
    made = comment(round, cast.chen, "Too dark.")
    answer = propose_answer(by=cast.bruno, round=round, comments=[made], outcome="noted",
                            reasons="We see.", language="en", at=LATER)  # fmt: skip
    shown = actions.show_to_group(by=cast.bruno, group=group, round=round, at=LATER)
    client.force_login(cast.hana, backend=BACKEND)
    place = f"/en/harbour/advice/shown/{shown.key}/"
    page = client.get(place).content.decode()
    assert "Too dark." in page and "We see." in page
    client.post(place, {"on": answer.key, "text": "Say more.", "language": "en"})
    assert Advice.objects.get().answer == answer
    client.force_login(cast.chen, backend=BACKEND)
    assert client.get(place).status_code == 403


def test_who_may_what(world):
    cast, first, draft, group = world
    others = (
        cast.bruno,
        cast.elif_,
        cast.chen,
        cast.farid,
        cast.greta,
        cast.hana,
        cast.dana,
        cast.olga,
    )
    for who in others:
        for act, told in (
            (actions.set_up_group, {"process": cast.process, "titles": {"en": "X"}, "panel": None}),
            (actions.adopt_terms, {"group": group, "scope": "x", "deliverables": "", "language": "en",
                                   "adopted_on": LATER.date(), "adopted_by": "x"}),
            (actions.record_view, {"group": group, "version": first, "kind": "consensus", "text": "",
                                   "held_on": LATER.date()}),
        ):  # fmt: skip
            assert code(act, by=who, at=LATER, **told) == "not-your-role"
    assert code(actions.show_to_group, by=cast.bruno, group=group, version=draft, at=LATER) == (
        "draft-not-frozen"
    )
    shown = actions.show_to_group(by=cast.bruno, group=group, version=first, at=LATER,
                                  until=LATER.date())  # fmt: skip
    assert actions.show_to_group(by=cast.bruno, group=group, version=first, at=LATER) == shown
    for who in (cast.amina, cast.bruno, cast.chen, cast.farid, cast.dana, cast.olga):
        assert code(actions.advise, by=who, shown=shown, text="x", at=LATER) == "not-of-the-group"
    late = LATER + timedelta(days=1)
    assert code(actions.advise, by=cast.hana, shown=shown, text="x", at=late) == "advice-time-over"
    mine = actions.advise(by=cast.hana, shown=shown, text="x", at=LATER)
    assert code(actions.dissent, by=cast.hana, advice=mine, text="no", at=LATER) == "own-advice"
    assert code(
        actions.respond, by=cast.hana, advice=mine, outcome="followed", reason="", at=LATER
    ) == ("not-your-role")
    people.appoint(by=cast.amina, person=cast.hana, role=Role.DRAFTER, process_code=CODE, at=LATER)
    assert code(
        actions.respond, by=cast.hana, advice=mine, outcome="followed", reason="", at=LATER
    ) == ("own-advice")
    role = Appointment.objects.get(person=cast.hana, role=Role.EXPERT)
    people.end_appointment(by=None, appointment=role, at=LATER + timedelta(hours=1))
    after = LATER + timedelta(hours=2)
    assert code(actions.advise, by=cast.hana, shown=shown, text="x", at=after) == "not-of-the-group"


def test_interests_keep_a_member_from_a_topic(world):
    cast, first, _draft, group = world
    safety = first.paragraphs.get(position=4)
    topic = people.write_topic(by=cast.amina, process_code=CODE, name="Safety",
                               sections=[safety.anchor.key], at=LATER)  # fmt: skip
    ida = person("Ida", at=LATER)
    people.appoint(by=cast.amina, person=ida, role=Role.EXPERT, process_code=CODE, at=LATER)
    shown = actions.show_to_group(by=cast.amina, group=group, version=first, at=LATER)
    on = {"shown": shown, "text": "x", "at": LATER}
    assert code(actions.advise, by=ida, **on) == "not-of-the-group", "has not declared yet"
    declared(cast, ida, outcome="partial", topics=[topic])
    actions.advise(by=ida, paragraph=first.paragraphs.get(position=2), **on)
    with pytest.raises(Refusal):
        actions.advise(by=ida, paragraph=first.paragraphs.get(position=5), **on)


def test_a_seat_that_ended_is_no_seat(cast):
    panel = Panel.objects.create(process=cast.process, titles={"en": "P"}, seats_low=1,
                                 seats_high=1, created_at=LATER)  # fmt: skip
    nominee = Nominee.objects.create(panel=panel, code="N1", position=1, person=cast.hana)
    seat = Seat.objects.create(panel=panel, nominee=nominee, since=LATER.date(), at=LATER)
    group = ExpertGroup.objects.create(process=cast.process, panel=panel, created_at=LATER)
    assert rules.is_member(cast.hana, group, LATER).code != "not-of-the-group"
    assert rules.is_member(cast.chen, group, LATER).code == "not-of-the-group"
    Seat.objects.filter(pk=seat.pk).update(until=LATER.date(), end="resigned")
    later = LATER + timedelta(days=1)
    assert rules.is_member(cast.hana, group, later).code == "not-of-the-group"
    assert Shown.objects.count() == 0


def test_the_group_is_asked_by_mail_and_who_advised_is_told_what_came_of_it(world, client):
    """Each member in their language, once, with nothing of the draft; and no one else."""
    cast, _first, draft, group = world
    frozen(draft)
    cast.hana.language = "fr"
    cast.hana.save(update_fields=["language"])
    client.force_login(cast.amina, backend=BACKEND)
    home = f"/en/harbour/advice/{group.key}/"
    page = client.get(home).content.decode()
    assert "the group has not seen it yet" in page and f"show/?what=v:{draft.key}" in page
    assert "<bdi>Hana</bdi>" in page
    assert "checked" in client.get(f"{home}show/?what=v:{draft.key}").content.decode() or (
        f'value="v:{draft.key}" selected'
        in client.get(f"{home}show/?what=v:{draft.key}").content.decode()
    )
    shown = actions.show_to_group(by=cast.bruno, group=group, version=draft, at=LATER)
    actions.show_to_group(by=cast.amina, group=group, version=draft, at=LATER)
    (mail,) = Mail.objects.filter(about=shown.key)
    assert (mail.person_key, mail.language) == (cast.hana.key, "fr")
    assert f"/fr/harbour/advice/shown/{shown.key}/" in mail.text
    assert (
        "Lamps" not in mail.text and "has not seen it yet" not in client.get(home).content.decode()
    )
    one = actions.advise(by=cast.hana, shown=shown, text="Say which.", at=LATER)
    actions.respond(by=cast.bruno, advice=one, outcome="not", reason="Too long.", at=LATER)
    told = Mail.objects.filter(person_key=cast.hana.key, kind="answers").get()
    assert f"/fr/harbour/advice/piece/{one.key}/" in told.text and "Too long." not in told.text
    # whoever left the group is asked no more
    Appointment.objects.filter(person=cast.hana, role=Role.EXPERT).update(ends_at=LATER)
    cast.hana.__dict__.pop("remembered", None)
    assert queries.members_of(group, LATER + timedelta(minutes=1)) == []
    other = actions.show_to_group(by=cast.bruno, group=group, round=round_on(_first),
                                  at=LATER + timedelta(minutes=1))  # fmt: skip
    assert not Mail.objects.filter(about=other.key).exists()
