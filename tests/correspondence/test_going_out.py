"""Calls, selections, releases and versions go out cleared, where their process asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_answering import propose
from tests.calls.makers import CLOSES, DURING, PREPARED, a_call, a_call_now, a_draft_call
from tests.drafts import texts
from tests.evidence.test_findings import stands
from tests.panels import makers as panel_makers
from travaux.answers.actions import (
    carry_out_release,
    release_answers,
    settle_answer,
)
from travaux.calls.actions import announce_call, change_call, extend_call, prepare_extension
from travaux.calls.models import Call
from travaux.correspondence.actions import act_on_clearance, ask_clearance, drop_deed, prepare_deed
from travaux.correspondence.models import Clearance, House, PreparedDeed
from travaux.correspondence.queries.clearance import subject_of
from travaux.correspondence.wording import MAIL_STATES
from travaux.drafts.actions import describe_version, freeze_version, publish_version
from travaux.evidence.actions import release_evidence, withdraw_finding
from travaux.journal.models import Line
from travaux.panels.actions import Change, adopt_panel, prepare_adoption
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Thing:
    """One thing of a kind: its page, how it goes out, and how it is changed after clearance."""

    kind: str
    key: str
    page: str
    go: Callable[[], Any]
    change: Callable[[], Any]


def demand(*kinds: str) -> None:
    House.objects.update_or_create(
        process_code="harbour", defaults={"needs_clearance": list(kinds)}
    )


def a_call_to_announce(cast) -> Thing:
    call = a_draft_call(cast)

    def change() -> None:
        call.refresh_from_db()
        change_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED, per_country=3)

    def go() -> None:
        call.refresh_from_db()
        announce_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED)

    return Thing("call", call.key, f"/en/harbour/calls/{call.key}/", go, change)


def a_call_to_extend(cast) -> Thing:
    call, wanted = a_call(cast), {"closes_at": CLOSES + timedelta(days=7), "reason": "Slow posts."}
    prepare_extension(by=cast.amina, call=call, at=DURING, **wanted)

    def change() -> None:
        wanted["closes_at"] = CLOSES + timedelta(days=9)
        prepare_extension(by=cast.amina, call=call, at=DURING, **wanted)

    def go() -> None:
        extend_call(by=cast.amina, call=call, at=DURING, **wanted)

    return Thing("call", call.key, f"/en/harbour/calls/{call.key}/", go, change)


def a_group_to_adopt(cast) -> Thing:
    panel = panel_makers.computed(cast)
    made = panel.recommendations.get(current=True)
    told: dict[str, Any] = {
        "authority": "The Director",
        "adopted_on": panel_makers.ADOPTED,
        "source": "Note, invented",
        "changes": [],
    }
    prepare_adoption(by=cast.amina, panel=panel, at=panel_makers.AT, **told)

    def change() -> None:
        told["changes"] = [Change(made.selected[0], "", "asked to step back")]
        prepare_adoption(by=cast.amina, panel=panel, at=panel_makers.AT, **told)

    def go() -> None:
        adopt_panel(by=cast.amina, panel=panel, at=panel_makers.AT, **told)

    return Thing("selection", panel.key, f"/en/harbour/panels/{panel.key}/", go, change)


def answers_to_release(cast) -> Thing:
    round = round_on(text(cast), release_rule="on-date", release_on=date(2024, 6, 1))
    answer = propose(cast.bruno, round, comment(round, cast.chen))
    settle_answer(by=cast.elif_, answer=answer, at=LATER)

    def change() -> None:
        other = propose(cast.bruno, round, comment(round, cast.chen))
        settle_answer(by=cast.elif_, answer=other, at=LATER)

    def go() -> None:
        release_answers(by=cast.amina, round=round, at=LATER)

    return Thing("release", round.key, f"/en/harbour/answers/{round.key}/release/", go, change)


def a_version_to_publish(cast) -> Thing:
    version = texts.brought_in(cast)
    freeze_version(by=cast.bruno, version=version, at=texts.AT)

    def change() -> None:
        describe_version(by=cast.bruno, version=version, symbol="H/9", at=texts.AT)

    def go() -> None:
        version.refresh_from_db()
        publish_version(by=cast.amina, version=version, at=texts.AT)

    return Thing("version", version.key, f"/en/harbour/drafts/{version.key}/publish/", go, change)


def an_assessment_to_release(cast) -> Thing:
    finding = stands(cast)
    told = {"by": cast.amina, "process": cast.process, "titles": {}, "at": LATER}

    def change() -> None:
        withdraw_finding(by=cast.amina, finding=finding, why="Wrong.", at=LATER)
        stands(cast, words={"en": "Another one."})

    def go() -> None:
        release_evidence(stage="preliminary", **told)

    return Thing("evidence", "harbour", "/en/harbour/evidence/releases/new/", go, change)


THINGS = [
    an_assessment_to_release,
    a_call_to_announce,
    a_call_to_extend,
    a_group_to_adopt,
    answers_to_release,
    a_version_to_publish,
]


def approve(cast, thing: Thing) -> None:
    """Prepared by Amina, cleared by Bruno, approved by Hana, who has no other right to it."""
    subject = subject_of("harbour", thing.kind, thing.key)
    assert subject is not None
    told = {"kind": thing.kind, "key": thing.key, "label": subject.label, "digest": subject.digest}
    clearance = ask_clearance(
        by=cast.amina,
        process_code="harbour",
        clearer=cast.bruno,
        approver=cast.hana,
        at=LATER,
        **told,
    )
    for person in (cast.bruno, cast.hana):
        act_on_clearance(by=person, clearance=clearance, seen=subject.digest, at=LATER)


def refused(thing: Thing) -> str:
    with pytest.raises(Refusal) as found:
        thing.go()
    return found.value.code


@pytest.mark.parametrize("make", THINGS)
def test_it_goes_out_approved_as_it_is_and_anew_once_changed(cast, make) -> None:
    thing = make(cast)
    demand(thing.kind)
    assert refused(thing) == "clearance-missing"
    approve(cast, thing)
    thing.change()
    assert refused(thing) == "clearance-lapsed"
    approve(cast, thing)
    thing.go()
    assert subject_of("harbour", thing.kind, thing.key) is None
    assert not PreparedDeed.objects.exists()


@pytest.mark.parametrize("make", THINGS)
def test_where_nothing_is_demanded_it_goes_out_as_before(cast, make) -> None:
    thing = make(cast)
    demand("letter")
    thing.go()


@pytest.mark.parametrize("make", THINGS)
def test_whoever_is_named_sees_it_and_clears_it_by_its_page(cast, make) -> None:
    thing = make(cast)
    demand(thing.kind)
    amina, bruno, hana = Client(), Client(), Client()
    for client, person in ((amina, cast.amina), (bruno, cast.bruno), (hana, cast.hana)):
        client.force_login(person, backend=BACKEND)
    page = amina.get(thing.page).content.decode()
    assert "It must be approved before it goes out." in page
    ask = f"/en/harbour/correspondence/clearance/ask/{thing.kind}/{thing.key}/"
    assert ask in page
    assert "Clearance</h2>" not in hana.get(thing.page).content.decode()
    sent = amina.post(ask, {"clearer": cast.bruno.key, "approver": cast.hana.key})
    assert sent["Location"] == thing.page
    for client, verb in ((bruno, "Clear it"), (hana, "Approve it")):
        answer = client.get(thing.page)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert verb in page
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
        assert seen is not None
        act = f"/en/harbour/correspondence/clearance/{Clearance.objects.get().key}/act/"
        assert client.post(act, {"do": "agree", "seen": seen[1]})["Location"] == thing.page
    page = amina.get(thing.page).content.decode()
    assert "Approved by Hana, just as it is now." in page
    thing.change()
    page = amina.get(thing.page).content.decode()
    assert "It was changed after it was prepared: ask again." in page


@pytest.mark.parametrize("make", THINGS)
def test_strangers_see_nothing_of_a_clearance(cast, make) -> None:
    thing = make(cast)
    demand(thing.kind)
    approve(cast, thing)
    for person in (cast.dana, cast.olga):
        client = Client()
        client.force_login(person, backend=BACKEND)
        assert "Approved by Hana" not in client.get(thing.page).content.decode()
    assert "Approved by Hana" not in Client().get(thing.page).content.decode()


def test_a_new_deadline_is_written_down_cleared_and_told_by_its_pages(cast, client) -> None:
    demand("call")
    call = a_call_now_cleared(cast)
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/calls/{call.key}/"
    told = {"closes": "2098-01-01T10:00", "reason": "Slow posts."}
    refused = client.post(f"{place}extend/", {**told, "do": "extend"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "This must be approved before it goes out" in page and "Slow posts." in page
    assert client.post(f"{place}extend/", {**told, "do": "prepare"})["Location"] == place
    assert "not told to anybody yet" in client.get(place).content.decode()
    assert "not told to anybody yet" not in Client().get(place).content.decode()
    approve(cast, Thing("call", call.key, place, lambda: None, lambda: None))
    page = client.get(f"{place}extend/").content.decode()
    assert "2098-01-01T10:00" in page and "Slow posts." in page
    other = client.post(f"{place}extend/", {**told, "closes": "2098-01-02T10:00", "do": "extend"})
    assert other.status_code == 422 and "It was changed after" in other.content.decode()
    # the words keep the language they were written in, whoever carries them out
    assert client.post(f"/fr{place[3:]}extend/", {**told, "do": "extend"}).status_code == 302
    call.refresh_from_db()
    assert call.closes_at.year == 2098 and call.extensions.get().language == "en"


def a_call_now_cleared(cast) -> Call:
    """A call that was announced before clearance was demanded of calls."""
    House.objects.update(needs_clearance=[])
    call = a_call_now(cast)
    demand("call")
    return call


def test_an_adoption_is_written_down_cleared_and_recorded_by_its_pages(cast, client) -> None:
    panel = panel_makers.computed(cast)
    demand("selection")
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/panels/{panel.key}/"
    assert "write the adoption down first" in client.get(place).content.decode()
    out = panel.recommendations.get(current=True).selected[0]
    told = {"authority": "The Director", "adopted_on": "2024-02-05", "source": "Note", "rows": "1",
            "out-1": out, "reason-1": "asked to step back"}  # fmt: skip
    refused = client.post(f"{place}adopt/", {**told, "do": "adopt"})
    assert refused.status_code == 422
    assert "This must be approved before it goes out" in refused.content.decode()
    assert client.post(f"{place}adopt/", {**told, "do": "prepare"})["Location"] == place
    page = client.get(place).content.decode()
    assert "asked to step back" in page and "not recorded yet" in page
    page = client.get(f"{place}adopt/").content.decode()
    assert "asked to step back" in page and 'value="The Director"' in page
    approve(cast, Thing("selection", panel.key, place, lambda: None, lambda: None))
    changed = client.post(f"{place}adopt/", {**told, "source": "Other", "do": "adopt"})
    assert changed.status_code == 422 and "It was changed after" in changed.content.decode()
    assert client.post(f"{place}adopt/", {**told, "do": "adopt"}).status_code == 302
    panel.refresh_from_db()
    assert panel.adopted_at is not None and panel.departures.count() == 1
    # names and scores are no longer for who cleared it
    client.force_login(cast.hana, backend=BACKEND)
    assert client.get(f"{place}people/").status_code == 403


def test_an_order_that_waits_for_the_next_draft_holds_only_while_it_is_cleared(cast) -> None:
    version = text(cast)
    round = round_on(version, release_rule="with-next-draft")
    answer = propose(cast.bruno, round, comment(round, cast.chen))
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    demand("release")
    thing = Thing("release", round.key, "", lambda: None, lambda: None)
    approve(cast, thing)
    release = release_answers(by=cast.amina, round=round, at=LATER)
    other = propose(cast.bruno, round, comment(round, cast.chen))
    settle_answer(by=cast.elif_, answer=other, at=LATER)
    text(cast, number=2, based_on=version)
    assert carry_out_release(by=cast.amina, release=release, at=LATER) is False
    approve(cast, thing)
    assert carry_out_release(by=cast.amina, release=release, at=LATER) is True


def test_what_is_written_down_leaves_one_line_and_can_be_dropped(cast) -> None:
    told = {"process_code": "harbour", "kind": "call", "key": "c1", "at": LATER}
    with pytest.raises(Refusal, match="not-your-role"):
        prepare_deed(by=cast.chen, values={"a": "b"}, **told)
    with pytest.raises(Refusal, match="clearance-kind-unknown"):
        prepare_deed(by=cast.amina, values={}, **{**told, "kind": "unicorn"})
    deed = prepare_deed(by=cast.amina, values={"a": "b"}, **told)
    count = Line.objects.count()
    assert prepare_deed(by=cast.amina, values={"a": "b"}, **told) == deed
    assert Line.objects.count() == count
    with pytest.raises(Refusal, match="not-your-role"):
        drop_deed(by=cast.chen, deed=deed, at=LATER)
    drop_deed(by=cast.amina, deed=deed, at=LATER)
    assert not PreparedDeed.objects.exists()


def test_the_secretariat_demands_it_kind_by_kind(cast, client) -> None:
    client.force_login(cast.amina, backend=BACKEND)
    page = client.get("/en/harbour/correspondence/house/").content.decode()
    for kind in ("letter", "report", "call", "selection", "release", "version"):
        assert f'value="{kind}"' in page
    assert not House.objects.exists()


def test_every_state_of_a_mail_has_its_words() -> None:
    """The outbox names each of them: one without words would break the page."""
    assert set(MAIL_STATES) == set(Mail.State)
