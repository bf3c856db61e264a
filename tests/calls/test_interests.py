"""What a nominee writes of interests: seen by the nominee alone, and proposed as a declaration."""

from __future__ import annotations

import json

import pytest

from tests.calls.makers import a_call_now, an_application
from tests.people.test_interests import BACKEND
from travaux.calls.actions import strike_out
from travaux.people.actions import appoint, declare_interests
from travaux.people.models import Declaration, Role
from travaux.people.queries import PROPOSALS, own_data
from travaux.people.rules import may_declare
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal

SECRET = "Shares in a crane maker (invented)"


def nominated(cast):
    """Chen hands in a nomination that says something of interests."""
    call = a_call_now(cast)
    told = {"interests_any": "yes", "interests_ownership": SECRET}
    return call, an_application(cast, call, at=clock.now(), **told)


def test_neither_the_secretariat_nor_the_authority_sees_it(cast, client):
    call, made = nominated(cast)
    root = "/en/harbour/calls/"
    pages = [
        f"{root}application/{made.key}/",
        f"{root}application/{made.key}/confirm/",
        f"{root}{call.key}/applications/",
        f"{root}{call.key}/applications.json",
        f"{root}{call.key}/applications.csv",
    ]
    seen = {}
    for person in (cast.amina, cast.farid, cast.chen):
        client.force_login(person, backend=BACKEND)
        found = [client.get(page) for page in pages]
        seen[person.name] = (
            [a.status_code for a in found],
            any(SECRET in a.content.decode() for a in found),
        )
    assert 200 in seen["Amina"][0] and 200 in seen["Farid"][0]
    assert (seen["Amina"][1], seen["Farid"][1]) == (False, False)
    assert seen["Chen"][1], "who applied sees what they wrote"
    assert SECRET in json.dumps(own_data(cast.chen), default=str)


def test_striking_out_does_not_probe_it(cast):
    _call, made = nominated(cast)
    for passage in (SECRET, "crane maker"):
        with pytest.raises(Refusal, match="passage-not-found"):
            strike_out(by=cast.amina, application=made, passage=passage, at=clock.now())
    strike_out(by=cast.amina, application=made, passage="Built a registry", at=clock.now())


def test_it_is_proposed_when_they_are_chosen_and_never_copied(cast, client):
    _call, made = nominated(cast)
    assert PROPOSALS["calls"](cast.chen, "harbour") == {"ownership": SECRET}
    assert PROPOSALS["calls"](cast.chen, "other") == {}
    assert PROPOSALS["calls"](cast.dana, "harbour") == {}
    appoint(
        by=cast.amina, person=cast.chen, role=Role.EXPERT, process_code="harbour", at=clock.now()
    )
    assert not Declaration.objects.exists()
    client.force_login(cast.chen, backend=BACKEND)
    page = client.get("/en/harbour/interests/mine/").content.decode()
    assert SECRET in page and "what you wrote in your nomination" in page
    assert not Declaration.objects.exists(), "it is not declared by being shown"
    declare_interests(by=cast.chen, process_code="harbour", nothing=True, at=clock.now())
    after = client.get("/en/harbour/interests/mine/").content.decode()
    assert "what you wrote in your nomination" not in after
    made.refresh_from_db()
    assert made.answers["interests_ownership"] == SECRET


def test_a_nominee_may_declare_before_being_chosen(cast):
    nominated(cast)
    assert may_declare(cast.chen, "harbour", clock.now())
    assert not may_declare(cast.dana, "harbour", clock.now())
