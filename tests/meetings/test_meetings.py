"""Announcing, papers and symbols, the turn online, who sees what, and what leaves as a file."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.cast import START
from tests.meetings.makers import (
    BEFORE,
    BEGINS,
    DURING,
    a_meeting,
    budget,
    comes,
    delegate,
    paper,
    plan,
    sign_in,
    told,
)
from travaux.cli.main import app
from travaux.meetings import actions
from travaux.meetings.documents import participant_list, report
from travaux.meetings.models import Item, Participant
from travaux.meetings.queries.meetings import carried_over, papers_of, proposals
from travaux.meetings.rules.meetings import days_late
from travaux.meetings.rules.spoken import attributed
from travaux.people.actions import register_country, register_organisation
from travaux.plumbing.files import keep_file
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def address(meeting, rest: str = "") -> str:
    return f"/en/harbour/meetings/{meeting.key}/{rest}"


def words_of(data: bytes) -> list[str]:
    document = Document(io.BytesIO(data))
    return [p.text for p in document.paragraphs if p.text]


# ---- announcing and changing ---------------------------------------------------------------------
def test_a_meeting_in_preparation_is_the_secretariats_and_its_rules_stand_once_announced(
    cast, client
) -> None:
    meeting = a_meeting(cast, announced=False)
    assert client.get(address(meeting)).status_code == 404
    assert sign_in(client, cast.olga).get(address(meeting)).status_code == 404
    assert sign_in(client, cast.amina).get(address(meeting)).status_code == 200
    empty = actions.prepare_meeting(
        by=cast.amina, process=cast.process, plan=plan(cast), at=START + timedelta(hours=1)
    )
    with pytest.raises(Refusal, match="meeting-needs-agenda"):
        actions.announce_meeting(by=cast.amina, meeting=empty, at=START + timedelta(hours=2))
    with pytest.raises(Refusal, match="not-your-role"):
        actions.announce_meeting(by=cast.bruno, meeting=meeting, at=START + timedelta(hours=2))
    meeting = actions.announce_meeting(
        by=cast.amina, meeting=meeting, at=START + timedelta(hours=3)
    )
    for also, code in (
        ({"attribution": "state"}, "meeting-rule-announced"),
        ({"mode": "online"}, "mode-by-its-own-act"),
    ):
        with pytest.raises(Refusal, match=code):
            actions.change_meeting(
                by=cast.amina, meeting=meeting, seen=0, at=BEFORE,
                plan=plan(cast, round=meeting.round, **also),
            )  # fmt: skip
    client.logout()
    assert "Français</a>" in client.get(address(meeting)).content.decode()  # the other languages


def test_turned_online_everybody_who_registered_is_told_once_and_nobody_waits(cast) -> None:
    meeting = a_meeting(cast, places=1)
    first, second = comes(cast, meeting, cast.hana), delegate(cast, meeting)
    assert (first.state, second.state) == ("approved", "waiting")
    before = Mail.objects.count()
    with pytest.raises(Refusal, match="reason-needed"):
        actions.turn_online(by=cast.amina, meeting=meeting, reason=" ", at=BEFORE)
    meeting = actions.turn_online(
        by=cast.amina, meeting=meeting, reason="No funds.", remote_link="https://meet.example/1",
        at=BEFORE,
    )  # fmt: skip
    mails = list(Mail.objects.order_by("pk")[before:])
    assert sorted(m.to for m in mails) == sorted([cast.hana.email, cast.farid.email])
    assert all("No funds." in m.text for m in mails)
    states = Participant.objects.values_list("state", "mode")
    assert set(states) == {("approved", "online")}
    with pytest.raises(Refusal, match="meeting-online-already"):
        actions.turn_online(by=cast.amina, meeting=meeting, reason="Again.", at=BEFORE)
    event = Calendar.from_ical(mails[0].attachment).walk("VEVENT")[0]
    assert int(event["SEQUENCE"]) == meeting.revision and "meet.example" not in mails[0].attachment


def test_the_link_for_joining_is_for_those_who_are_approved(cast, client) -> None:
    meeting = a_meeting(cast, mode="online", remote_link="https://meet.example/secret", city="")
    place = actions.register(
        by=cast.hana, meeting=meeting, told=told(cast.hana, mode="online"), at=BEFORE
    )
    pages = [address(meeting), f"/en/harbour/meetings/place/{place.token}/"]
    for page in pages:
        assert "secret" not in sign_in(client, cast.hana).get(page).content.decode()
    actions.approve(by=cast.amina, participant=place, at=BEFORE)
    for page in pages:
        assert "secret" in sign_in(client, cast.hana).get(page).content.decode()
    assert "secret" not in sign_in(client, cast.dana).get(address(meeting)).content.decode()
    assert "secret" not in client.get(address(meeting, "meeting.ics")).content.decode()


# ---- papers ---------------------------------------------------------------------------------------
def test_papers_have_checked_symbols_and_late_ones_say_so(cast, client) -> None:
    meeting = a_meeting(cast)
    issue = {"by": cast.amina, "meeting": meeting, "titles": {"en": "Agenda"}, "language": "en"}
    first = actions.issue_paper(symbol="HRB/EGM.1/1", file=paper(), at=BEFORE, **issue)
    assert ("Rev", "HRB/EGM.1/1/Rev.1") in proposals(meeting)
    assert ("CRP", "HRB/EGM.1/CRP.1") in proposals(meeting)
    with pytest.raises(Refusal, match="symbol-taken"):
        actions.issue_paper(symbol="HRB/EGM.1/1", file=paper(), at=BEFORE, **issue)
    with pytest.raises(Refusal, match="paper-kind-unfit"):
        actions.issue_paper(symbol="HRB/EGM.1/2", file=paper("run.exe"), at=BEFORE, **issue)
    secret = actions.issue_paper(
        symbol="HRB/EGM.1/CRP.1", file=paper(data=b"%PDF chair"), distribution="participants",
        at=BEGINS - timedelta(days=13), **issue,
    )  # fmt: skip
    actions.add_language(by=cast.amina, paper=first, language="fr", file=paper(), at=BEFORE)
    with pytest.raises(Refusal, match="paper-in-language-already"):
        actions.add_language(by=cast.amina, paper=first, language="fr", file=paper(), at=BEFORE)
    found = papers_of(meeting, None, DURING)
    assert [(p.paper.symbol, p.late, p.readable, len(p.issues)) for p in found] == [
        ("HRB/EGM.1/1", 0, True, 2),
        ("HRB/EGM.1/CRP.1", 1, False, 1),
    ]
    assert days_late(meeting, BEGINS - timedelta(days=14)) == 0
    url = address(meeting, f"papers/{secret.key}/en/")
    assert client.get(url).status_code == 403
    assert sign_in(client, cast.hana).get(url).status_code == 403
    comes(cast, meeting, cast.hana)
    assert b"".join(sign_in(client, cast.hana).get(url).streaming_content) == b"%PDF chair"
    sheet = load_workbook(io.BytesIO(client.get(address(meeting, "papers.xlsx")).content)).active
    assert [r[0].value for r in sheet.iter_rows(min_row=2)] == ["HRB/EGM.1/1", "HRB/EGM.1/CRP.1"]
    assert client.get(address(meeting, "papers.docx")).content[:2] == b"PK"


# ---- places ---------------------------------------------------------------------------------------
def test_who_decides_on_a_registration_and_the_waiting_list(cast) -> None:
    meeting = a_meeting(cast, places=1)
    place = actions.register(
        by=cast.farid, meeting=meeting, at=BEFORE,
        told=told(cast.farid, kind="member", capacity="head", country=cast.state_a),
    )  # fmt: skip
    for person, code in (
        (cast.farid, "not-for-yourself"),
        (cast.greta, "not-your-delegation"),
        (cast.olga, "not-your-delegation"),
    ):
        with pytest.raises(Refusal, match=code):
            actions.approve(by=person, participant=place, at=BEFORE)
    adviser = told(
        cast.dana, email="adviser@elsewhere.example", kind="member", capacity="adviser",
        country=cast.state_a,
    )  # fmt: skip
    with pytest.raises(Refusal, match="register-whom"):
        actions.register(by=cast.dana, meeting=meeting, told=adviser, at=BEFORE)
    with pytest.raises(Refusal, match="sign-in-first"):
        actions.register(by=None, meeting=meeting, told=adviser, at=BEFORE)
    sent = actions.register(by=cast.farid, meeting=meeting, told=adviser, at=BEFORE)
    assert sent.state == "approved"  # his own delegation
    with pytest.raises(Refusal, match="registered-already"):
        actions.register(by=cast.farid, meeting=meeting, told=adviser, at=BEFORE)
    place = actions.approve(by=cast.amina, participant=place, at=BEFORE)
    assert place.state == "waiting"
    actions.withdraw_place(by=None, participant=sent, at=BEFORE)
    place.refresh_from_db()
    assert place.state == "approved"
    assert Mail.objects.filter(about=place.key, text__contains="approved.").exists()


def test_access_needs_are_for_the_secretariat_alone_and_go_with_the_account(cast, client) -> None:
    from travaux.people.actions import erase_person
    from travaux.people.queries import own_data

    meeting = a_meeting(cast)
    place = delegate(cast, meeting, needs="A ramp, please")
    held = own_data(cast.farid)["meetings"]["registrations"][0]
    assert held["access_needs"] == "A ramp, please"
    for person in (cast.farid, cast.bruno, cast.hana, cast.amina):
        sign_in(client, person)
        for page in ("participants/", "", "minutes/", "participants.xlsx", "travel/"):
            answer = client.get(address(meeting, page))
            assert b"A ramp" not in answer.content
        needs = client.get(address(meeting, "needs.json"))
        assert needs.status_code == (200 if person == cast.amina else 403)
        assert (b"A ramp" in needs.content) == (person == cast.amina)
    erase_person(by=cast.farid, person=cast.farid, at=BEFORE)
    place.refresh_from_db()
    assert (place.name, place.email, place.needs, place.person, place.state) == (
        "", "", "", None, "approved",
    )  # fmt: skip


def test_experts_declare_before_the_meeting_where_it_asks_for_it(cast) -> None:
    meeting = a_meeting(cast, announced=False)
    meeting = actions.announce_meeting(
        by=cast.amina, meeting=meeting, with_interests=True, at=START + timedelta(hours=3)
    )
    place = actions.register(by=cast.hana, meeting=meeting, told=told(cast.hana), at=BEFORE)
    with pytest.raises(Refusal, match="interests-missing"):
        actions.approve(by=cast.amina, participant=place, at=BEFORE)
    from travaux.people.actions import declare_interests

    declare_interests(by=cast.hana, process_code="harbour", content={}, nothing=True, at=BEFORE)
    assert actions.approve(by=cast.amina, participant=place, at=BEFORE).state == "approved"


def test_the_list_of_participants_stands_in_the_customary_order_of_its_language(cast) -> None:
    states = {
        code: register_country(
            by=None, code=code, names=names, source="invented", demonstration=True, at=START
        )
        for code, names in (
            ("X-C", {"en": "Côte Aling", "fr": "Aling (Côte d’)"}),
            ("X-Z", {"en": "Zed", "fr": "Îles Zed"}),
        )
    }
    body = register_organisation(by=None, name="Union of ports", demonstration=True, at=START)
    meeting = a_meeting(cast, attribution="state")
    for n, (kind, capacity, also) in enumerate(
        [
            ("ngo", "representative", {"organisation": cast.network}),
            ("member", "adviser", {"country": states["X-Z"]}),
            ("member", "head", {"country": states["X-Z"]}),
            ("member", "head", {"country": states["X-C"]}),
            ("expert", "expert", {}),
            ("intergovernmental", "observer", {"organisation": body}),
            ("observer", "observer", {"country": cast.state_a}),
        ]
    ):
        actions.register(
            by=cast.amina, meeting=meeting, at=BEFORE,
            told=told(cast.dana, name=f"P{n}", email=f"p{n}@elsewhere.example", kind=kind,
                      capacity=capacity, **also),
        )  # fmt: skip
    english, french = (words_of(participant_list(meeting, code)) for code in ("en", "fr"))
    people = [line for line in english if line[:1] == "P" and line[1:2].isdigit()]
    assert [p[:2] for p in people] == ["P3", "P2", "P1", "P6", "P5", "P0", "P4"]
    assert [line[:2] for line in french if line[:1] == "P" and line[1:2].isdigit()][:3] == [
        "P3", "P2", "P1",
    ]  # fmt: skip
    assert french.index("Aling (Côte d’)") < french.index("Îles Zed")


# ---- minutes ---------------------------------------------------------------------------------------
def test_two_minute_takers_never_overwrite_each_other(cast, client) -> None:
    from travaux.plumbing import clock

    now = clock.now()
    meeting = a_meeting(
        cast, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=5), zone="UTC"
    )
    item = meeting.items.get()
    page = address(meeting, f"minutes/{item.key}/")
    sign_in(client, cast.bruno)
    assert client.post(page, {"text": "Bruno's words", "seen": "0"}).status_code == 302
    sign_in(client, cast.elif_)
    answer = client.post(page, {"text": "Elif's words", "seen": "0"})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Bruno&#x27;s words" in body and "Elif&#x27;s words" in body
    assert 'name="seen" value="1"' in body
    client.post(page, {"text": "Bruno's words\nElif's words", "seen": "1"})
    item.refresh_from_db()
    assert item.revision == 2 and "Elif" in item.minutes
    assert [m.text for m in item.earlier.all()] == ["Bruno's words", ""]
    assert sign_in(client, cast.dana).get(address(meeting, "minutes/")).status_code == 403
    actions.publish_minutes(by=cast.amina, meeting=meeting, summary="Done.", at=now)
    assert client.get(address(meeting, "minutes/")).status_code == 200
    with pytest.raises(Refusal, match="minutes-published"):
        actions.write_minutes(by=cast.bruno, item=Item.objects.get(pk=item.pk), text="x", seen=2, at=now)  # fmt: skip


def test_open_actions_go_on_to_the_next_meeting_of_the_series(cast) -> None:
    series = actions.start_series(
        by=cast.amina, process=cast.process, titles={"en": "Expert meetings"}, at=START
    )
    first = a_meeting(cast, series=series)
    later = {"starts_at": BEGINS + timedelta(days=30), "ends_at": BEGINS + timedelta(days=31)}
    second = a_meeting(cast, series=series, round=first.round, **later)
    assert (first.number, second.number) == (1, 2)
    owed = {"by": cast.bruno, "meeting": first, "owner": "Secretariat", "at": DURING}
    stays, done, late = (actions.add_task(text=t, **owed) for t in ("Stays", "Done", "Late"))
    actions.move_task(by=cast.bruno, task=done, to="done", at=BEGINS + timedelta(days=5))
    actions.move_task(by=cast.bruno, task=late, to="done", at=BEGINS + timedelta(days=40))
    assert set(carried_over(second)) == {stays, late}  # done after it had begun: it was open then
    assert not carried_over(first).exists()
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.move_task(by=cast.bruno, task=done, to="done", at=BEGINS + timedelta(days=6))
    with pytest.raises(Refusal, match="reason-needed"):
        actions.move_task(by=cast.bruno, task=stays, to="dropped", at=DURING)


@pytest.mark.parametrize(
    ("rule", "who", "confirmed", "to"),
    [
        ("state", "member", True, "state"),
        ("state", "expert", True, "capacity"),
        ("capacity", "member", True, "capacity"),
        ("none", "member", True, "none"),
        ("state", "member", False, "none"),
    ],
)
def test_speech_is_ascribed_by_the_announced_rule_and_only_once_confirmed(
    cast, rule, who, confirmed, to
) -> None:
    meeting = a_meeting(cast, attribution=rule)
    speaker = delegate(cast, meeting) if who == "member" else comes(cast, meeting, cast.hana)
    assert attributed(meeting, speaker, confirmed=confirmed)["to"] == to


def test_the_report_names_no_speaker_beyond_the_rule(cast) -> None:
    from tests.comments.texts import paragraph

    meeting = a_meeting(cast, attribution="capacity")
    place = delegate(cast, meeting)
    spoken = actions.note_intervention(
        by=cast.bruno, meeting=meeting, speaker=place, paragraph=paragraph(meeting.round),
        type="te", text="Name the office.", item=meeting.items.get(), at=DURING,
    )  # fmt: skip
    assert "Name the office." not in "\n".join(words_of(report(meeting, DURING)))
    actions.confirm_intervention(by=cast.farid, intervention=spoken, at=DURING)
    text = "\n".join(words_of(report(meeting, DURING)))
    assert "a Member State, Paragraph 1" in text and "Name the office." in text
    assert "State A" not in text and "Farid" not in text
    with pytest.raises(Refusal, match="intervention-answered"):
        actions.confirm_intervention(by=cast.farid, intervention=spoken, at=DURING)


# ---- travel ----------------------------------------------------------------------------------------
def test_travel_is_granted_by_order_and_budget_with_a_reason_each(cast, client) -> None:
    from travaux.meetings.queries.travel import travel_queue

    meeting = a_meeting(cast, budget_line=budget(cast), travel_each=1000, travel_budget=1500)
    places = [delegate(cast, meeting), comes(cast, meeting, cast.hana)]
    for place in places:
        actions.ask_travel(by=None, participant=place, starts_from="Home", at=BEFORE)
    assert [x.place.fits for x in travel_queue(meeting).lines] == [True, False]
    with pytest.raises(Refusal, match="not-your-delegation"):
        actions.order_travel(by=cast.greta, meeting=meeting, participants=places[1:], at=BEFORE)
    actions.order_travel(by=cast.farid, meeting=meeting, participants=places[:1], at=BEFORE)
    decide = {"by": cast.amina, "grant": True, "at": BEFORE}
    with pytest.raises(Refusal, match="reason-needed"):
        actions.decide_travel(participant=places[0], reason="", **decide)
    actions.decide_travel(participant=places[0], reason="First by the rule.", **decide)
    with pytest.raises(Refusal, match="travel-beyond-budget"):
        actions.decide_travel(participant=places[1], reason="Second.", **decide)
    decide["grant"] = False
    actions.decide_travel(participant=places[1], reason="The sum is spent.", **decide)
    told_to = set(
        Mail.objects.filter(text__contains="The sum is spent.").values_list("to", flat=True)
    )
    assert told_to == {cast.hana.email}
    rows = json.loads(sign_in(client, cast.farid).get(address(meeting, "travel.json")).content)
    assert [r["name"] for r in rows] == ["Farid"]  # a focal point sees its own
    assert sign_in(client, cast.hana).get(address(meeting, "travel/")).status_code == 403


@pytest.mark.parametrize("how", ["withdrawn", "refused", "online", "cancelled"])
def test_support_of_whoever_does_not_travel_is_free_for_others(cast, how) -> None:
    from travaux.meetings.queries.travel import left_of, travel_queue

    meeting = a_meeting(cast, budget_line=budget(cast), travel_each=1000, travel_budget=1500)
    one, other = delegate(cast, meeting), comes(cast, meeting, cast.hana)
    actions.ask_travel(by=None, participant=one, starts_from="Home", at=BEFORE)
    actions.ask_travel(by=None, participant=other, starts_from="Home", at=BEFORE)
    actions.decide_travel(
        by=cast.amina, participant=one, grant=True, reason="First by the rule.", at=BEFORE
    )
    assert left_of(meeting) == 500
    if how == "withdrawn":
        actions.withdraw_place(by=None, participant=one, at=BEFORE)
    elif how == "refused":
        actions.refuse_place(by=cast.amina, participant=one, reason="Another comes.", at=BEFORE)
    elif how == "online":
        actions.turn_online(by=cast.amina, meeting=meeting, reason="No funds.", at=BEFORE)
    else:
        actions.cancel_meeting(by=cast.amina, meeting=meeting, reason="No funds.", at=BEFORE)
    meeting.refresh_from_db()
    assert left_of(meeting) == 1500
    waiting = [x.travel.participant_id for x in travel_queue(meeting).lines]
    told = Mail.objects.filter(text__contains="your support to travel ends").values_list(
        "to", flat=True
    )
    if how in ("online", "cancelled"):
        assert waiting == [] and set(told) == {cast.farid.email, cast.hana.email}
    else:
        assert waiting == [other.pk] and not told
        actions.decide_travel(
            by=cast.amina, participant=other, grant=True, reason="Next by the rule.", at=BEFORE
        )


def test_the_list_with_letters_is_for_those_who_keep_the_meeting(cast, client) -> None:
    meeting = a_meeting(cast)
    one, other = delegate(cast, meeting), comes(cast, meeting, cast.hana)
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7")
    Participant.objects.filter(pk=one.pk).update(
        letter=keep_file(file, name="letter.pdf", at=BEFORE, process_code="harbour")
    )
    one.refresh_from_db()
    before = " ".join(words_of(participant_list(meeting, letters=True)))
    assert "letter not seen yet" in before and before.count("letter") == 1  # experts bring none
    actions.tick_letter(by=cast.amina, participant=one, at=BEFORE)
    assert "letter seen on" in " ".join(words_of(participant_list(meeting, letters=True)))
    assert "letter" not in " ".join(words_of(participant_list(meeting)))
    page = address(meeting, "letters.docx")
    assert sign_in(client, cast.amina).get(page).status_code == 200
    assert page in client.get(address(meeting, "participants/")).content.decode()
    for who in (cast.farid, cast.hana, cast.dana):
        assert sign_in(client, who).get(page).status_code == 403
    assert other.letter is None


def test_attendance_is_told_by_regional_group_in_states_and_never_for_few(cast, client) -> None:
    from travaux.meetings.queries.places import states_by_group
    from travaux.people.actions import place_invented_state
    from travaux.people.shipped import load

    load(at=START)
    place_invented_state(
        by=None, country=cast.state_a, taxonomy="un-regional-groups", group="african", at=START
    )
    meeting = a_meeting(cast, attribution="state")
    for n in range(3):
        assert states_by_group(meeting) == []  # of one or two people not even that
        actions.register(
            by=cast.amina, meeting=meeting, at=BEFORE,
            told=told(cast.dana, name=f"P{n}", email=f"p{n}@elsewhere.example", kind="member",
                      capacity="representative", country=cast.state_a),
        )  # fmt: skip
    assert [n for _names, n in states_by_group(meeting)] == [1]  # one state, three people
    page = client.get(address(meeting)).content.decode()
    assert "Member States by regional group:" in page


# ---- the command line ------------------------------------------------------------------------------
def test_a_meeting_on_the_command_line(cast, tmp_path) -> None:
    file = tmp_path / "meeting.toml"
    file.write_text(
        'titles = { en = "Call of May" }\nmode = "in-person"\ncity = "Aling"\nsymbol = "HRB/C.5"\n'
        'zone = "UTC"\nstarts = 2031-05-05T09:00:00\nends = 2031-05-05T11:00:00\n'
        'agenda = ["Opening"]\n'
    )
    run = CliRunner()
    here = ["--process", "harbour", "--as", cast.amina.email]

    def ask(*words: str, status: int = 0) -> dict:
        done = run.invoke(app, ["meeting", *words, *here, "--json"])
        assert done.exit_code == status, done.output
        return json.loads(done.stdout) if status == 0 else {}

    key = ask("prepare", str(file))["meeting"]
    assert ask("announce", key, "--interests")["interests"] is True
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    issued = ask("papers", key, "--issue", str(tmp_path / "a.pdf"), "--title", "Agenda")
    assert issued["papers"][0]["symbol"] == "HRB/C.5/1"
    who = [
        "--name",
        "Ada",
        "--email",
        "ada@elsewhere.example",
        "--kind",
        "member",
        "--state",
        "X-A",
    ]
    assert ask("register", key, *who)["state"] == "approved"
    ask("register", key, *who, status=1)
    assert [p["party"] for p in ask("participants", key)["participants"]] == ["State A"]
    assert ask("turn-online", key, "--reason", "No funds.")["mode"] == "online"
    shown = ask("show", key)
    assert shown["mode_changes"][0]["reason"] == "No funds." and len(shown["agenda"]) == 1
    assert [m["meeting"] for m in ask("list")["meetings"]] == [key]
    public = run.invoke(app, ["meeting", "participants", key, "--process", "harbour", "--json"])
    assert public.exit_code == 1
