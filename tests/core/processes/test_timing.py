"""What a plan says of time: read, checked, made into a network; the reference process looked back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import travaux.roadmap
from travaux.core.processes.board import steps_of
from travaux.core.processes.reading import read_process
from travaux.core.processes.timing import network_of, read_timing, seen_of
from travaux.core.schedules.forecast import forecast
from travaux.core.schedules.protection import protection
from travaux.core.schedules.working_back import work_back

PLAN = Path(travaux.roadmap.__file__).parent / "data" / "people-centred-smart-cities.toml"
METHOD = Path(__file__).parents[3] / "docs" / "methods" / "forecast.md"
REPORT = date(2023, 10, 31)


@pytest.fixture(scope="module")
def plan():
    found, problems = read_process(PLAN.read_bytes())
    assert found is not None and not problems
    return found


@pytest.fixture(scope="module")
def network(plan):
    return network_of(plan.timing, seen_of(steps_of(plan), REPORT, REPORT), REPORT)


def problems(extra: str) -> dict[str, dict]:
    """The problems that a change of the reference plan makes, by code."""
    text = PLAN.read_text().replace("[report]\n", extra + "\n[report]\n", 1)
    _, found = read_process(text.encode())
    return {p.code: {"where": p.where, **p.facts} for p in found}


def test_every_range_of_the_reference_says_that_it_is_assumed(plan):
    assert len(plan.timing.durations) == 15
    assert all(d.assumed and d.source for d in plan.timing.durations)
    assert all(d.source for d in plan.timing.deadlines)
    assert all(c.source for k in plan.timing.calendars for c in k.closures)


def test_what_is_kept_of_the_table_reads_back_as_the_same(plan):
    again = read_timing(dict(plan.timing.raw))
    assert again == plan.timing


def test_a_plan_without_the_table_still_has_a_network(plan):
    from travaux.core.processes.plan import Timing

    net = network_of(Timing(), seen_of(steps_of(plan), REPORT, REPORT), REPORT)
    assert net.target == "final-version" and all(t.spread is None for t in net.tasks)
    assert forecast(net, REPORT, seed=1, draws=10).kept == ()


def test_as_at_the_report_nothing_later_is_known(network):
    codes = {t.code for t in network.tasks}
    assert "open-consultation" not in codes
    session = network.task("final-version")
    assert session.fixed and session.window.text == "2025-06"
    assert network.task("call-hosts").began_on == date(2023, 9, 1)
    assert {w.days for w in network.task("egm-3").after} == {42}


def test_slips_that_are_known_condition_the_forecast(plan):
    """With all on record in May 2024: meeting 1 is over, and its day stands."""
    day = date(2024, 5, 1)
    net = network_of(plan.timing, seen_of(steps_of(plan), None, day), day)
    found = forecast(net, day, seed=1, draws=2000)
    assert found.finish("egm-1").done and found.finish("egm-1").p95 == date(2024, 4, 18)
    assert found.finish("final-version").fixed == date(2025, 5, 29)


def test_the_page_of_the_method_shows_the_back_test_as_it_comes_out(network):
    found = forecast(network, REPORT, seed=1)
    page = METHOD.read_text()
    for code in ("egm-1", "egm-2", "regional-2", "final-version"):
        end = found.finish(code)
        assert f"| {end.p50} | {end.p80} | {end.p95} |" in page, (code, end)
    assert f"was {found.chance:.0%}".replace("%", " %") in page
    egm_1, egm_2 = found.finish("egm-1"), found.finish("egm-2")
    assert egm_1.p05 <= date(2024, 4, 17) <= egm_1.p50  # within, as the page says
    assert date(2024, 9, 30) < egm_2.p05  # missed, as the page says
    assert found.finish("regional-2").p05 <= date(2024, 11, 1) <= found.finish("regional-2").p95


def test_the_rule_of_ten_weeks_cannot_be_kept_by_this_plan(network):
    found = forecast(network, REPORT, seed=1)
    document = next(k for k in found.kept if k.document)
    assert document.by == date(2025, 3, 23) and document.probability == 0
    best = protection(network, REPORT, found, seed=1)
    assert best and best[0].chance > found.chance


def test_the_worked_example_comes_out_of_the_reference_plan(plan):
    """With all on record, the session opens on 29 May 2025."""
    eve = date(2025, 5, 28)
    found = work_back(network_of(plan.timing, seen_of(steps_of(plan), None, eve), eve))
    assert [d.by for d in found.documents] == [date(2025, 3, 20), date(2025, 4, 17)]
    assert [(x.code, x.days) for x in found.left] == [("egm-3", 19)]


DURATION = '[[schedule.durations]]\nmilestone = "{}"\nsource = "made up"\n{}\n'


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (DURATION.format("nobody", "weeks = [1, 2, 3]"), "plan-milestone-unknown"),
        (DURATION.format("egm-1", "weeks = [1, 2, 3]"), "plan-code-twice"),
        (DURATION.format("open-consultation", "weeks = [3, 2, 1]"), "spread-out-of-order"),
        (DURATION.format("open-consultation", "weeks = [1, 2]"), "plan-range-of-three"),
        (DURATION.format("open-consultation", "weeks = [1, 2, -3]"), "plan-not-numbers"),
        (DURATION.format("open-consultation", "days = [1, 2, 99999]"), "spread-too-long"),
        (DURATION.format("open-consultation", "past = [4]\ndays = [1, 2, 3]"), "plan-range-of-one-kind"),
        (DURATION.format("open-consultation", 'past = [4]\nshape = "round"'), "plan-shape-unknown"),
        (DURATION.format("open-consultation", 'past = [4]\ncalendar = "moon"'), "schedule-calendar-unknown"),
        (DURATION.format("open-consultation", "past = [4]\nhaste = true"), "plan-key-unknown"),
    ],
)  # fmt: skip
def test_a_faulty_range_is_named(extra, code):
    assert code in problems(extra)


def test_other_faults_are_named_at_their_place():
    titles = "titles = {en='x', fr='x', es='x', ru='x', ar='x', zh='x'}\nsource = 'made up'\n"
    period = "[[schedule.periods]]\ncode = 'p'\nfrom = 'kick-off'\nto = 'egm-3'\n" + titles
    found = problems(period)
    assert found["plan-weeks-or-days"]["where"] == "period p"
    assert found["plan-period-without-order"]["predecessor"] == "kick-off"
    calendar = "[[schedule.calendars]]\ncode = 'c'\nweekend = [1, 2, 3, 4, 5, 6, 7]\n" + titles
    closure = "[[schedule.calendars.closures]]\nwindow = '2024-05/2024-02'\n" + titles
    found = problems(calendar + closure)
    assert "plan-weekend-unfit" in found
    assert found["window-ends-before-it-starts"]["where"] == "calendar c, closure 1, window"


def test_a_circle_of_milestones_is_named_whole():
    text = PLAN.read_text().replace('after = ["call-experts"]', 'after = ["zero-draft"]', 1)
    _, found = read_process(text.encode())
    (circle,) = [p for p in found if p.code == "plan-circle"]
    assert circle.facts["steps"] in {"4 → 9 → 6 → 4", "6 → 4 → 9 → 6", "9 → 6 → 4 → 9"}
