"""Tracks: whom each is for, who reads what when, and that nothing leaves a sealed one before the close."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.cast import START, person
from tests.comments.texts import AFTER, CLOSES, DURING, OPENS, a_round, entry
from travaux.comments import queries, rules
from travaux.comments.actions import submit_comment
from travaux.comments.rules import Speaking
from travaux.consultations.actions import TrackRules, change_track, note_opened, set_up_track
from travaux.consultations.models import Invitation, Round, Track
from travaux.consultations.rules import is_counted, is_published
from travaux.core.ledger.chain import is_intact
from travaux.core.ledger.receipts import verify_receipt
from travaux.journal import queries as records
from travaux.journal.models import Line
from travaux.people.actions import (
    appoint,
    change_profile,
    place_invented_state,
    register_country,
)
from travaux.people.models import Country, Role
from travaux.people.shipped import load
from travaux.plumbing import clock
from travaux.plumbing.signing import ring
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")
TITLE = {"en": "A track"}


def a_track(cast, **also) -> Track:
    told = {"kind": "regional", "titles": TITLE, **also}
    return set_up_track(by=cast.amina, process=cast.process, rules=TrackRules(**told), at=START)


def in_track(cast, track, version=None, **also):
    return a_round(cast, version, track=track, **also)


def looking(client, monkeypatch, person, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    client.logout()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def test_only_the_secretariat_sets_up_tracks_and_each_rule_is_checked(cast) -> None:
    for name in PEOPLE:
        if name != "amina":
            with pytest.raises(Refusal) as refused:
                set_up_track(
                    by=getattr(cast, name),
                    process=cast.process,
                    rules=TrackRules("open", TITLE),
                    at=START,
                )
            assert refused.value.code == "not-your-role"
    wrong = {
        "track-kind-unknown": {"kind": "galactic"},
        "track-needs-title": {"titles": {"en": ""}},
        "thematic-track-needs-advice": {"kind": "thematic", "advice": "  "},
        "track-rule-unknown": {"visibility": "whispered"},
        "publication-date-needed": {"publication": "on-date"},
        "public-stays-public": {"visibility": "as-it-comes", "publication": "members"},
        "region-unknown": {"regions": ["atlantis"]},
        "members-need-audience": {"visibility": "members"},
        "steps-out-of-order": {
            "steps": {"contributions": date(2024, 2, 2), "submission": date(2024, 2, 1)}
        },
    }
    for code, told in wrong.items():
        with pytest.raises(Refusal) as refused:
            a_track(cast, **told)
        assert refused.value.code == code
    made = a_track(cast, kind="thematic", advice="The expert group asked for it.")
    assert made.advice == "The expert group asked for it."
    with pytest.raises(IntegrityError), transaction.atomic():
        Track.objects.create(process=cast.process, kind="thematic", titles=TITLE, created_at=START)


def test_a_round_that_names_no_track_goes_into_the_open_one_and_keeps_its_rules(cast) -> None:
    first = a_round(cast)
    second = a_round(cast, first.version)
    assert first.track == second.track
    assert first.track.is_default and first.track.kind == "open"
    elsewhere = set_up_track(
        by=cast.olga, process=cast.other, rules=TrackRules("open", TITLE), at=START
    )
    with pytest.raises(Refusal) as refused:
        in_track(cast, elsewhere, first.version)
    assert refused.value.code == "track-of-another-process"


def test_rounds_from_before_there_were_tracks_go_into_an_open_one(cast) -> None:
    first = a_round(cast)
    a_round(cast, first.version)
    Round.objects.update(track=None)
    Track.objects.all().delete()
    migration = import_module("travaux.consultations.migrations.0004_rounds_in_open_tracks")
    migration.into_open_tracks(apps, None)
    track = Track.objects.get()
    assert (track.kind, track.visibility, track.publication) == ("open", "own", "on-close")
    assert track.is_default and track.demonstration and track.rounds.count() == 2
    migration.into_open_tracks(apps, None)
    assert Track.objects.count() == 1


def test_whom_a_track_is_for(cast) -> None:
    load(at=START)
    place_invented_state(
        by=None, country=cast.state_a, taxonomy="un-regional-groups", group="african", at=START
    )
    state_b = register_country(
        by=None,
        code="X-B",
        names={"en": "State B"},
        source="invented",
        demonstration=True,
        at=START,
    )
    place_invented_state(
        by=None, country=state_b, taxonomy="un-regional-groups", group="asia-pacific", at=START
    )
    ivo = person("Ivo")
    appoint(
        by=None,
        person=ivo,
        role=Role.FOCAL_POINT,
        country=state_b,
        process_code="harbour",
        at=START,
    )
    cast.ivo = ivo
    first = in_track(cast, a_track(cast, regions=["african"]))
    rounds = {
        "african": first,
        "experts": in_track(cast, a_track(cast, kind="experts", roles=["expert"]), first.version),
        "invited": in_track(
            cast,
            a_track(
                cast,
                kind="stakeholder",
                organisations=[cast.network.key],
                persons=[cast.dana.key],
            ),
            first.version,
        ),
        "everyone": a_round(cast, first.version),
    }
    found = {
        name: {
            who
            for who in (*PEOPLE, "ivo")
            for p in [getattr(cast, who)]
            if rules.may_comment(p, round, DURING, rules.appointments_here(p, "harbour", DURING))
        }
        for name, round in rounds.items()
    }
    assert found == {
        "african": {"farid"},
        "experts": {"hana"},
        "invited": {"greta", "dana"},
        "everyone": {*PEOPLE, "ivo"},
    }
    # the action refuses what the page does not offer, for oneself and for a state alike
    for speaking in (Speaking("person"), Speaking("state", country=state_b)):
        with pytest.raises(Refusal) as refused:
            submit_comment(by=ivo, round=first, entry=entry(first, speaking=speaking), at=DURING)
        assert refused.value.code == "track-not-for-you"
    # who takes part for one state does not speak for another that the track is not for
    appoint(
        by=None,
        person=ivo,
        role=Role.FOCAL_POINT,
        country=cast.state_a,
        process_code="harbour",
        at=START,
    )
    with pytest.raises(Refusal) as refused:
        submit_comment(
            by=ivo,
            round=first,
            entry=entry(first, speaking=Speaking("state", country=state_b)),
            at=DURING,
        )
    assert refused.value.code == "track-not-for-party"


@pytest.mark.parametrize(
    ("visibility", "publication", "during", "closed", "counted"),
    [
        ("own", "on-close", {"amina", "bruno", "elif_", "chen"}, set(PEOPLE), (True, True)),
        ("as-it-comes", "on-close", set(PEOPLE), set(PEOPLE), (True, True)),
        ("sealed", "on-close", {"amina", "bruno", "elif_", "chen"}, set(PEOPLE), (False, True)),
        (
            "members",
            "members",
            {"amina", "bruno", "elif_", "chen", "greta"},
            {"amina", "bruno", "elif_", "chen", "greta"},
            (False, False),
        ),
        (
            "sealed",
            "members",
            {"amina", "bruno", "elif_", "chen"},
            {"amina", "bruno", "elif_", "chen", "greta"},
            (False, False),
        ),
        ("sealed", "on-date", {"amina", "bruno", "elif_", "chen"},
         {"amina", "bruno", "elif_", "chen"}, (False, False)),
    ],
)  # fmt: skip
def test_who_reads_by_visibility_and_publication(
    cast, visibility, publication, during, closed, counted
) -> None:
    track = a_track(
        cast,
        roles=["contributor"],
        visibility=visibility,
        publication=publication,
        publish_on=date(2024, 3, 1) if publication == "on-date" else None,
    )
    round = in_track(cast, track)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)

    def readers(at):
        return {
            name
            for name in PEOPLE
            if queries.visible_comments(getattr(cast, name), round, at).exists()
        }

    assert readers(DURING) == during
    assert readers(AFTER) == closed
    assert (is_counted(round, DURING), is_counted(round, AFTER)) == counted
    assert queries.visible_comments(None, round, AFTER).exists() is is_published(round, AFTER)
    if publication == "on-date":
        later = CLOSES + timedelta(days=40)
        assert readers(later) == set(PEOPLE) and is_counted(round, later)


def _country() -> Country:
    return Country.objects.create(code="X-Q", names={"en": "Q"})


def test_nothing_leaves_a_sealed_track_before_the_close(cast, client, monkeypatch) -> None:
    round = in_track(cast, a_track(cast, kind="open", visibility="sealed"))
    word = "unmistakable"
    for n in range(3):
        submit_comment(
            by=cast.greta, round=round, entry=entry(round, text=f"{word} {n}"), at=DURING
        )
    own = submit_comment(by=cast.chen, round=round, entry=entry(round, text="mine"), at=DURING)
    invited = Invitation.objects.create(round=round, country=_country(), written_at=DURING)
    note_opened(by=None, invitation=invited, at=DURING)
    pages = [
        "/en/harbour/rounds/",
        "/en/harbour/rounds/rounds.json",
        "/en/harbour/rounds/rounds.csv",
        "/en/harbour/rounds/tracks/",
        f"/en/harbour/rounds/{round.key}/",
        f"/en/harbour/comments/{round.key}/",
        f"/en/harbour/comments/{round.key}/comments.json",
        f"/en/harbour/comments/{round.key}/comments.csv",
        f"/en/harbour/comments/read/{round.version.key}/",
        f"/en/harbour/answers/{round.key}/",
        f"/en/harbour/answers/{round.key}/table.json",
        f"/en/harbour/comments/receipt/{own.receipt}/",
        "/en/harbour/comments/mine/",
        "/en/harbour/comments/mine.json",
        "/en/harbour/record/",
        "/en/harbour/record/lines.json",
        "/en/harbour/",
    ]
    for who in (None, cast.dana, cast.chen, cast.olga):
        looking(client, monkeypatch, who, DURING)
        for address in pages:
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode()
            assert word not in text, (who, address)
            assert "Greta" not in text, (who, address)
            assert "submitted" not in text or "/mine" in address, (who, address)
    looking(client, monkeypatch, cast.dana, DURING)
    listed = json.loads(client.get("/en/harbour/rounds/rounds.json").content)
    assert [r["comments"] for r in listed] == [""]
    acts = json.loads(b"".join(client.get("/en/harbour/record/lines.json")))
    # neither when somebody spoke nor how often: no line of it, and no numbers with gaps between
    assert not [a for a in acts if a["act"].startswith("Sealed") or a["what"] == "sealed"]
    assert "consultations.note_opened" not in {a["what"] for a in acts}
    assert DURING.isoformat(timespec="seconds")[:19] not in json.dumps(acts)
    assert {a["number"] for a in acts if a["what"] == "consultations.open_round"} == {""}
    # the number of one's own comment would tell how many came before it
    looking(client, monkeypatch, cast.chen, DURING)
    mine = json.loads(client.get("/en/harbour/comments/mine.json").content)
    assert [m["number"] for m in mine] == [""]
    refused = client.get(f"/en/harbour/comments/receipt/{own.receipt}/content.json")
    assert refused.status_code == 403 and b"when the round closes" in refused.content
    # the secretariat works with it
    looking(client, monkeypatch, cast.amina, DURING)
    assert word in client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    # and when it closes, all is as announced
    looking(client, monkeypatch, None, AFTER)
    assert word in client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    listed = json.loads(client.get("/en/harbour/rounds/rounds.json").content)
    assert [r["comments"] for r in listed] == [4]
    looking(client, monkeypatch, cast.chen, AFTER)
    assert [
        m["number"] for m in json.loads(client.get("/en/harbour/comments/mine.json").content)
    ] == ["4"]
    assert client.get(f"/en/harbour/comments/receipt/{own.receipt}/content.json").status_code == 200


def test_the_record_holds_back_what_is_said_under_seal_and_gives_all_of_it_at_the_close(
    cast, client, monkeypatch
) -> None:
    """No instant, no count and no number tells that somebody spoke; the chain is whole afterwards."""
    page, file = "/en/harbour/record/", "/en/harbour/record/lines.json"

    def lines(at, who=None):
        looking(client, monkeypatch, who, at)
        return json.loads(b"".join(client.get(file).streaming_content))

    other = in_track(cast, a_track(cast, kind="open"))
    submit_comment(by=cast.greta, round=other, entry=entry(other), at=OPENS)
    round = a_round(
        cast, other.version, track=a_track(cast, kind="open", visibility="sealed"), at=OPENS
    )
    quiet, seen = lines(DURING), client.get(page).content
    submit_comment(by=cast.greta, round=round, entry=entry(round), at=DURING)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    invited = Invitation.objects.create(round=round, country=_country(), written_at=DURING)
    note_opened(by=None, invitation=invited, at=DURING)
    # page and file read as if nobody had spoken
    assert lines(DURING) == quiet and client.get(page).content == seen
    assert b"A round is sealed" in seen and b"consultations" not in seen
    before = [a for a in quiet if a["at"] < OPENS.isoformat()]
    assert before and all(a["number"] and a["hash"] for a in before)
    since = [a for a in quiet if a["at"] >= OPENS.isoformat()]
    assert since and not any(a["number"] or a["hash"] or a["previous"] for a in since)
    # what is said elsewhere meanwhile is there, without a number that would tell of a gap
    submit_comment(by=cast.greta, round=other, entry=entry(other), at=DURING)
    [new] = [a for a in lines(DURING) if a not in quiet]
    assert new["what"] == "comments.submit_comment" and new["number"] == ""
    # the secretariat reads it all the time; at the close everybody does, and the chain is whole
    whole = lines(DURING, cast.amina)
    assert all(a["number"] for a in whole) and len(whole) == len(quiet) + 4
    public = lines(AFTER)
    assert [(a["number"], a["hash"]) for a in public] == [(a["number"], a["hash"]) for a in whole]
    by_number = {a["number"]: a for a in public}
    linked = [a for a in public if a["number"] - 1 in by_number]
    assert all(by_number[a["number"] - 1]["hash"] == a["previous"] for a in linked) and linked


def test_the_pages_of_a_record_that_is_held_back_tell_no_number(cast, client, monkeypatch) -> None:
    monkeypatch.setattr(records, "PAGE", 3)
    round = in_track(cast, a_track(cast, kind="open", visibility="sealed"))
    for _n in range(5):
        submit_comment(by=cast.greta, round=round, entry=entry(round), at=DURING)
        change_profile(
            by=cast.chen, person=cast.chen, name="", language="en", zone="UTC", at=DURING
        )
        set_up_track(
            by=cast.amina, process=cast.process, rules=TrackRules("open", TITLE), at=DURING
        )
    looking(client, monkeypatch, None, DURING)
    first = client.get("/en/harbour/record/").content.decode()
    assert "?skip=3" in first and "before=" not in first and 'id="l' not in first
    last = client.get("/en/harbour/record/?skip=6").content.decode()
    assert "?skip=3" in last
    assert client.get("/en/harbour/record/?skip=999").status_code == 200


def test_what_was_announced_stays_once_a_round_has_begun(cast) -> None:
    told = TrackRules("open", TITLE, visibility="sealed")
    track = set_up_track(by=cast.amina, process=cast.process, rules=told, at=START)
    in_track(cast, track)
    opened = TrackRules("open", TITLE, visibility="as-it-comes")
    assert change_track(
        by=cast.amina, track=track, rules=TrackRules("open", {"en": "Other"}, visibility="sealed"),
        at=DURING,
    ).titles == {"en": "Other"}  # fmt: skip
    with pytest.raises(Refusal) as refused:
        change_track(by=cast.amina, track=track, rules=opened, at=DURING)
    assert refused.value.code == "track-has-begun"
    before = change_track(by=cast.amina, track=track, rules=opened, at=START)
    assert before.visibility == "as-it-comes"


def test_an_audience_that_reads_all_is_not_widened_once_a_round_has_begun(cast) -> None:
    rules = {"kind": "regional", "titles": TITLE, "publication": "members"}
    track = a_track(cast, roles=["reviewer"], publication="members")
    free = a_track(cast, roles=["reviewer"])
    in_track(cast, track)
    wider = TrackRules(**rules, roles=["reviewer", "expert"])
    with pytest.raises(Refusal) as refused:
        change_track(by=cast.amina, track=track, rules=wider, at=DURING)
    assert refused.value.code == "track-has-begun"
    assert change_track(by=cast.amina, track=track, rules=wider, at=START).roles != ["reviewer"]
    in_track(cast, free)
    free_wider = TrackRules("regional", TITLE, roles=["reviewer", "expert"])
    assert change_track(by=cast.amina, track=free, rules=free_wider, at=DURING) is not None


def test_the_pages_of_tracks(cast, client, monkeypatch) -> None:
    load(at=START)
    looking(client, monkeypatch, cast.amina, START)
    new = "/en/harbour/rounds/tracks/new/"
    assert client.get(new).status_code == 200
    typed = {
        "kind": "thematic",
        "title_en": "Prices",
        "advice": "",
        "regions": ["african"],
        "persons": "dana@example.org",
        "visibility": "sealed",
        "publication": "on-close",
        "step_submission": "2024-02-01",
        "target_african": "12",
        "target_organisations": "4",
    }
    wrong = client.post(new, typed)
    assert wrong.status_code == 422 and b"Record on whose advice" in wrong.content
    assert b'value="12"' in wrong.content  # what was typed is kept
    unknown = client.post(new, {**typed, "persons": "nobody@example.org"})
    assert b"Nobody here has the address nobody@example.org" in unknown.content
    done = client.post(new, {**typed, "advice": "The expert group, at its second meeting."})
    assert done.status_code == 302
    track = Track.objects.get(kind="thematic")
    assert track.persons == [cast.dana.key]
    assert track.targets == [
        {"region": "african", "group": "state", "at_least": 12},
        {"region": "", "group": "organisation", "at_least": 4},
    ]
    looking(client, monkeypatch, None, START)
    page = client.get(done["Location"]).content.decode()
    assert "The expert group, at its second meeting." in page and "dana" not in page.lower()
    assert "African" in client.get("/en/harbour/rounds/tracks/").content.decode()
    told = json.loads(client.get("/en/harbour/rounds/tracks.json").content)
    assert [(t["title"], t["steps"]) for t in told] == [("Prices", "submission: 2024-02-01")]
    assert client.get(new).status_code == 302
    looking(client, monkeypatch, cast.amina, START)
    change = f"/en/harbour/rounds/tracks/{track.key}/change/"
    assert b"dana@example.org" in client.get(change).content
    client.post(change, {**typed, "advice": "Asked again.", "persons": ""})
    track.refresh_from_db()
    assert (track.advice, track.persons) == ("Asked again.", [])
    assert track.key in client.get(f"/en/harbour/rounds/open/?track={track.key}").content.decode()


def test_numbers_of_another_process_and_of_receipts_count_nothing_under_seal(
    cast, client, monkeypatch
) -> None:
    """Numbers run through all processes: while one round is sealed nobody reads any since then."""
    file = "/en/other/record/lines.json"

    def lines(at, who=None):
        looking(client, monkeypatch, who, at)
        return json.loads(b"".join(client.get(file).streaming_content))

    def receipt(sent, at):
        looking(client, monkeypatch, cast.greta, at)
        return client.get(f"/en/harbour/comments/receipt/{sent.receipt}/receipt.json").json()

    told = TrackRules("open", TITLE)
    set_up_track(by=cast.olga, process=cast.other, rules=told, at=START)
    # one in which no set can come, so that nothing of it is sealed
    open_one = in_track(cast, a_track(cast, kind="open"), capacities=["person"])
    early = submit_comment(by=cast.greta, round=open_one, entry=entry(open_one), at=OPENS)
    later = OPENS + timedelta(hours=1)
    sealed = a_round(
        cast, open_one.version, track=a_track(cast, kind="open", visibility="sealed"), at=later
    )
    mine = submit_comment(by=cast.greta, round=open_one, entry=entry(open_one), at=DURING)
    submit_comment(by=cast.chen, round=sealed, entry=entry(sealed), at=DURING)
    under = submit_comment(by=cast.greta, round=sealed, entry=entry(sealed), at=DURING)
    set_up_track(by=cast.olga, process=cast.other, rules=told, at=DURING)
    first, *_between, last = lines(DURING)
    assert first["number"] and not last["number"] and not last["hash"] and not last["previous"]
    page = client.get("/en/other/record/").content.decode()
    assert "In another process here something is sealed until a round closes." in page
    assert receipt(early, DURING)["journal_entry"] > 0  # given before the seal
    numbers = []
    for sent in (mine, under):
        held = receipt(sent, DURING)
        assert held["journal_entry"] is None and held["journal_hash"]
        assert verify_receipt(held, ring())["verified"]
        shown = client.get(f"/en/harbour/comments/receipt/{sent.receipt}/").content.decode()
        assert "until then it would count" in shown
        # its hash cannot be reckoned from what its author knows, so that no number can be tried
        line = Line.objects.get(hash=held["journal_hash"])
        known = replace(records.as_ledger(line), facts={
            k: v for k, v in line.facts.items() if k != "blind"
        })  # fmt: skip
        assert (
            len(line.facts["blind"]) == 32
            and is_intact(records.as_ledger(line))
            and not is_intact(known)
        )
        whole = receipt(sent, AFTER)
        assert whole["journal_entry"] == line.seq and whole["journal_hash"] == line.hash
        assert verify_receipt(whole, ring())["verified"]
        numbers.append(whole["journal_entry"])
    assert numbers[1] > numbers[0]
    assert all(a["number"] and a["hash"] for a in lines(AFTER))
    assert "In another process" not in client.get("/en/other/record/").content.decode()
