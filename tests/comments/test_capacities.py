"""One person, three capacities: focal point, expert in a personal capacity, member of an
organisation. The choice is asked at each act, coverage counts each, and none leaks into another."""

from __future__ import annotations

import json
import re

import pytest

from tests.comments.texts import a_round_now, entry
from travaux.comments import queries
from travaux.comments.actions import reply_no_comment, submit_comment, withdraw_submission
from travaux.comments.models import Comment, Submission
from travaux.comments.queries.coverage import read_monitor
from travaux.comments.rules import Speaking, appointments_here, may_speak
from travaux.consultations.actions import TrackRules, close_round, set_up_track
from travaux.core.comments.coverage import Kind, Standing
from travaux.people.actions import (
    appoint,
    declare_interests,
    end_appointment,
    place_invented_state,
)
from travaux.people.models import Role
from travaux.people.shipped import load
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world(cast):
    """Farid speaks for State A, is an expert himself, and is of the network."""
    from tests.cast import START

    load(at=START)
    for taxonomy, code in (("un-status", "member"), ("un-regional-groups", "african")):
        place_invented_state(by=None, country=cast.state_a, taxonomy=taxonomy, group=code, at=START)
    told = {"by": None, "person": cast.farid, "process_code": "harbour", "at": START}
    cast.as_expert = appoint(role=Role.EXPERT, **told)
    cast.as_member = appoint(role=Role.CONTRIBUTOR, organisation=cast.network, **told)
    # an expert speaks once their interests are declared
    declare_interests(by=cast.farid, process_code="harbour", nothing=True, at=clock.now())
    cast.farid.__dict__.pop("remembered", None)
    return cast


def hats(world) -> dict[str, Speaking]:
    return {
        "person": Speaking("person"),
        f"organisation:{world.network.key}": Speaking("organisation", organisation=world.network),
        "state:X-A": Speaking("state", country=world.state_a),
        "expert": Speaking("expert"),
    }


def words(value: str) -> str:
    return f"Said as {value.split(':')[0]}."


def test_the_capacity_is_asked_at_each_act_and_each_stands_under_its_own_name(
    world, client
) -> None:
    round = a_round_now(world, demonstration=True)
    client.force_login(world.farid, backend=BACKEND)
    place = entry(round).paragraph.anchor.key
    page = f"/en/harbour/comments/{round.key}/at/{place}/"
    form = client.get(page).content.decode()
    offered = re.findall(
        r'name="capacity"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="capacity"', form
    )
    assert {a or b for a, b in offered} >= set(hats(world))
    # none is ticked beforehand, and nothing is handed in before one is chosen
    assert not re.search(r'name="capacity"[^>]*checked', form)
    typed = {"type": "te", "text": "Under no hat.", "language": "en", "do": "send"}
    silent = client.post(page, typed)
    text = silent.content.decode()
    assert (
        silent.status_code == 422
        and "Choose for whom you speak" in text
        and "Under no hat." in text
    )
    assert not Submission.objects.exists()
    sent = client.post(page, {**typed, "capacity": "state:X-A"})
    assert sent.status_code == 302 and Submission.objects.get().country == world.state_a
    withdraw_submission(by=world.farid, submission=Submission.objects.get(), at=clock.now())
    at = clock.now()
    for value, speaking in hats(world).items():
        submit_comment(
            by=world.farid, round=round, at=at, entry=entry(round, words(value), speaking=speaking)
        )
    members = {
        c.text: (c.submission.capacity, c.submission.country, c.submission.organisation)
        for c in Comment.objects.filter(withdrawn_at=None).select_related(
            "submission__country", "submission__organisation"
        )
    }
    assert members["Said as state."] == ("state", world.state_a, None)
    assert members["Said as organisation."] == ("organisation", None, world.network)
    assert members["Said as expert."] == ("expert", None, None)
    assert members["Said as person."] == ("person", None, None)
    # four submissions, four receipts: one can be taken back without the others
    standing = Submission.objects.filter(state="submitted")
    receipts = set(standing.values_list("receipt", flat=True))
    assert len(receipts) == 4
    one = standing.get(capacity="expert")
    withdraw_submission(by=world.farid, submission=one, at=at)
    assert standing.count() == 3


def test_coverage_counts_each_capacity_and_an_expert_never_as_their_state(world) -> None:
    round, at = a_round_now(world, demonstration=True), clock.now()
    farid = {"by": world.farid, "round": round, "at": at}

    def heard():
        found = read_monitor(round, at)
        return {kind: found.coverage.total(kind).heard for kind in Kind}

    assert not any(heard().values())
    submit_comment(entry=entry(round, speaking=Speaking("expert")), **farid)
    assert heard() == {Kind.STATE: 0, Kind.ORGANISATION: 0, Kind.EXPERT: 1, Kind.PERSON: 0}
    found = read_monitor(round, at)
    assert found.parties["state:X-A"].standing in (Standing.SILENT, Standing.NOT_INVITED)
    submit_comment(
        entry=entry(round, speaking=Speaking("organisation", organisation=world.network)), **farid
    )
    assert heard() == {Kind.STATE: 0, Kind.ORGANISATION: 1, Kind.EXPERT: 1, Kind.PERSON: 0}
    # the state says that it has nothing to say: that counts, and is no word of the others
    reply_no_comment(speaking=Speaking("state", country=world.state_a), **farid)
    assert heard() == {Kind.STATE: 1, Kind.ORGANISATION: 1, Kind.EXPERT: 1, Kind.PERSON: 0}
    assert read_monitor(round, at).parties["state:X-A"].nil


def test_a_mandate_that_ends_takes_its_capacity_and_no_other(world) -> None:
    round, at = a_round_now(world, demonstration=True), clock.now()
    mandate = world.farid.appointments.get(role=Role.FOCAL_POINT)
    end_appointment(by=world.amina, appointment=mandate, at=at)
    world.farid.__dict__.pop("remembered", None)
    later = clock.now()
    held = appointments_here(world.farid, "harbour", later)
    allowed = {v: bool(may_speak(s, round, held, later)) for v, s in hats(world).items()}
    assert [v for v, yes in allowed.items() if not yes] == ["state:X-A"]
    with pytest.raises(Refusal, match="no-focal-point-mandate"):
        submit_comment(
            by=world.farid, round=round, at=later,
            entry=entry(round, speaking=Speaking("state", country=world.state_a)),
        )  # fmt: skip


def test_nothing_of_one_capacity_is_read_through_another(world, client) -> None:
    """A sealed round: colleagues of the network, and whoever else, see nothing of the state's."""
    track = set_up_track(
        by=world.amina,
        process=world.process,
        rules=TrackRules("open", {"en": "Sealed"}, visibility="sealed"),
        at=clock.now(),
    )
    round, at = a_round_now(world, track=track, demonstration=True), clock.now()
    for value, speaking in hats(world).items():
        submit_comment(
            by=world.farid, round=round, at=at, entry=entry(round, words(value), speaking=speaking)
        )
    for who in (world.greta, world.hana, world.chen, world.dana):  # Greta is of the network too
        assert not queries.visible_comments(who, round, at).exists()
        client.force_login(who, backend=BACKEND)
        for page in ("", "comments.json", "coverage/", "coverage.json"):
            text = client.get(f"/en/harbour/comments/{round.key}/{page}").content.decode()
            assert "Said as" not in text and "Farid" not in text
    # once public, each stands under its own name; nothing ties the expert or person to State A
    close_round(by=world.amina, round=round, reason="Done.", at=clock.now())
    client.logout()
    rows = json.loads(client.get(f"/en/harbour/comments/{round.key}/comments.json").content)
    by_words = {r["comment"]: r for r in rows}
    assert len(by_words) == 4
    for value in ("expert", "person"):
        assert "State A" not in json.dumps(by_words[f"Said as {value}."])
        assert "X-A" not in json.dumps(by_words[f"Said as {value}."])
    assert "Farid" not in json.dumps(by_words["Said as state."])
    assert "Farid" not in json.dumps(by_words["Said as organisation."])
