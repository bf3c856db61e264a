"""Work that does not wait for a page: queued in the same transaction, done by `travaux work`.

A task only calls an action or a sender, and may be repeated: after a kill it is delivered again.
"""

from __future__ import annotations

import time
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from travaux.core.problems import Unusable
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal

# name -> (dotted function, minutes between); filled by site/wiring.py
PERIODIC: dict[str, tuple[str, int]] = {}
_PAUSE = 5.0  # seconds: one process asks for the same work at most this often
_last: dict[str, float] = {}


def every(minutes: int, name: str, function: str) -> None:
    """Announce work that is done again and again."""
    PERIODIC[name] = (function, minutes)


def write_schedules() -> None:
    """Bring the worker's timetable in line with what was announced."""
    for name, (function, minutes) in PERIODIC.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={
                "func": function,
                "schedule_type": Schedule.MINUTES,
                "minutes": minutes,
                "repeats": -1,
            },
        )
    Schedule.objects.exclude(name__in=PERIODIC).delete()


def later(function: str, *arguments: Any) -> None:
    """Queue a task with the running transaction: rolled back, it never was."""
    async_task(function, *arguments)


def soon(function: str) -> None:
    """Ask, once this transaction is durable, for work that the timetable would do anyway.

    Two hundred submissions a second do not queue two hundred times: what was asked a moment ago
    is not asked again, and what slips through is found by the timetable.
    """

    def ask() -> None:
        now = time.monotonic()
        if now - _last.get(function, -_PAUSE) >= _PAUSE:
            _last[function] = now
            async_task(function)

    transaction.on_commit(ask, robust=True)


def start_job(
    function: str,
    *,
    what: str,
    by_key: str,
    at: datetime,
    process_code: str = "",
    **arguments: Any,
) -> Job:
    """Long work with a row that a page can watch; queued with the running transaction.

    `function` (dotted) is called as `function(job, **arguments)` and returns plain values.
    """
    job = Job.objects.create(what=what, by_key=by_key, process_code=process_code, asked_at=at)
    later("travaux.plumbing.tasks.run_job", function, job.key, arguments)
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Say how far it is. Call it outside of the work's own transaction, or nobody sees it."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total)


def run_job(function: str, key: str, arguments: dict[str, Any]) -> None:
    """Do a job, unless it was done; what stops it becomes a code that the page words."""
    job = Job.objects.get(key=key)
    changed = Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, Job.State.RUNNING])
    if not changed.update(state=Job.State.RUNNING):
        return
    module, _, name = function.rpartition(".")
    state, said = Job.State.DONE, {}
    try:
        result = getattr(import_module(module), name)(job, **arguments)
        said = result if isinstance(result, dict) else {}
    except Refusal as refused:
        state = Job.State.FAILED
        said = {"code": refused.code, "facts": dict(refused.verdict.facts)}
    except Unusable as problem:
        one = problem.problem
        state = Job.State.FAILED
        said = {"code": one.code, "where": one.where, "facts": dict(one.facts)}
    except Exception:
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.FAILED, said={"code": "job-broke"}, ended_at=timezone.now()
        )
        raise
    Job.objects.filter(pk=job.pk).update(state=state, said=said, ended_at=timezone.now())
