"""The pool out of a closed call: confirmed nominations alone, with names for the secretariat."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.calls.makers import AFTER, DURING, a_call, an_application, pdf, sign_in
from tests.calls.test_reviews import a_scored_call, scores
from tests.cast import person
from tests.panels import makers
from travaux.calls.actions import (
    close_reviewing,
    confirm_nomination,
    hand_in_review,
    tick_completeness,
)
from travaux.calls.models import Call
from travaux.calls.queries import pool_of
from travaux.journal.models import Line
from travaux.panels import actions
from travaux.panels.models import Panel
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=40)


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def test_confirmed_nominations_of_a_closed_call_are_the_pool(cast) -> None:
    call = a_call(cast)
    ida, jon = (
        an_application(
            cast, call, person(n), DURING, given_names=n, email=f"{n.lower()}@example.org"
        )
        for n in ("Ida", "Jon")
    )
    panel = makers.started(cast)
    with refused("call-still-open"):
        actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=DURING)
    with refused("call-without-nominees"):
        actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=LATER)
    confirm_nomination(by=cast.farid, application=ida, letter=pdf("l.pdf"), at=DURING)
    assert actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=LATER) == 1
    nominee = panel.nominees.get()
    assert nominee.code == nominee.application == ida.key != jon.key
    assert "Ida" in nominee.name and nominee.person == ida.person
    assert nominee.features["country"] == ["X-A"] and nominee.features["gender"]
    panel.refresh_from_db()
    assert panel.call == call
    assert bool(panel.names_announced) == (call.names_rule in ("chosen", "all"))
    with refused("scores-lacking"):
        actions.give_scores(
            by=cast.amina, panel=panel, data=b"code,score\nother,3\n", code_column="code",
            score_column="score", at=LATER,
        )  # fmt: skip
    actions.take_pool(
        by=cast.amina, panel=panel, data=makers.table(), code_column="code", features=["gender"],
        at=LATER,
    )  # fmt: skip
    panel.refresh_from_db()
    assert panel.call is None and panel.names_announced == ""


def a_pool_of_a_call(cast, **rules):
    """A group whose pool is one confirmed nomination of a call with these rules."""
    call = a_call(cast, **rules)
    ida = an_application(
        cast, call, person("Ida"), DURING, given_names="Ida", email="ida@example.org"
    )
    confirm_nomination(by=cast.farid, application=ida, letter=pdf("l.pdf"), at=DURING)
    panel = makers.started(cast)
    actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=LATER)
    panel.refresh_from_db()
    return panel


LOTS = {"method": "leximin", "lots_announced": "Somewhere, paragraph 7"}


def test_lots_are_drawn_only_as_the_call_announced(client, cast) -> None:
    panel = a_pool_of_a_call(cast, selection="merit")
    told = {"by": cast.amina, "panel": panel, "at": LATER}
    with refused("lots-not-in-call"):
        actions.set_method(**told, **LOTS, floor=Decimal(3))
    sign_in(client, cast.amina)
    page = client.post(f"/en/harbour/panels/{panel.key}/method/", {**LOTS, "seen": panel.revision})
    assert page.status_code == 422 and "announced no lots" in page.content.decode()
    Call.objects.update(selection="lots-among-equals")
    panel.refresh_from_db()
    with refused("lots-among-equals-only"):
        actions.set_method(**told, **LOTS)
    actions.set_method(**told, **LOTS, floor=Decimal(3))
    Call.objects.update(selection="lottery")
    panel.refresh_from_db()
    actions.set_method(**{**told, "panel": panel}, **LOTS)


def test_a_pool_that_came_after_the_method_is_not_frozen_for_lots(client, cast) -> None:
    panel = a_pool_of_a_call(cast, selection="merit")
    Panel.objects.filter(pk=panel.pk).update(**LOTS)
    with refused("lots-not-in-call"):
        actions.freeze_panel(by=cast.amina, panel=panel, at=LATER)
    with refused("lots-not-in-call"):
        actions.start_freezing(by=cast.amina, panel=panel, seen=panel.revision, at=LATER)
    Call.objects.update(selection="lottery")
    actions.freeze_panel(by=cast.amina, panel=panel, at=LATER)


def test_the_announcement_of_lots_is_there_already(client, cast) -> None:
    panel = a_pool_of_a_call(cast, selection="lottery")
    sign_in(client, cast.amina)
    page = client.get(f"/en/harbour/panels/{panel.key}/method/").content.decode()
    assert 'name="lots_announced" value="Experts"' in page


def test_nobody_is_named_where_the_call_announced_no_names(cast) -> None:
    panel = a_pool_of_a_call(cast, names_rule="none")
    told = {"by": cast.amina, "panel": panel, "method": "merit", "at": LATER}
    with refused("names-not-in-call"):
        actions.set_method(**told, names_announced="Somewhere, paragraph 9")
    actions.set_method(**told, names_announced=" ")
    Panel.objects.filter(pk=panel.pk).update(names_announced="Somewhere")
    with refused("names-not-in-call"):
        actions.freeze_panel(by=cast.amina, panel=panel, at=LATER)


def test_a_call_for_hosts_holds_no_nominees(cast) -> None:
    call = a_call(cast, kind="hosting")
    with refused("call-not-of-nominees"):
        actions.take_pool_of_call(by=cast.amina, panel=makers.started(cast), call=call, at=LATER)


def test_scores_come_along_once_the_reviewing_is_closed(client, cast) -> None:
    call, (ida, jon), reviews = a_scored_call(cast, [cast.hana])
    panel = makers.started(cast)
    told = {"by": cast.amina, "panel": panel, "call": call, "at": LATER}
    sign_in(client, cast.amina)
    page = f"/en/harbour/panels/{panel.key}/pool/"
    assert "2 nominees have none yet" in client.get(page).content.decode()
    for review, value in zip(reviews, (5, 2), strict=True):
        hand_in_review(by=cast.hana, **scores(review, value, 5))
    actions.take_pool_of_call(**told)
    assert set(panel.nominees.values_list("score", flat=True)) == {None}
    assert "score" not in pool_of(call).to_csv().splitlines()[0]
    assert "its reviewing is not closed" in client.get(page).content.decode()
    close_reviewing(by=cast.amina, call=call, at=LATER)
    client.post(page, {"call": call.key})
    found = {n.code: n.score for n in panel.nominees.all()}
    assert found == {ida.key: Decimal("87.5"), jon.key: Decimal("31.25")}
    line = Line.objects.filter(what="panels.take_pool_of_call").last()
    assert line.facts["scores"] == "median" and len(line.facts["scores_digest"]) == 64
    head, first, second = pool_of(call).to_csv().splitlines()
    assert head.endswith(",score") and first.endswith(",87.50") and second.endswith(",31.25")


def test_what_is_ticked_off_of_a_nomination_is_told_on_the_pages_of_the_pool(client, cast) -> None:
    call = a_call(cast)
    ida, jon = (
        an_application(
            cast, call, person(n), DURING, given_names=n, email=f"{n.lower()}@example.org"
        )
        for n in ("Ida", "Jon")
    )
    for one in (ida, jon):
        confirm_nomination(by=cast.farid, application=one, letter=pdf("l.pdf"), at=DURING)
    for item in ("letter", "signature", "date"):
        tick_completeness(by=cast.amina, application=ida, item=item, done=True, at=AFTER)
    tick_completeness(by=cast.amina, application=jon, item="letter", done=True, at=AFTER)
    assert [row.ticked for row in pool_of(call).rows] == [(3, 3), (1, 3)]
    panel = makers.started(cast)
    sign_in(client, cast.amina)
    base = f"/en/harbour/panels/{panel.key}/"
    assert (
        "One confirmed nomination is not ticked off" in client.get(f"{base}pool/").content.decode()
    )
    actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=LATER)
    page = client.get(f"{base}people/").content.decode()
    assert "3 of 3 ticked off" in page and "1 of 3 ticked off" in page
    rows = client.get(f"{base}people.json").json()
    assert [(r["ticked_off"], r["to_tick_off"]) for r in rows] == [(3, 3), (1, 3)]
