"""An office works for its own states and can do nothing beyond them: by page, file, export, feed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import START, person
from tests.comments.texts import a_round_now, entry, publish
from tests.meetings.makers import plan, told
from travaux.cli.main import app
from travaux.comments.actions import submit_comment, submit_on_behalf, write_reminders
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Speaking, may_see_receipt
from travaux.consultations.actions import (
    TrackRules,
    close_round,
    extend_round,
    open_round,
    set_up_track,
)
from travaux.consultations.models import Round
from travaux.correspondence.models import Entry
from travaux.correspondence.rules import EntryDetails, may_ask_clearance, may_read
from travaux.meetings.actions import add_item, announce_meeting, invite, prepare_meeting, register
from travaux.meetings.models import Meeting
from travaux.offices.actions import send_report
from travaux.offices.models import OfficeReport
from travaux.offices.queries import covered, figures_of
from travaux.people.actions import (
    add_contact,
    appoint,
    end_appointment,
    place_invented_state,
    register_country,
    register_organisation,
    set_up_office,
)
from travaux.people.models import Office, Organisation, Role
from travaux.people.queries.offices import scope_held, scope_of
from travaux.people.rules import OfficeDetails
from travaux.people.shipped import load
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def refused(code: str, act, *args, **also) -> None:
    with pytest.raises(Refusal) as no:
        act(*args, **also)
    assert no.value.code == code, no.value.code


@pytest.fixture
def world(cast):
    """An office for State A, of which Wanda is; State B has Ivo, and is beyond it."""
    cast.state_b = register_country(
        by=None,
        code="X-B",
        names={"en": "State B"},
        source="invented",
        at=START,
        demonstration=True,
    )
    load(at=START)  # the groups in which the invented states have their places
    for country, region in ((cast.state_a, "african"), (cast.state_b, "asia-pacific")):
        for taxonomy, code in (("un-status", "member"), ("un-regional-groups", region)):
            place_invented_state(by=None, country=country, taxonomy=taxonomy, group=code, at=START)
    cast.ivo = person("Ivo")
    appoint(
        by=None, person=cast.ivo, role=Role.FOCAL_POINT, process_code="harbour",
        country=cast.state_b, at=START,
    )  # fmt: skip
    cast.office = set_up_office(
        by=cast.amina, process_code="harbour", names={"en": "Office for A"},
        countries=[cast.state_a], demonstration=True, at=START,
    )  # fmt: skip
    cast.wanda = person("Wanda")
    cast.appointed = appoint(
        by=cast.amina, person=cast.wanda, role=Role.OFFICE, process_code="harbour",
        office=cast.office, at=START,
    )  # fmt: skip
    cast.seated = register_organisation(by=None, name="Quays of A", at=START, demonstration=True)
    Organisation.objects.filter(pk=cast.seated.pk).update(country=cast.state_a)
    cast.seated.refresh_from_db()
    cast.version = publish(cast.process)
    return cast


def both(world, **also) -> Round:
    """An open round in which both states are asked: focal points, by name of an organisation too."""
    track = set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules("regional", {"en": "All"}, **also),
        at=START,
    )
    return a_round_now(world, world.version, track=track, demonstration=True)


def own_track(world, **also):
    return set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules("regional", {"en": "Of the office"}, office=world.office, **also),
        at=START,
    )


def looks(client, who):
    client.logout()
    client.force_login(who, backend=BACKEND)
    return client


def details(at):
    return EntryDetails(
        direction="in",
        form="letter",
        dated_on=at.date(),
        subject="A comment",
        party="Ministry of A",
    )


def enters(world, round, who, speaking, **also):
    at = clock.now()
    return submit_on_behalf(
        by=who, round=round, entry=entry(round, speaking=speaking), details=details(at),
        email="ministry@demo.example", files=[SimpleUploadedFile("scan.pdf", b"%PDF")], at=at, **also,
    )  # fmt: skip


def test_an_office_has_a_name_states_and_people_and_only_the_secretariat_says_so(world) -> None:
    made = {"process_code": "harbour", "at": START}
    for name in ("bruno", "farid", "wanda", "dana", "olga"):
        refused(
            "not-your-role", set_up_office, by=getattr(world, name), names={"en": "X"},
            countries=[world.state_b], **made,
        )  # fmt: skip
    refused("office-needs-name", set_up_office, by=world.amina, names={}, regions=[], **made)
    refused("office-needs-states", set_up_office, by=world.amina, names={"en": "X"}, **made)
    refused(
        "office-region-unknown", set_up_office, by=world.amina, names={"en": "X"},
        regions=["atlantis"], **made,
    )  # fmt: skip
    at_once = {"person": world.dana, "role": Role.OFFICE, "at": START}
    refused("office-unnamed", appoint, by=world.amina, process_code="harbour", **at_once)
    refused(
        "office-of-another", appoint, by=None, process_code="other", office=world.office, **at_once
    )
    assert scope_of(world.office) == {world.state_a.pk} == scope_held(world.wanda, "harbour")
    assert not scope_held(world.wanda, "other") and not scope_held(world.farid, "harbour")
    end_appointment(by=world.amina, appointment=world.appointed, at=clock.now())
    world.wanda.__dict__.pop("remembered", None)
    assert not scope_held(world.wanda, "harbour")


def test_input_is_entered_for_its_states_alone_with_its_source_and_the_author_is_asked(
    world,
) -> None:
    round = both(world, roles=["focal-point"], organisations=[world.seated.key])
    of_a = Speaking("state", country=world.state_a)
    sent = enters(world, round, world.wanda, of_a)
    assert sent.entered_by == world.wanda.key and Entry.objects.get().files.count() == 1
    assert Mail.objects.filter(to="ministry@demo.example").count() == 1
    enters(world, round, world.wanda, Speaking("organisation", organisation=world.seated))
    beyond = [
        Speaking("state", country=world.state_b),
        Speaking("organisation", organisation=world.network),  # no known seat
        Speaking("person"),
        Speaking("expert"),
        Speaking("state"),
    ]
    for speaking in beyond:
        refused("beyond-your-states", enters, world, round, world.wanda, speaking)
    # a track for experts, or for persons by name, asks no states: nothing is entered there for one
    for only in ({"roles": ["expert"]}, {"persons": [world.hana.key]}):
        others = both(world, **only)
        refused("track-not-for-party", enters, world, others, world.wanda, of_a)
        refused(
            "track-not-for-party", enters, world, others, world.wanda,
            Speaking("organisation", organisation=world.seated),
        )  # fmt: skip
    # an organisation by a new name has no seat that is known: nothing of it is kept
    refused(
        "beyond-your-states", enters, world, round, world.wanda, Speaking("organisation"),
        organisation="Newly named",
    )  # fmt: skip
    assert not Organisation.objects.filter(name="Newly named").exists()
    refused("not-your-role", enters, world, round, world.farid, of_a)
    assert Submission.objects.count() == 2 == Entry.objects.count()
    # it reads what it entered and nothing else
    at = clock.now()
    assert may_see_receipt(world.wanda, sent, at)
    farid = submit_comment(by=world.farid, round=round, entry=entry(round, speaking=of_a), at=at)
    assert not may_see_receipt(world.wanda, farid, at)
    end_appointment(by=world.amina, appointment=world.appointed, at=clock.now())
    world.wanda.__dict__.pop("remembered", None)
    assert not may_see_receipt(world.wanda, sent, clock.now())
    refused("not-your-role", enters, world, round, world.wanda, of_a)


def test_it_invites_its_own_and_nobody_beyond_and_nobody_twice(world) -> None:
    round, at = both(world, roles=["focal-point"]), clock.now()
    mine = covered(world.office, round, at)
    assert {p.key for p in mine.reachable} <= {"state:X-A", *[f"organisation:{world.seated.key}"]}
    asked = {"by": world.wanda, "round": round, "office": world.office}
    for parties in (["state:X-B"], ["state:X-A", "state:X-B"], ["state:X-Z"]):
        refused("beyond-your-states", write_reminders, parties=parties, at=at, **asked)
    refused("not-your-role", write_reminders, by=world.wanda, round=round, parties=[], at=at)
    refused(
        "not-of-the-office", write_reminders, by=world.farid, round=round, office=world.office,
        parties=["state:X-A"], at=at,
    )  # fmt: skip
    assert not Mail.objects.filter(kind="invitations").exists()
    both_times = [write_reminders(parties=["state:X-A"], at=at, **asked) for _ in range(2)]
    assert both_times == [1, 0]
    mail = Mail.objects.get(kind="invitations")
    assert mail.person_key == world.farid.key and mail.state != Mail.State.HELD
    assert not Mail.objects.filter(person_key=world.ivo.key).exists()


def test_it_keeps_the_rounds_of_its_own_track_and_no_others(world) -> None:
    track, at = own_track(world), clock.now()
    told = {
        "version": world.version, "opens_at": at - timedelta(hours=1),
        "closes_at": at + timedelta(days=9), "zone": "UTC", "at": at,
    }  # fmt: skip
    refused("not-your-role", open_round, by=world.wanda, **told)  # in the track for everyone
    other = set_up_track(
        by=world.amina, process=world.process, rules=TrackRules("open", {"en": "O"}), at=START
    )
    refused("not-your-role", open_round, by=world.wanda, track=other, **told)
    round = open_round(by=world.wanda, track=track, **told)
    extend_round(
        by=world.wanda,
        round=round,
        closes_at=at + timedelta(days=10),
        reason="Mail is slow.",
        at=at,
    )
    foreign = both(world)
    refused("not-your-role", close_round, by=world.wanda, round=foreign, reason="No.", at=at)
    # it is for its own states alone
    ok = entry(round, speaking=Speaking("state", country=world.state_a))
    submit_comment(by=world.farid, round=round, entry=ok, at=at)
    beyond = entry(round, speaking=Speaking("state", country=world.state_b))
    refused("track-not-for-you", submit_comment, by=world.ivo, round=round, entry=beyond, at=at)
    close_round(by=world.wanda, round=round, reason="All were heard.", at=at)


def test_it_keeps_meetings_of_its_own_for_its_states(world) -> None:
    track = own_track(world)
    mine = {"by": world.wanda, "process": world.process, "office": world.office, "at": START}
    refused(
        "not-your-role",
        prepare_meeting,
        by=world.wanda,
        process=world.process,
        plan=plan(world),
        at=START,
    )
    foreign = both(world)
    refused("meeting-beyond-office", prepare_meeting, plan=plan(world, round=foreign), **mine)
    meeting = prepare_meeting(plan=plan(world, track=track), **mine)
    assert meeting.office == world.office
    theirs = prepare_meeting(by=world.amina, process=world.process, plan=plan(world), at=START)
    refused("not-your-role", add_item, by=world.wanda, meeting=theirs, titles={"en": "I"}, at=START)
    add_item(by=world.wanda, meeting=meeting, titles={"en": "Opening"}, at=START)
    announce_meeting(by=world.wanda, meeting=meeting, at=START)
    meeting.refresh_from_db()
    of_b = told(world.ivo, kind="member", country=world.state_b)
    refused("beyond-your-states", register, by=world.ivo, meeting=meeting, told=of_b, at=START)
    refused(
        "beyond-your-states", invite, by=world.wanda, meeting=meeting, name="Ivo",
        email="ivo@demo.example", kind="member", country=world.state_b, at=START,
    )  # fmt: skip
    of_a = told(world.farid, kind="member", country=world.state_a)
    made = register(by=world.farid, meeting=meeting, told=of_a, at=START)
    assert made.country == world.state_a
    assert Meeting.objects.count() == 2


def test_no_page_file_export_or_feed_shows_anything_beyond(world, client) -> None:
    """State B speaks; nothing that Wanda can open says so."""
    round = both(world, roles=["focal-point"], visibility="sealed")
    at = clock.now()
    words = "Only State B knows this sentence."
    submit_comment(
        by=world.ivo, round=round, at=at,
        entry=entry(round, words, speaking=Speaking("state", country=world.state_b)),
    )  # fmt: skip
    for state, name in ((world.state_a, "Mission of A"), (world.state_b, "Mission of B")):
        add_contact(
            by=world.amina, process_code="harbour", at=at,
            details=OfficeDetails(
                kind="mission", country=state, office=name, email=f"{state.code.lower()}@demo.example"
            ),
        )  # fmt: skip
    other = set_up_office(
        by=world.amina, process_code="harbour", names={"en": "Office for B"},
        countries=[world.state_b], demonstration=True, at=START,
    )  # fmt: skip
    browser = looks(client, world.wanda)
    here = f"/en/harbour/offices/{world.office.key}"
    pages = [
        f"{here}/", f"{here}/coverage/{round.key}/", f"{here}/invite/{round.key}/", f"{here}/report/",
        f"{here}/states.json", f"{here}/states.csv", f"{here}/coverage/{round.key}.json",
        f"{here}/coverage/{round.key}.csv", "/en/harbour/offices/", "/en/harbour/offices/offices.json",
        "/en/harbour/contacts/", "/en/harbour/contacts/contacts.json",
        f"/en/harbour/comments/{round.key}/on-behalf/", f"/en/harbour/comments/{round.key}/",
        f"/en/harbour/comments/{round.key}/comments.json", f"/en/harbour/comments/{round.key}/coverage/",
        f"/en/harbour/comments/{round.key}/coverage.json", "/en/people/me/data.json",
    ]  # fmt: skip
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        text = answer.content.decode()
        for secret in ("State B", "X-B", "Ivo", "Mission of B", words, "Office for B"):
            assert secret not in text, (page, secret)
    assert "Mission of A" in browser.get("/en/harbour/contacts/").content.decode()
    of_b = world.state_b
    contact = next(c for c in browser_contacts() if c.country_id == of_b.pk)
    gone = {
        f"/en/harbour/contacts/{contact.key}/": 404,
        f"/en/harbour/offices/{other.key}/": 403,
        f"/en/harbour/offices/{other.key}/coverage/{round.key}/": 403,
        f"/en/harbour/offices/{other.key}/states.json": 403,
        reverse("correspondence:register", args=["harbour"]): 403,
        reverse("correspondence:outbox", args=["harbour"]): 403,
        reverse("contacts:lists", args=["harbour"]): 403,
        f"/en/harbour/comments/{round.key}/inbox/": 403,
        f"/en/harbour/comments/{round.key}/import/": 403,
        "/en/people/roles/?process=harbour": 403,
        "/en/people/roles.json?process=harbour": 403,
        "/en/harbour/rounds/open/": 403,
        "/en/harbour/meetings/new/": 403,
        f"/en/harbour/meetings/new/?office={other.key}": 403,
    }
    for page, status in gone.items():
        assert browser.get(page).status_code == status, page
    assert not may_read(world.wanda, "harbour") and not may_ask_clearance(world.wanda, "harbour")
    # and those of another office, focal points and strangers do not open its desk
    for who in (world.ivo, world.farid, world.dana, world.bruno, world.olga):
        assert looks(client, who).get(f"{here}/").status_code == 403
    client.logout()
    assert client.get(f"{here}/").status_code == 302


def browser_contacts():
    from travaux.people.models import Contact

    return list(Contact.objects.filter(process_code="harbour"))


def test_the_desk_says_what_comes_next_and_each_step_can_be_done(
    world, client, monkeypatch
) -> None:
    round = both(world, roles=["focal-point"])
    browser = looks(client, world.wanda)
    here = f"/en/harbour/offices/{world.office.key}/"
    desk = browser.get(here).content.decode()
    assert "has not been heard" in desk and f"{here}invite/{round.key}/" in desk
    assert "State A" in desk and "Farid" in desk and "Has not replied" not in desk
    preview = browser.get(f"{here}invite/{round.key}/").content.decode()
    assert "State A" in preview and not Mail.objects.filter(kind="invitations").exists()
    wrong = browser.post(f"{here}invite/{round.key}/", {"party": ["state:X-B"]})
    assert wrong.status_code == 422 and "beyond them" in wrong.content.decode()
    browser.post(f"{here}invite/{round.key}/", {"party": ["state:X-A"]})
    assert Mail.objects.filter(kind="invitations").count() == 1
    # input that came by letter, by the page: its own state alone can be chosen
    place = f"/en/harbour/comments/{round.key}/on-behalf/"
    assert 'value="X-A"' in browser.get(place).content.decode()
    form = {
        "name": "Ministry of A", "capacity": "state", "country": "X-A", "form": "letter",
        "email": "a@demo.example", "dated_on": clock.today().isoformat(), "type": "te",
        "text": "Say who pays.", "language": "en",
    }  # fmt: skip
    bad = browser.post(
        place, {**form, "country": "X-B", "scans": SimpleUploadedFile("s.pdf", b"%PDF")}
    )
    assert bad.status_code == 422 and "Say who pays." in bad.content.decode()
    sent = browser.post(place, {**form, "scans": SimpleUploadedFile("s.pdf", b"%PDF")})
    assert sent.status_code == 302 and Comment.objects.get().text == "Say who pays."
    assert browser.get(sent.headers["Location"]).status_code == 200
    # the next steps: its track, then its report
    track = own_track(world)
    assert f"?track={track.key}" in browser.get(here).content.decode()
    assert browser.get(f"/en/harbour/rounds/open/?track={track.key}").status_code == 200
    meeting = browser.get(f"/en/harbour/meetings/new/?office={world.office.key}")
    assert meeting.status_code == 200 and b'name="budget_line"' not in meeting.content
    report = browser.get(f"{here}report/")
    token = report.context["form"].initial["form_token"]
    told = {
        "text": "The ministry asks for a fortnight more.",
        "language": "en",
        "form_token": token,
    }
    for _twice in range(2):
        answer = browser.post(f"{here}report/", told)
        assert answer.status_code == 302
    made = OfficeReport.objects.get()
    [line] = made.figures["rounds"]
    assert line["states"] == {
        "asked": 1, "invited": 1, "opened": 1, "contributed": 1, "submitted": 1, "nil": 0, "heard": 1,
    }  # fmt: skip
    assert made.figures["entered"] == 1
    assert Mail.objects.filter(about=made.key, person_key=world.amina.key).count() == 1
    # kept as sent: what comes later does not change it
    frozen = dict(made.figures)
    close_round(by=world.amina, round=round, reason="Done.", at=clock.now())
    made.refresh_from_db()
    assert made.figures == frozen != figures_of(world.office, world.process, clock.now())
    page = browser.get(reverse("offices:report", args=["harbour", made.key])).content.decode()
    assert "The ministry asks for a fortnight more." in page
    whole = browser.get(f"/en/harbour/offices/report/{made.key}.json").json()
    assert whole["figures"] == frozen and whole["office"] == world.office.key
    word = browser.get(f"/en/harbour/offices/report/{made.key}.docx")
    assert word.status_code == 200 and word.content[:2] == b"PK"
    refused(
        "not-of-the-office", send_report, by=world.amina, office=world.office, process=world.process,
        text="", language="en", form_token="x", at=clock.now(),
    )  # fmt: skip


def test_the_commands_of_an_office(world) -> None:
    run = CliRunner()
    round = both(world, roles=["focal-point"])
    made = run.invoke(
        app,
        ["office", "set-up", "--name", "en=Office for B", "--state", "X-B", "--process", "harbour",
         "--as", "amina@example.org", "--json"],
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    key = json.loads(made.stdout)["office"]
    assert Office.objects.get(key=key).names == {"en": "Office for B"}
    said = run.invoke(app, ["office", "appoint", key, "dana@example.org", "--process", "harbour"])
    assert said.exit_code == 0 and scope_held(world.dana, "harbour") == {world.state_b.pk}
    also = run.invoke(
        app,
        [
            "user",
            "add",
            "chen@example.org",
            "--role",
            "office",
            "--office",
            key,
            "--process",
            "harbour",
        ],
    )
    assert also.exit_code == 0, also.output
    none = run.invoke(
        app, ["user", "add", "chen@example.org", "--role", "office", "--process", "harbour"]
    )
    assert none.exit_code == 1 and "Say of which office" in none.stderr
    here = ["--process", "harbour", "--as", "dana@example.org", "--json"]
    found = run.invoke(app, ["office", "coverage", key, *here])
    [line] = json.loads(found.stdout)["rounds"]
    assert line["round"] == round.key and [s["state"] for s in line["standings"]] == ["X-B"]
    beyond = run.invoke(app, ["office", "coverage", world.office.key, *here])
    assert beyond.exit_code == 1
    no = run.invoke(
        app, ["office", "invite", key, "--round", round.key, "--party", "state:X-A", *here]
    )
    assert no.exit_code == 1 and "beyond them" in no.stderr
    yes = run.invoke(app, ["office", "invite", key, "--round", round.key, *here])
    assert json.loads(yes.stdout) == {"written": 1}
    sent = run.invoke(app, ["office", "report", key, *here])
    assert (
        sent.exit_code == 0 and OfficeReport.objects.get().key == json.loads(sent.stdout)["report"]
    )
    listed = run.invoke(app, ["office", "list", *here])
    assert [o["office"] for o in json.loads(listed.stdout)["offices"]] == [key]
