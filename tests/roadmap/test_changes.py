"""Who may change the roadmap, and what a change keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.actions import add_milestone, change_milestone
from travaux.roadmap.models import Milestone
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_change_plan

AT = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def quay(cast):
    return Milestone.objects.create(
        process=cast.process, number=1, code="quay", titles={"en": "Quay meeting"},
        planned="2024-10", mode="in-person",
    )  # fmt: skip


def test_rule_over_the_whole_cast(cast):
    yes = {
        name
        for name in ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")
        if may_change_plan(getattr(cast, name), cast.process)
    }
    assert yes == {"amina"}
    assert may_change_plan(None, cast.process).code == "sign-in-first"
    assert may_change_plan(cast.olga, cast.process).code == "plan-kept-by-secretariat"


def test_every_change_keeps_its_reason_and_shows_as_slip(cast, quay):
    first = change_milestone(
        by=cast.amina, milestone=quay, kind="revised", window="2024-11",
        reasons={"en": "The hall is taken."}, source="letter of the host", at=AT,
    )  # fmt: skip
    change_milestone(
        by=cast.amina, milestone=quay, kind="actual", window="2024-09", mode="online",
        reasons={"fr": "Faute de fonds."}, known_on=date(2024, 9, 2), at=AT,
    )  # fmt: skip
    plan = plan_as_at(cast.process, None, date(2024, 12, 1))
    step = plan.step("quay")
    assert step.standing.planned.text == "2024-10"
    assert step.standing.revised.text == "2024-11"
    assert step.standing.actual.text == "2024-09"
    assert step.standing.mode == "online" and step.standing.planned_mode == "in-person"
    assert (step.standing.slip.direction, step.standing.slip.count) == ("early", 1)
    assert {str(c.row.reasons) for c in plan.changes} == {
        "{'en': 'The hall is taken.'}", "{'fr': 'Faute de fonds.'}",
    }  # fmt: skip
    line = Line.objects.get(subject=first.key)
    assert line.what == "roadmap.change_milestone" and line.process == "harbour"
    assert "hall" not in str(line.facts)  # nobody's words in the journal


def test_what_became_known_later_is_not_shown_before(cast, quay):
    change_milestone(
        by=cast.amina, milestone=quay, kind="revised", window="2025-01",
        reasons={"en": "Ice."}, known_on=date(2024, 8, 20), at=AT,
    )  # fmt: skip
    before = plan_as_at(cast.process, date(2024, 8, 19), TODAY).step("quay")
    after = plan_as_at(cast.process, date(2024, 8, 20), TODAY).step("quay")
    assert before.newer is None and after.newer.text == "2025-01"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "moved"}, "change-kind-unknown"),
        ({"reasons": {"en": "  "}}, "reason-missing"),
        ({"window": ""}, "window-missing"),
        ({"window": "2024-13"}, "window-unreadable"),
        ({"window": "2024-05/2024-02"}, "window-ends-before-it-starts"),
        ({"mode": "by post"}, "mode-unknown"),
        ({"kind": "mode", "window": ""}, "mode-missing"),
        ({"known_on": date(2024, 9, 3)}, "known-in-the-future"),
        ({"kind": "actual", "window": "2025-02"}, "happens-in-the-future"),
        ({"seen": 4}, "moved-meanwhile"),
    ],
)
def test_refusals(cast, quay, values, code):
    given = {"kind": "revised", "window": "2024-12", "reasons": {"en": "Ice."}} | values
    with pytest.raises(Refusal) as refused:
        change_milestone(by=cast.amina, milestone=quay, at=AT, **given)
    assert refused.value.code == code
    assert refused.value.sentence
    assert not quay.changes.exists()


def test_strangers_change_nothing(cast, quay):
    for person in (cast.bruno, cast.dana, cast.olga, cast.hana):
        with pytest.raises(Refusal) as refused:
            change_milestone(
                by=person, milestone=quay, kind="revised", window="2024-12",
                reasons={"en": "Ice."}, at=AT,
            )  # fmt: skip
        assert refused.value.code == "plan-kept-by-secretariat"


def test_a_step_is_added_after_the_plan(cast, quay):
    made = add_milestone(
        by=cast.amina, process=cast.process, titles={"en": "Open hearing"}, planned="2024-11/2024-12",
        reasons={"en": "Asked for by the group."}, predecessors=[quay], at=AT,
    )  # fmt: skip
    assert made.code == "open-hearing" and made.added_later and made.number is None
    assert plan_as_at(cast.process, date(2024, 9, 1), TODAY).step("open-hearing") is None
    step = plan_as_at(cast.process, date(2024, 9, 2), TODAY).step("open-hearing")
    assert step.after == ("quay",)
    with pytest.raises(Refusal) as twice:
        add_milestone(
            by=cast.amina, process=cast.process, titles={"en": "Open hearing"},
            planned="2024-11/2024-12", reasons={"en": "Again."}, at=AT,
        )  # fmt: skip
    assert twice.value.code == "milestone-there-already"


def test_a_title_without_latin_letters_has_an_address_too(cast):
    made = add_milestone(
        by=cast.amina, process=cast.process, titles={"ar": "جلسة استماع"}, planned="2024-11",
        reasons={"ar": "بطلب من الفريق"}, at=AT,
    )  # fmt: skip
    assert made.code


def test_a_step_never_comes_after_one_of_another_process(cast):
    strange = Milestone.objects.create(process=cast.other, code="far", titles={"en": "Far"})
    with pytest.raises(Refusal) as refused:
        add_milestone(
            by=cast.amina, process=cast.process, titles={"en": "Near"}, planned="2024-11",
            reasons={"en": "x"}, predecessors=[strange], at=AT,
        )  # fmt: skip
    assert refused.value.code == "of-another-process"
