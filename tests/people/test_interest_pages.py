"""The pages of declarations: one click, a form, the assessors' desk, the register, the public list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.people.test_interests import BACKEND, CODE, SECRET, declare, name_assessors
from travaux.people import actions, queries
from travaux.people.models import Declaration, InterestRule, Occasion, Topic
from travaux.people.queries import Stand
from travaux.plumbing import clock

ROOT = f"/en/{CODE}/interests/"


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def now():
    return clock.now()


def test_nothing_to_declare_and_confirming_are_one_click(cast, now):
    page = browser(cast.hana)
    assert "Your declaration of interests" in page.get("/en/me/").content.decode()
    shown = page.get(ROOT + "mine/").content.decode()
    assert "I have nothing to declare" in shown and "confirm" not in shown
    assert page.post(ROOT + "mine/", {"do": "nothing", "seen": 0}).status_code == 302
    assert queries.standing_of(cast.hana, CODE).stand is Stand.NONE
    assert page.post(ROOT + "mine/", {"do": "confirm", "seen": 1}).status_code == 302
    assert Declaration.objects.filter(person=cast.hana).count() == 2
    stale = page.post(ROOT + "mine/", {"do": "confirm", "seen": 1})
    assert stale.status_code == 422 and "newer version" in stale.content.decode()


def test_a_refused_form_keeps_what_was_typed(cast):
    page = browser(cast.hana)
    empty = page.post(ROOT + "mine/", {"do": "declare", "seen": 0})
    assert empty.status_code == 422 and "Nothing is written yet" in empty.content.decode()
    long = page.post(ROOT + "mine/", {"do": "declare", "seen": 0, "funding": "x" * 5001})
    assert long.status_code == 422 and "x" * 5001 in long.content.decode()
    stranger = browser(cast.chen).get(ROOT + "mine/")
    assert "Nothing is asked of you here" in stranger.content.decode()


def test_what_is_declared_is_shown_on_no_page_but_two(cast, now):
    name_assessors(cast, cast.elif_)
    page = browser(cast.hana)
    page.post(ROOT + "mine/", {"do": "declare", "seen": 0, "ownership": SECRET})
    made = Declaration.objects.get(person=cast.hana)
    assert SECRET in page.get(ROOT + "mine/").content.decode()
    assessor = browser(cast.elif_)
    assert SECRET in assessor.get(f"{ROOT}desk/{made.key}/").content.decode()
    everywhere = ["", "desk/", "register/", "declared.json", "desk.json", "register.json"]
    for person in (cast.amina, cast.elif_, cast.bruno, cast.olga, cast.hana):
        for address in everywhere:
            assert SECRET not in browser(person).get(ROOT + address).content.decode()
    for person in (cast.amina, cast.bruno, cast.olga, cast.farid):
        assert browser(person).get(f"{ROOT}desk/{made.key}/").status_code == 403
        assert browser(person).get(ROOT + "desk/").status_code == 403
    assert Client().get(f"{ROOT}desk/{made.key}/").status_code == 302


def test_the_desk_decides_and_the_public_list_says_the_outcome(cast, now):
    name_assessors(cast, cast.elif_)
    topic = actions.write_topic(by=cast.amina, process_code=CODE, name="Cranes", at=now)
    made = declare(cast.hana, at=now, ownership=SECRET)
    page = browser(cast.elif_)
    assert "1 declaration waits for you" in page.get(ROOT + "desk/").content.decode()
    assert "1 declaration waits for you" in page.get("/en/me/").content.decode()
    address = f"{ROOT}desk/{made.key}/"
    told = {"outcome": "partial", "reason": "Kept words", "summary": "Owns shares."}
    refused = page.post(address, told)
    assert refused.status_code == 422 and "Kept words" in refused.content.decode()
    assert page.post(address, {**told, "topics": [topic.pk]}).status_code == 302
    public = Client().get(ROOT).content.decode()
    assert "Owns shares." in public and "Cranes" in public and "Hana" not in public
    assert "Kept words" not in public
    InterestRule.objects.update_or_create(
        process_code=CODE, defaults={"names_announced": "Call, paragraph 7 (invented)"}
    )
    assert "Hana" in Client().get(ROOT).content.decode()
    mine = browser(cast.hana).get(ROOT + "mine/").content.decode()
    assert "Cranes" in mine and "Kept words" in mine


def test_the_public_list_tells_neither_who_waits_nor_who_reviews_what(cast, now, monkeypatch):
    name_assessors(cast, cast.elif_)
    InterestRule.objects.update_or_create(
        process_code=CODE,
        defaults={"names_announced": "Call (invented)", "roles": ["expert", "reviewer"]},
    )
    one = [(cast.greta, {"en": "A call for cranes"})]
    reviews = ("reviewer", lambda process, at, only: one if only in (None, cast.greta) else [])
    monkeypatch.setitem(queries.SERVING, "calls", reviews)
    declare(cast.hana, at=now, ownership=SECRET)
    actions.declare_interests(by=cast.greta, process_code=CODE, nothing=True, at=now)
    for address in ("", "declared.json"):
        told = Client().get(ROOT + address).content.decode()
        assert "Reviewer" in told and "Hana" not in told
        assert "Greta" not in told and "A call for cranes" not in told
    assert "A call for cranes" in browser(cast.amina).get(ROOT + "register/").content.decode()


def test_the_secretariat_sets_rule_assessors_topics_and_meetings(cast, now):
    page = browser(cast.amina)
    register = page.get(ROOT + "register/").content.decode()
    assert "No assessor is named" in register and "not declared yet" in register
    unknown = page.post(ROOT + "rule/assessors/", {"email": "nobody@example.org"})
    assert unknown.status_code == 422 and "nobody@example.org" in unknown.content.decode()
    assert page.post(ROOT + "rule/assessors/", {"email": cast.elif_.email}).status_code == 302
    [named] = queries.assessors_of(CODE, clock.now())
    last = page.post(ROOT + "rule/assessors/", {"end": named.key})
    assert last.status_code == 422 and "Nobody would be left" in last.content.decode()
    rule = {"seen": 0, "roles": ["expert"], "valid_days": 200, "before_days": 30, "keep_days": 90}
    assert page.post(ROOT + "rule/", {**rule, "valid_days": 0}).status_code == 422
    assert page.post(ROOT + "rule/", rule).status_code == 302
    assert queries.rule_of(CODE).valid_days == 200
    assert page.post(ROOT + "rule/topics/", {"name": "Cranes"}).status_code == 302
    topic = Topic.objects.get()
    assert page.post(f"{ROOT}rule/topics/{topic.key}/", {"name": "Lifts"}).status_code == 302
    assert page.post(f"{ROOT}rule/topics/{topic.key}/", {"do": "retire"}).status_code == 302
    past = {"title": "A session", "held_on": (now - timedelta(days=2)).date().isoformat()}
    assert page.post(ROOT + "rule/meetings/", past).status_code == 422
    soon = {**past, "held_on": (now + timedelta(days=20)).date().isoformat()}
    assert page.post(ROOT + "rule/meetings/", soon).status_code == 302
    meeting = Occasion.objects.get()
    assert page.post(ROOT + "rule/meetings/", {"cancel": meeting.key}).status_code == 302
    assert page.post(ROOT + "register/remind/").status_code == 302
    for address in ("register/", "rule/", "rule/assessors/", "rule/topics/", "rule/meetings/"):
        for person in (cast.bruno, cast.hana, cast.olga):
            assert browser(person).get(ROOT + address).status_code == 403
    roll = page.get(f"/en/people/roles/?process={CODE}").content.decode()
    assert "has not begun" in roll
