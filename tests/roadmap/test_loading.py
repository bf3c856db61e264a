"""A plan is loaded once, or again when it has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.roadmap.conftest import AT
from travaux.core.schedules.windows import Window
from travaux.funding.actions import load_money
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.actions import change_milestone, load_process
from travaux.roadmap.models import MilestoneChange, Process

LATER = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def test_everything_of_the_file_is_there(reference, plan):
    assert reference.clauses.count() == 3
    assert reference.milestones.filter(added_later=False).count() == 15
    assert reference.levels.count() == len(plan.levels)
    assert reference.planned_facts.count() == len(plan.facts)
    assert reference.symbol == "HSP/HA.2/Res.1" and "resolution 2/1" in reference.aliases
    assert len(reference.sponsors) == 5
    egm = reference.milestones.get(code="egm-1")
    assert {p.number for p in egm.predecessors.all()} == {2, 4, 5}
    assert egm.planned == "2024-02"  # a month stays a month
    guidelines = reference.deliverables.get(code="guidelines")
    assert guidelines.fulfilled_when == "final-version"
    assert [c.code for c in reference.deliverables.get(code="assessment").clauses.all()] == [
        "a",
        "b",
    ]


def test_the_same_file_again_changes_nothing(reference, plan):
    lines, changes = Line.objects.count(), set(MilestoneChange.objects.values_list("key"))
    again = load_process(by=None, plan=plan, at=LATER)
    load_money(by=None, process=again, plan=plan, at=LATER)
    assert Line.objects.count() == lines
    assert set(MilestoneChange.objects.values_list("key")) == changes
    assert Process.objects.get(code=plan.code).loaded_at == AT


def test_a_changed_file_is_one_action_and_keeps_what_the_site_recorded(reference, plan, cast):
    from travaux.people.actions import appoint

    appoint(by=None, person=cast.amina, role="secretariat", process_code=reference.code, at=AT)
    milestone = reference.milestones.get(code="egm-3")
    own = change_milestone(
        by=cast.amina,
        milestone=milestone,
        kind="revised",
        window="2025-04",
        reasons={"en": "The host asked for it."},
        at=LATER,
    )
    keys = set(reference.milestones.values_list("key", flat=True))
    changed = replace(
        plan,
        digest="another",
        milestones=tuple(
            replace(m, planned=Window.parse("2025-05")) if m.code == "egm-3" else m
            for m in plan.milestones
        ),
    )
    lines = Line.objects.count()
    load_process(by=None, plan=changed, at=LATER)
    assert Line.objects.count() == lines + 1
    milestone.refresh_from_db()
    assert milestone.planned == "2025-05"
    assert list(milestone.changes.values_list("key", flat=True)) == [own.key]
    assert set(reference.milestones.values_list("key", flat=True)) == keys


def test_what_left_the_file_leaves_the_plan(reference, plan):
    smaller = replace(
        plan,
        digest="smaller",
        milestones=tuple(m for m in plan.milestones if m.code != "open-consultation"),
        changes=tuple(c for c in plan.changes if c.milestone != "open-consultation"),
    )
    load_process(by=None, plan=smaller, at=LATER)
    assert not reference.milestones.filter(code="open-consultation").exists()
    assert reference.milestones.count() == 16


def test_whoever_is_named_must_keep_the_roadmap(reference, plan, cast):
    with pytest.raises(Refusal) as refused:
        load_process(by=cast.bruno, plan=replace(plan, digest="x"), at=LATER)
    assert refused.value.code == "plan-kept-by-secretariat"
    with pytest.raises(Refusal):
        load_money(by=cast.olga, process=reference, plan=plan, at=LATER)
