"""Who was heard: the reply "no comment", the monitor in constant queries, bands and seals, reminders."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.cast import START, person
from tests.comments.texts import AFTER, DURING, a_round, entry
from travaux.cli import round as round_commands
from travaux.comments import queries, rules
from travaux.comments.actions import (
    reply_no_comment,
    save_draft,
    submit_comment,
    withdraw_submission,
    write_reminders,
    write_to_persons,
)
from travaux.comments.models import Submission
from travaux.comments.queries.coverage import read_monitor
from travaux.comments.rules import Speaking
from travaux.consultations.actions import TrackRules, note_opened, set_up_track
from travaux.consultations.models import Invitation
from travaux.core.comments.coverage import Kind
from travaux.core.ledger.receipts import content_hash, verify_receipt
from travaux.people.actions import (
    appoint,
    declare_interests,
    describe_organisation,
    end_appointment,
    place_invented_state,
    register_country,
)
from travaux.people.models import Appointment, Country, Role
from travaux.people.shipped import load
from travaux.plumbing import clock
from travaux.plumbing.mail import let_go
from travaux.plumbing.models import Mail
from travaux.plumbing.signing import ring
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OVER = DURING
PEOPLE = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")


@pytest.fixture
def world(cast):
    """States A to F in two regions; A has Farid, B has Ivo (who reads French), others nobody."""
    load(at=START)
    cast.states = {"A": cast.state_a}
    for letter in "BCDEF":
        cast.states[letter] = register_country(
            by=None,
            code=f"X-{letter}",
            names={"en": f"State {letter}", "fr": f"État {letter}"},
            source="invented",
            demonstration=True,
            at=START,
        )
    for letter, country in cast.states.items():
        group = "african" if letter in "ABC" else "asia-pacific"
        for taxonomy, code in (("un-status", "member"), ("un-regional-groups", group)):
            place_invented_state(by=None, country=country, taxonomy=taxonomy, group=code, at=START)
    cast.ivo = person("Ivo")
    cast.ivo.language = "fr"
    cast.ivo.save()
    appoint(by=None, person=cast.ivo, role=Role.FOCAL_POINT, country=cast.states["B"],
            process_code="harbour", at=START)  # fmt: skip
    return cast


def state(country: Country) -> Speaking:
    return Speaking("state", country=country)


def looking(client, monkeypatch, who, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    client.logout()
    if who is not None:
        client.force_login(who, backend=BACKEND)
    return client


# ---- "no comment" ------------------------------------------------------------------------------


def test_who_may_reply_no_comment_and_when(cast) -> None:
    round = a_round(cast)

    def answers(speaking, at=DURING):
        found = {}
        for name in PEOPLE:
            who = getattr(cast, name)
            held = rules.appointments_here(who, "harbour", at)
            found[name] = rules.may_reply_no_comment(who, round, speaking, at, held).code
        return found

    assert {k for k, v in answers(state(cast.state_a)).items() if not v} == {"farid"}
    network = Speaking("organisation", organisation=cast.network)
    assert {k for k, v in answers(network).items() if not v} == {"greta"}
    assert set(answers(Speaking("person")).values()) == {"no-comment-for-a-party"}
    assert answers(state(cast.state_a), AFTER)["farid"] == "no-comment-while-open"
    assert answers(state(cast.state_a), START)["farid"] == "round-not-open-yet"


def test_no_comment_has_a_receipt_counts_once_and_is_taken_back(cast) -> None:
    round = a_round(cast)
    sent = reply_no_comment(by=cast.farid, round=round, speaking=state(cast.state_a), at=DURING)
    line = queries.latest_line(sent)
    document = queries.receipt_document(sent, line)
    assert (
        verify_receipt(document, ring()).ok
        if hasattr(verify_receipt(document, ring()), "ok")
        else verify_receipt(document, ring())
    )
    assert content_hash(queries.content_of(sent, []), sent.salt) == sent.content_hash
    assert Mail.objects.filter(about=sent.key, person_key=cast.farid.key).count() == 1
    with pytest.raises(Refusal) as refused:
        reply_no_comment(by=cast.farid, round=round, speaking=state(cast.state_a), at=DURING)
    assert refused.value.code == "no-comment-replied-already"
    withdraw_submission(by=cast.farid, submission=sent, at=DURING)
    again = reply_no_comment(by=cast.farid, round=round, speaking=state(cast.state_a), at=DURING)
    with pytest.raises(Refusal) as refused:
        withdraw_submission(by=cast.farid, submission=again, at=AFTER)
    assert refused.value.code == "amend-after-deadline"


def test_no_comment_is_refused_where_something_was_said(cast) -> None:
    round = a_round(cast)
    submit_comment(
        by=cast.farid, round=round, entry=entry(round, speaking=state(cast.state_a)), at=DURING
    )
    with pytest.raises(Refusal) as refused:
        reply_no_comment(by=cast.farid, round=round, speaking=state(cast.state_a), at=DURING)
    assert refused.value.code == "comments-handed-in-already"


def test_one_click_on_the_page_of_the_round(cast, client, monkeypatch) -> None:
    round = a_round(cast)
    address = f"/en/harbour/comments/{round.key}/no-comment/"
    looking(client, monkeypatch, cast.farid, DURING)
    page = client.get(f"/en/harbour/rounds/{round.key}/").content.decode()
    assert f'action="{address}"' in page
    done = client.post(address)
    assert done.status_code == 302
    receipt = client.get(done["Location"]).content.decode()
    assert "Your reply “no comment” is stored" in receipt
    assert "Reply: no comment" in client.get("/en/harbour/comments/mine/").content.decode()
    twice = client.post(address)
    assert twice.status_code == 422 and b"replied for this party already" in twice.content
    looking(client, monkeypatch, cast.chen, DURING)
    assert address not in client.get(f"/en/harbour/rounds/{round.key}/").content.decode()
    assert client.post(address).status_code == 403
    assert Submission.objects.filter(nil=True).count() == 1
    # whoever speaks for two parties chooses
    appoint(by=None, person=cast.farid, role=Role.CONTRIBUTOR, organisation=cast.network,
            process_code="harbour", at=START)  # fmt: skip
    looking(client, monkeypatch, cast.farid, DURING)
    asked = client.post(address)
    assert asked.status_code == 200 and b"For whom do you speak?" in asked.content
    chosen = client.post(address, {"speaking": f"organisation:{cast.network.key}"})
    assert chosen.status_code == 302


# ---- the monitor -------------------------------------------------------------------------------


def test_the_monitor_tells_states_organisations_and_experts_apart(world) -> None:
    round = a_round(world)
    reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
    save_draft(
        by=world.ivo, round=round, entry=entry(round, speaking=state(world.states["B"])), at=DURING
    )
    for place in (1, 1, 5):
        submit_comment(
            by=world.greta,
            round=round,
            entry=entry(
                round,
                at=place,
                speaking=Speaking("organisation", organisation=world.network),
            ),
            at=DURING,
        )
    declare_interests(by=world.hana, process_code="harbour", nothing=True, at=DURING)
    # an expert appointed for a state is not that state
    Appointment.objects.filter(person=world.hana).update(country=world.states["C"])
    submit_comment(
        by=world.hana, round=round, entry=entry(round, speaking=Speaking("expert")), at=DURING
    )
    found = read_monitor(round, DURING)
    standing = {p.key: str(p.standing) for p in found.parties.values() if p.kind is Kind.STATE}
    assert standing == {
        "state:X-A": "nil",
        "state:X-B": "contributed",
        **{f"state:X-{x}": "not-invited" for x in "CDEF"},
    }
    table = found.coverage
    assert [h.title for h in found.sections] == ["Scope", "Money"]
    scope, money = (h.anchor for h in found.sections)
    assert table.total(Kind.STATE).heard == 1 and table.total(Kind.EXPERT).heard == 1
    assert [table.heard_on(s, Kind.STATE, "african") for s in (scope, money)] == [1, 1]
    assert [table.heard_on(s, Kind.ORGANISATION) for s in (scope, money)] == [1, 1]
    assert [table.heard_on(s, Kind.EXPERT) for s in (scope, money)] == [1, 0]
    assert next(p.key for p in table.unheard) == "state:X-B"
    withdraw_submission(by=world.farid, submission=Submission.objects.get(nil=True), at=DURING)
    assert read_monitor(round, DURING).coverage.total(Kind.STATE).heard == 0


def test_queries_do_not_grow_with_comments(world) -> None:
    round = a_round(world)
    counts = []
    for _more in (1, 12):
        for n in range(_more):
            submit_comment(by=world.chen, round=round, entry=entry(round, f"Words {n}"), at=DURING)
            submit_comment(
                by=world.farid,
                round=round,
                entry=entry(round, f"More {n}", speaking=state(world.state_a)),
                at=DURING,
            )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read_monitor(round, DURING)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_a_track_asks_its_region_alone(world) -> None:
    track = set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules(
            "regional",
            {"en": "Region"},
            regions=["african"],
            targets=[{"region": "african", "group": "state", "at_least": 2}],
        ),
        at=START,
    )
    round = a_round(world, track=track)
    reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
    found = read_monitor(round, DURING)
    assert set(found.countries) == {"state:X-A", "state:X-B", "state:X-C"}
    [gap] = found.coverage.gaps
    assert (gap.heard, gap.missing) == (1, 1)


def test_region_by_group_by_section_for_the_secretariat(world, client, monkeypatch) -> None:
    """What a group of organisations of one region said, section by section; never to everyone."""
    round = a_round(world)
    describe_organisation(
        by=world.amina,
        organisation=world.network,
        process_code="harbour",
        category="business",
        seat=world.state_a,
        at=START,
    )
    submit_comment(
        by=world.greta,
        round=round,
        entry=entry(round, at=1, speaking=Speaking("organisation", organisation=world.network)),
        at=DURING,
    )
    reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
    table = read_monitor(round, DURING).coverage
    scope, money = table.sections[:2]
    business = {"kind": Kind.ORGANISATION, "group": "business"}
    assert table.total(region="african", **business).submitted == 1
    assert table.total(region="asia-pacific", **business).asked == 0
    assert [table.heard_on(s, region="african", **business) for s in (scope, money)] == [1, 0]
    assert table.groups(Kind.ORGANISATION) == ["business"]
    place = f"/en/harbour/comments/{round.key}/coverage/"
    looking(client, monkeypatch, world.amina, DURING)
    plain = client.get(place).content.decode()
    assert "Group by group" in plain and "Business and industry" not in plain.split("silent")[0]
    one = client.get(f"{place}?region=african").content.decode()
    assert "Business and industry" in one and "in this region" in one
    other = client.get(f"{place}?region=asia-pacific").content.decode()
    assert "Business and industry" not in other.split('id="silent"')[0]
    assert "Business and industry" in client.get(f"{place}?region=all").content.decode()
    assert "Business and industry" not in client.get(f"{place}?region=x").content.decode()
    words = client.get(f"/fr/harbour/comments/{round.key}/coverage.csv").content.decode("utf-8-sig")
    assert "Entreprises et industrie" in words and "business" not in words
    for who in (None, world.dana, world.bruno):
        looking(client, monkeypatch, who, DURING)
        assert "Business" not in client.get(f"{place}?region=african").content.decode()


# ---- who sees what -----------------------------------------------------------------------------


def test_everyone_sees_bands_the_secretariat_all_and_of_a_seal_nobody_anything(
    world, client, monkeypatch
) -> None:
    sealed = set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules("open", {"en": "Sealed"}, visibility="sealed"),
        at=START,
    )
    opened = a_round(world)
    closed_up = a_round(world, opened.version, track=sealed)
    for round in (opened, closed_up):
        reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
        submit_comment(
            by=world.ivo,
            round=round,
            entry=entry(round, speaking=state(world.states["B"]), name_shown=False),
            at=DURING,
        )

    def page(round, who, at):
        looking(client, monkeypatch, who, at)
        return client.get(f"/en/harbour/comments/{round.key}/coverage/").content.decode()

    def rows(round, who, at):
        looking(client, monkeypatch, who, at)
        return json.loads(client.get(f"/en/harbour/comments/{round.key}/coverage.json").content)

    for who in (None, world.dana, world.farid, world.bruno, world.olga):
        assert "This round is sealed" in page(closed_up, who, DURING)
        assert "State A" not in page(closed_up, who, DURING).replace("State A, as", "")
        assert rows(closed_up, who, DURING) == []
        told = page(opened, who, DURING)
        assert "fewer than 5" in told and "State A" not in told and "Remind" not in told
        # what states hand in is sealed until the close in every round
        assert {(r["kind"] == "state", r["heard"]) for r in rows(opened, who, DURING)} == {
            (True, "sealed"),
            (False, "<5"),
        }
    told = page(closed_up, world.amina, DURING)
    assert "State A" in told and "Replied “no comment”" in told
    assert any(r["nil"] == 1 for r in rows(closed_up, world.amina, DURING))
    # closed and public: state A by name; state B keeps its name back, so states stay in bands
    told = page(opened, None, AFTER)
    assert 'title="State A: Replied “no comment”"' in told
    assert 'title="State B: Has not replied"' in told and "2 of 3" not in told
    looking(client, monkeypatch, world.dana, DURING)
    assert client.post(f"/en/harbour/comments/{opened.key}/coverage/remind/").status_code == 403


# ---- reminders ---------------------------------------------------------------------------------


def test_the_right_focal_points_are_written_to_once_a_day_in_their_language(world) -> None:
    round = a_round(world)
    former = person("Zoe")
    gone = appoint(by=None, person=former, role=Role.FOCAL_POINT, country=world.states["B"],
                   process_code="harbour", at=START)  # fmt: skip
    end_appointment(by=None, appointment=gone, at=OVER)
    reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
    everyone = {f"state:X-{x}" for x in "ABCDEF"}
    told = {"by": world.amina, "round": round, "parties": everyone, "at": DURING}
    assert write_reminders(**told) == 1
    [mail] = Mail.objects.filter(state=Mail.State.HELD)
    assert (mail.person_key, mail.language) == (world.ivo.key, "fr")
    assert "État B" in mail.text and "/fr/harbour/rounds/invitation/" in mail.text
    assert write_reminders(**told) == 0
    # held is not invited; let go is; opened is known by the address in it
    assert read_monitor(round, DURING).parties["state:X-B"].standing == "not-invited"
    let_go([mail])
    assert read_monitor(round, DURING).parties["state:X-B"].standing == "silent"
    [invitation] = Invitation.objects.all()
    note_opened(by=None, invitation=invitation, at=DURING)
    note_opened(by=None, invitation=invitation, at=AFTER)
    invitation.refresh_from_db()
    assert invitation.opened_at == DURING
    assert read_monitor(round, DURING).parties["state:X-B"].standing == "opened"
    with pytest.raises(Refusal) as refused:
        write_reminders(**{**told, "at": AFTER})
    assert refused.value.code == "round-closed"
    with pytest.raises(Refusal) as refused:
        write_reminders(**{**told, "by": world.bruno})
    assert refused.value.code == "not-your-role"


def test_reminding_is_one_click_away_and_shown_before_it_goes(world, client, monkeypatch) -> None:
    round = a_round(world)
    looking(client, monkeypatch, world.amina, DURING)
    page = client.get(f"/en/harbour/comments/{round.key}/coverage/").content.decode()
    assert "No focal point is known: add one" in page and "Invite" in page
    done = client.post(f"/en/harbour/comments/{round.key}/coverage/remind/", {"party": "state:X-B"})
    assert done["Location"] == "/en/harbour/correspondence/outbox/"
    assert "ivo@example.org" in client.get(done["Location"]).content.decode()
    [invitation] = Invitation.objects.all()
    client.logout()
    place = f"/fr/harbour/rounds/invitation/{invitation.key}/"
    assert client.get(place).status_code == 200
    invitation.refresh_from_db()
    assert invitation.opened_at is None  # it may have been a program
    with transaction.atomic():
        followed = client.post(place)  # a person presses the button, signed in or not
        assert followed["Location"] == f"/fr/harbour/rounds/{round.key}/"
        invitation.refresh_from_db()
        assert invitation.opened_at == DURING
        transaction.set_rollback(True)
    invitation.refresh_from_db()
    looking(client, monkeypatch, world.ivo, DURING)
    client.head(f"/fr/harbour/rounds/invitation/{invitation.key}/")
    invitation.refresh_from_db()
    assert invitation.opened_at is None
    client.get(f"/fr/harbour/rounds/invitation/{invitation.key}/")
    invitation.refresh_from_db()
    assert invitation.opened_at == DURING
    assert client.get("/en/harbour/rounds/invitation/nothing/").status_code == 404
    looking(client, monkeypatch, world.amina, DURING)
    told = client.post(
        f"/en/harbour/comments/{round.key}/coverage/remind/", {"party": "state:X-B"}, follow=True
    )
    assert b"was written to today already" in told.content


def test_persons_whom_a_track_is_for_are_asked_counted_and_written_to(
    world, client, monkeypatch
) -> None:
    """By role and by name; never twice a day; and no reminder tells that somebody wrote unnamed."""
    declare_interests(by=world.hana, process_code="harbour", nothing=True, at=DURING)
    type(world.hana).objects.filter(pk=world.hana.pk).update(language="fr")
    track = set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules("experts", {"en": "Group"}, roles=["expert"], persons=[world.dana.key]),
        at=START,
    )
    round = a_round(world, track=track)
    found = read_monitor(round, DURING)
    assert [(a.person, a.kind) for a in found.waiting] == [
        (world.dana, Kind.PERSON), (world.hana, Kind.EXPERT),
    ]  # fmt: skip
    assert found.coverage.total(Kind.EXPERT).asked == 1 == found.coverage.total(Kind.PERSON).asked
    assert not found.coverage.unheard, "states and organisations are not asked here"
    for who in (world.bruno, world.hana, world.dana):
        with pytest.raises(Refusal):
            write_to_persons(by=who, round=round, at=DURING)
    place = f"/en/harbour/comments/{round.key}/coverage/"
    looking(client, monkeypatch, world.amina, DURING)
    assert "Not written to yet" in client.get(place).content.decode()
    done = client.post(f"{place}remind/", {"who": "persons"})
    assert done["Location"] == "/en/harbour/correspondence/outbox/"
    assert write_to_persons(by=world.amina, round=round, at=DURING) == 0
    mails = Mail.objects.filter(state=Mail.State.HELD)
    assert {m.person_key for m in mails} == {world.hana.key, world.dana.key}
    assert {f"/en/harbour/rounds/{round.key}/" in m.text for m in mails if m.language == "en"} == {
        True
    }
    [french] = [m for m in mails if m.language == "fr"]
    assert f"/fr/harbour/rounds/{round.key}/" in french.text
    let_go(list(mails))
    assert read_monitor(round, DURING).coverage.total(Kind.EXPERT).invited == 1
    assert "Written to" in client.get(place).content.decode()
    # a draft is not a reply; what is handed in is, and what is handed in unnamed does not show
    speaking = Speaking("expert")
    save_draft(by=world.hana, round=round, entry=entry(round, speaking=speaking), at=DURING)
    assert len(read_monitor(round, DURING).waiting) == 2
    submit_comment(by=world.hana, round=round, entry=entry(round, speaking=speaking), at=DURING)
    own = submit_comment(by=world.dana, round=round, entry=entry(round), at=DURING)
    assert read_monitor(round, DURING).waiting == ()
    Submission.objects.filter(pk=own.pk).update(protected=True)
    found = read_monitor(round, DURING)
    assert [a.person for a in found.waiting] == [world.dana]
    assert found.coverage.total(Kind.PERSON).heard == 1 == found.coverage.total(Kind.PERSON).asked
    later = DURING + timedelta(days=1)
    assert write_to_persons(by=world.amina, round=round, at=later) == 1
    assert "Nothing has been received" not in Mail.objects.latest("pk").text
    for who in (None, world.dana, world.hana, world.bruno):
        looking(client, monkeypatch, who, DURING)
        assert "Persons whom the track is for" not in client.get(place).content.decode()
        assert client.post(f"{place}remind/", {"who": "persons"}).status_code in (302, 403)
    assert not read_monitor(a_round(world), DURING).waiting, (
        "a track for everyone asks nobody by name"
    )


def test_the_command_tells_the_same(world) -> None:
    round = a_round(world)
    reply_no_comment(by=world.farid, round=round, speaking=state(world.state_a), at=DURING)
    for arguments in (["harbour", round.key], [round.key, "--process", "harbour"]):
        done = CliRunner().invoke(round_commands.app, ["coverage", *arguments, "--json"])
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told["totals"]["state"] == {
            "asked": 6, "invited": 0, "opened": 1, "contributed": 0, "submitted": 0, "nil": 1,
            "heard": 1,
        }  # fmt: skip
        assert len(told["unheard"]) == 6 and told["unheard"][0]["standing"] == "not-invited"
    wrong = CliRunner().invoke(round_commands.app, ["coverage", "other", round.key])
    assert wrong.exit_code == 2 and "there is no such round" in wrong.stderr
