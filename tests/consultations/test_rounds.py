"""Opening, extending and closing rounds: who may, when, and what stands on record."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import START
from tests.comments.texts import AFTER, CLOSES, DURING, OPENS, a_round, entry, publish
from travaux.comments.actions import save_draft, submit_comment
from travaux.consultations.actions import TrackRules, close_round, extend_round, set_up_track
from travaux.consultations.models import Extension, Round
from travaux.consultations.queries import round_to_comment_in, rounds_on, standing
from travaux.consultations.rules import (
    Phase,
    may_close_round,
    may_extend_round,
    may_open_round,
    phase,
)
from travaux.core.problems import Unusable
from travaux.journal.models import Line
from travaux.people.queries import appointments_in
from travaux.plumbing import clock
from travaux.plumbing.local_time import instant_of, read_instant, zones
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.models import Deliverable

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLANNED = START + timedelta(hours=1)


def test_only_the_secretariat_of_the_process_opens_extends_and_closes(cast) -> None:
    round = a_round(cast)
    everyone = [None, *(getattr(cast, n) for n in PEOPLE)]
    allowed = {
        rule: [person.name if person else "nobody" for person in everyone if asked(person)]
        for rule, asked in {
            "open": lambda p: may_open_round(p, round.version, START),
            "extend": lambda p: may_extend_round(p, round, DURING),
            "close": lambda p: may_close_round(p, round, DURING),
        }.items()
    }
    assert allowed == {"open": ["Amina"], "extend": ["Amina"], "close": ["Amina"]}


PEOPLE = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")


@pytest.mark.parametrize(
    ("at", "expected", "extend", "close"),
    [
        (PLANNED, Phase.PLANNED, "", "round-not-open-yet"),
        (DURING, Phase.OPEN, "", ""),
        (CLOSES + timedelta(minutes=4), Phase.OPEN, "", ""),
        (CLOSES + timedelta(minutes=5), Phase.CLOSED, "round-closed", "round-closed"),
    ],
)
def test_phases_and_what_each_allows(cast, at, expected, extend, close) -> None:
    round = a_round(cast, grace_minutes=5)
    assert phase(round, at) is expected
    assert may_extend_round(cast.amina, round, at).code == extend
    assert may_close_round(cast.amina, round, at).code == close


def test_a_version_that_is_not_published_does_not_go_out(cast) -> None:
    with pytest.raises(Refusal, match="version-not-published"):
        a_round(cast, publish(cast.process, published=False))
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"closes_at": OPENS}, "round-ends-before-it-begins"),
        ({"types": "homemade"}, "types-unknown"),
        ({"capacities": ["crowd"]}, "capacity-unknown"),
        ({"release_rule": "on-date"}, "release-date-needed"),
        ({"release_rule": "whenever"}, "release-rule-unknown"),
        ({"audience": "friends"}, "audience-unknown"),
        ({"answering": {"": "never"}}, "answering-unknown"),
        ({"grace_minutes": 100_000}, "grace-too-long"),
    ],
)
def test_rules_of_a_round_are_checked(cast, also, code) -> None:
    with pytest.raises(Refusal) as refused:
        a_round(cast, **also)
    assert refused.value.code == code
    assert refused.value.sentence


def test_an_extension_is_for_all_and_keeps_reason_and_deadline_before(cast) -> None:
    round = a_round(cast)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    save_draft(by=cast.dana, round=round, entry=entry(round), at=DURING)
    Mail.objects.all().delete()
    later = CLOSES + timedelta(days=14)
    extend_round(
        by=cast.amina,
        round=round,
        closes_at=later,
        reason="The Arabic text came late.",
        wording="until 15 February",
        at=DURING,
    )
    round.refresh_from_db()
    assert round.closes_at == later
    kept = Extension.objects.get()
    assert (kept.closed_at_before, kept.reason) == (CLOSES, "The Arabic text came late.")
    told = {m.to: m.text for m in Mail.objects.all()}
    assert set(told) == {"chen@example.org", "dana@example.org"}
    assert "The Arabic text came late." in told["chen@example.org"]
    lines = list(Line.objects.filter(subject=round.key).values_list("what", flat=True))
    assert lines == [
        "consultations.open_round",
        "consultations.extend_round",
        "comments.tell_of_extension",
    ]


@pytest.mark.parametrize(
    ("closes", "reason", "at", "code"),
    [
        (CLOSES, "why", DURING, "extension-not-later"),
        (CLOSES + timedelta(days=1), " ", DURING, "reason-needed"),
        (CLOSES + timedelta(days=1), "why", AFTER, "round-closed"),
    ],
)
def test_extensions_that_are_refused(cast, closes, reason, at, code) -> None:
    round = a_round(cast)
    with pytest.raises(Refusal, match=code):
        extend_round(by=cast.amina, round=round, closes_at=closes, reason=reason, at=at)
    round.refresh_from_db()
    assert round.closes_at == CLOSES and not Extension.objects.exists()


def test_closing_early_is_on_record_and_told(cast) -> None:
    round = a_round(cast)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    closed = close_round(by=cast.amina, round=round, reason="The text is withdrawn.", at=DURING)
    assert phase(closed, DURING) is Phase.CLOSED
    assert standing(closed, AFTER).ends_at == DURING
    assert (
        Mail.objects.filter(about=round.key, text__contains="The text is withdrawn.").count() == 1
    )
    with pytest.raises(Refusal, match="round-closed"):
        close_round(by=cast.amina, round=round, reason="again", at=DURING)


def test_the_round_to_comment_in_is_the_open_one(cast) -> None:
    version = publish(cast.process)
    assert round_to_comment_in(rounds_on(version), DURING) is None
    first = a_round(cast, version)
    second = a_round(cast, version, opens_at=AFTER, closes_at=AFTER + timedelta(days=9))
    assert round_to_comment_in(rounds_on(version), DURING) == first
    assert round_to_comment_in(rounds_on(version), AFTER) == second


def test_a_round_for_some_is_nobody_else_s_round_to_comment_in(cast, client, monkeypatch) -> None:
    """Several levels on one text: what opened last is not everybody's, and each keeps its own."""
    version = publish(cast.process)
    general = a_round(cast, version)
    rules = TrackRules("experts", {"en": "Group"}, roles=["expert"])
    track = set_up_track(by=cast.amina, process=cast.process, rules=rules, at=START)
    limited = a_round(cast, version, track=track, opens_at=OPENS + timedelta(hours=1))

    def chosen(who, at=DURING):
        return round_to_comment_in(rounds_on(version), at, who, held(who, at))

    def held(who, at):
        return appointments_in(who, "harbour", at) if who is not None else []

    for who in (None, cast.dana, cast.farid, cast.amina):
        assert chosen(who) == general, who
    assert chosen(cast.hana) == limited
    # once theirs is closed, what is still open for everyone comes first
    close_round(by=cast.amina, round=limited, reason="Enough.", at=DURING)
    assert chosen(cast.hana) == general and chosen(cast.hana, AFTER) == limited
    # a round for others alone is shown where there is no other, with the reason for no button
    lonely = publish(cast.process)
    only = a_round(cast, lonely, track=track)
    assert round_to_comment_in(rounds_on(lonely), DURING, cast.dana, []) == only
    # each round leads to itself
    monkeypatch.setattr(clock, "now", lambda: DURING)
    page = client.get(f"/en/harbour/rounds/{limited.key}/").content.decode()
    place = f"/en/harbour/comments/read/{version.key}/?round={limited.key}"
    assert f'href="{place}"' in page
    read = client.get(f"/en/harbour/comments/read/{version.key}/").content.decode()
    assert f"/{general.key}/" in read and f'href="{place}"' in read, "the other level is linked"


def test_local_times_are_not_guessed() -> None:
    assert instant_of(datetime(2024, 11, 17, 23, 59), "Africa/Nairobi") == datetime(
        2024, 11, 17, 20, 59, tzinfo=UTC
    )
    for wall, code in (
        (datetime(2024, 3, 31, 2, 30), "local-time-missing"),
        (datetime(2024, 10, 27, 2, 30), "local-time-twice"),
    ):
        with pytest.raises(Unusable) as problem:
            instant_of(wall, "Europe/Paris")
        assert problem.value.code == code
    with pytest.raises(Unusable, match="zone-unknown"):
        instant_of(datetime(2024, 1, 1), "Mars/Base")
    assert read_instant("2024-11-17", "Africa/Nairobi", end=True).hour == 20
    assert read_instant("2024-11-17T23:59+03:00", "UTC") == datetime(
        2024, 11, 17, 20, 59, tzinfo=UTC
    )
    with pytest.raises(Unusable, match="instant-unreadable"):
        read_instant("soon", "UTC")
    assert "Africa/Nairobi" in zones() and "Etc/GMT+1" not in zones()


# ---- pages ------------------------------------------------------------------------------------


def sign_in(client, person) -> None:
    client.force_login(person, backend=BACKEND)


def form_data(round_version, **also) -> dict[str, str]:
    return {
        "version": round_version.key,
        "zone": "Africa/Nairobi",
        "opens": "2024-01-09T09:00",
        "closes": "2024-02-01T23:59",
        "grace_minutes": "0",
        "accepts_late": "on",
        "audience": "everyone",
        "capacities": ["person", "state"],
        "types": "iso-iec",
        "answering": "grouped",
        "four_eyes": "on",
        "release_rule": "with-next-draft",
        "release_to": "everyone",
        "title_fr": "Premier tour",
        **also,
    }


def test_a_round_is_opened_by_form(client, cast) -> None:
    version = publish(cast.process)
    sign_in(client, cast.amina)
    page = client.get("/en/harbour/rounds/open/")
    assert page.status_code == 200 and b"Africa/Nairobi" in page.content
    asked = Deliverable.objects.create(process=cast.process, code="wide", titles={"en": "Wide"})
    sent = client.post("/en/harbour/rounds/open/", form_data(version, deliverable="wide"))
    round = Round.objects.get()
    assert round.deliverable == asked
    assert sent.status_code == 302 and sent.url.endswith(f"/{round.key}/")
    assert round.closes_at == CLOSES and round.capacities == ["person", "state"]
    assert round.titles == {"fr": "Premier tour"}
    page = client.get(sent.url).content.decode()
    assert "1 February 2024" in page or "Feb. 1, 2024" in page or "February 1, 2024" in page
    assert "23:59" in page and "20:59 UTC" in page and "Premier tour" in page


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"zone": "Nowhere/Here"}, "no time zone called Nowhere/Here"),
        ({"zone": "Europe/Paris", "closes": "2024-03-31T02:30"}, "does not exist"),
        ({"zone": "Europe/Paris", "closes": "2024-10-27T02:30"}, "comes twice"),
        ({"closes": "2024-01-01T00:00"}, "must lie after the opening"),
        ({"release_rule": "on-date"}, "Name the date"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    client, cast, also, said
) -> None:
    version = publish(cast.process)
    sign_in(client, cast.amina)
    page = client.post(
        "/en/harbour/rounds/open/", form_data(version, wording="noon, sharp", **also)
    )
    text = page.content.decode()
    assert page.status_code == 422 and said in text and "noon, sharp" in text
    assert not Round.objects.exists()


def test_extend_and_close_by_form(client, cast) -> None:
    from tests.comments.texts import a_round_now

    round = a_round_now(cast)
    sign_in(client, cast.amina)
    address = f"/en/harbour/rounds/{round.key}/"
    page = client.post(
        address + "extend/", {"zone": "UTC", "closes": "2020-01-01T00:00", "reason": "x"}
    )
    assert page.status_code == 422 and "must lie after the present one" in page.content.decode()
    assert client.get(address + "extend/").status_code == 200
    sent = client.post(address + "extend/", {"closes": "2099-01-01T12:00", "reason": "More time"})
    assert sent.status_code == 302
    round.refresh_from_db()
    assert round.closes_at == datetime(2099, 1, 1, 9, tzinfo=UTC)  # in the zone of the round
    page = client.get(address).content.decode()
    assert "More time" in page
    assert client.get(address + "close/").status_code == 200
    assert client.post(address + "close/", {"reason": "Enough"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Enough" in page and "Closed before the deadline" in page


@pytest.mark.parametrize("name", ["bruno", "chen", "dana", "olga"])
def test_others_cannot_reach_the_forms(client, cast, name) -> None:
    from tests.comments.texts import a_round_now

    round = a_round_now(cast)
    sign_in(client, getattr(cast, name))
    for page in ("open/", f"{round.key}/extend/", f"{round.key}/close/"):
        assert client.get(f"/en/harbour/rounds/{page}").status_code == 403
        assert client.post(f"/en/harbour/rounds/{page}", {"reason": "x"}).status_code == 403
    round.refresh_from_db()
    assert round.closed_early_at is None


def test_rounds_are_listed_and_leave_as_files(client, cast) -> None:
    round = a_round(cast)
    page = client.get("/en/harbour/rounds/")
    assert page.status_code == 200 and b"First draft" in page.content
    listed = json.loads(client.get("/en/harbour/rounds/rounds.json").content)
    assert listed[0]["round"] == round.key and listed[0]["phase"] == "closed"
    assert client.get("/en/harbour/rounds/rounds.csv").content.startswith(b"\xef\xbb\xbf")
    assert client.get("/en/harbour/rounds/rounds.xlsx").content[:2] == b"PK"
    assert client.get(f"/en/other/rounds/{round.key}/").status_code == 404
    assert client.get("/ar/harbour/rounds/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_rounds(
    client, cast, django_assert_max_num_queries
) -> None:
    version = publish(cast.process)
    for _ in range(12):
        a_round(cast, version)
    with django_assert_max_num_queries(8):
        client.get("/en/harbour/rounds/")
