"""Work that does not wait for a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django_q.models import OrmQ, Schedule

from travaux.core.problems import Unusable
from travaux.plumbing import tasks
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import refuse

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HERE = "tests.plumbing.test_tasks."


def count_to_three(job: Job, upto: int) -> dict[str, int]:
    for n in range(upto):
        tasks.progress(job, n + 1, upto)
    return {"counted": upto}


def refuses(job: Job) -> None:
    raise refuse("not-your-role")


def cannot(job: Job) -> None:
    raise Unusable("key-unreadable", where="row 3")


def breaks(job: Job) -> None:
    raise ZeroDivisionError


def _start(name: str, **arguments) -> Job:
    return tasks.start_job(HERE + name, what="count", by_key="p-1", at=NOON, **arguments)


def test_a_task_is_queued_with_its_transaction(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _start("count_to_three", upto=3)
        1 / 0  # noqa: B018
    assert (OrmQ.objects.count(), Job.objects.count()) == (0, 0)
    _start("count_to_three", upto=3)
    assert (OrmQ.objects.count(), Job.objects.count()) == (1, 1)


def test_a_job_says_how_far_it_is_and_what_came_of_it(db):
    job = _start("count_to_three", upto=3)
    tasks.run_job(HERE + "count_to_three", job.key, {"upto": 3})
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 3, 3)
    assert job.said == {"counted": 3}
    tasks.run_job(HERE + "breaks", job.key, {})  # delivered again after it was done
    job.refresh_from_db()
    assert job.state == Job.State.DONE


@pytest.mark.parametrize(
    ("name", "code"), [("refuses", "not-your-role"), ("cannot", "key-unreadable")]
)
def test_what_stops_a_job_is_kept_as_a_code(db, name, code):
    job = _start(name)
    tasks.run_job(HERE + name, job.key, {})
    job.refresh_from_db()
    assert (job.state, job.said["code"]) == (Job.State.FAILED, code)


def test_a_fault_of_ours_is_in_the_log_and_on_the_page(db):
    job = _start("breaks")
    with pytest.raises(ZeroDivisionError):
        tasks.run_job(HERE + "breaks", job.key, {})
    job.refresh_from_db()
    assert job.said == {"code": "job-broke"}


def test_the_timetable_is_written_once_and_old_entries_go(db):
    Schedule.objects.create(name="gone", func="a.b", schedule_type=Schedule.DAILY)
    tasks.write_schedules()
    tasks.write_schedules()
    assert sorted(Schedule.objects.values_list("name", flat=True)) == sorted(tasks.PERIODIC)
    assert "hand over mail" in tasks.PERIODIC
