"""Working back from a session: the example that the field knows, and the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from travaux.core.problems import Unusable
from travaux.core.schedules.closures import Closure, Closures
from travaux.core.schedules.spreads import Spread
from travaux.core.schedules.tasks import Deadline, Network, Task, Wait
from travaux.core.schedules.windows import Window
from travaux.core.schedules.working_back import work_back

W = Window.parse
RULE = (Deadline("submission", "session", 70), Deadline("issue", "session", 42, submit=False))


def network(meeting: str = "2025-03", **more) -> Network:
    return Network(
        (
            Task("draft", W("2024-12")),
            Task("meeting", W(meeting), (Wait("draft", 42),), Spread.of(14, 28, 70)),
            Task("session", W("2025-05-29/2025-05-30"), (Wait("meeting"),), Spread.of(21, 42, 70), fixed=True),
        ),
        "session",
        RULE,
        **more,
    )  # fmt: skip


def test_a_session_on_29_may_with_ten_and_six_weeks():
    found = work_back(network())
    assert found.session == date(2025, 5, 29)
    assert [(d.code, d.by) for d in found.documents] == [
        ("submission", date(2025, 3, 20)),
        ("issue", date(2025, 4, 17)),
    ]
    (left,) = found.left
    assert (left.code, left.document, left.days) == ("meeting", "submission", 19)
    assert left.needs == 21  # two days more than there are


def test_each_step_has_its_latest_day():
    found = {x.code: x for x in work_back(network()).latest}
    assert found["meeting"].latest == date(2025, 2, 27)  # 20 March less 21 days of drafting
    assert found["meeting"].at_best == -2 and found["meeting"].spare == -32
    assert found["draft"].latest == date(2025, 1, 2)  # less 14 days to prepare, 42 for comments
    assert found["draft"].likely < found["draft"].latest


def test_a_closed_window_and_a_weekend_make_it_earlier():
    shut = Closures("un", (Closure(W("2025-02-24/2025-02-28")),), (6, 7))
    plain = network()
    tasks = (plain.tasks[0], plain.tasks[1], plain.tasks[2])
    from dataclasses import replace

    with_calendar = replace(
        plain,
        tasks=(tasks[0], replace(tasks[1], calendar="un"), replace(tasks[2], calendar="un")),
        calendars=(shut,),
    )
    found = {x.code: x for x in work_back(with_calendar).latest}
    assert found["meeting"].latest == date(2025, 2, 21)  # Friday before the closed week


def test_without_a_rule_the_work_may_end_on_the_day_itself():
    net = network()
    found = work_back(Network(net.tasks, "session"))
    assert found.documents == () and found.left == ()
    assert next(x for x in found.latest if x.code == "meeting").latest == date(2025, 5, 8)


def test_a_target_without_a_date_is_named():
    with pytest.raises(Unusable) as refused:
        work_back(Network((Task("session"),), "session"))
    assert refused.value.code == "schedule-target-without-date"
