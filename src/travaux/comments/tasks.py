"""Long work of this room: it only calls an action."""

from __future__ import annotations

from typing import Any

from travaux.comments.actions import import_comment_table
from travaux.comments.actions.intake import (
    note_glance,
    open_attached,
    set_intake_file_aside,
    take_intake_file,
)
from travaux.comments.models import Comment, Intake, IntakeFile
from travaux.comments.queries.intake import Glance, StateNames, at_first_sight
from travaux.comments.queries.understanding import decided_plan
from travaux.comments.states import IntakeState
from travaux.consultations.models import Round
from travaux.core.problems import Unusable
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.files import file_bytes
from travaux.plumbing.models import Job, StoredFile
from travaux.plumbing.tasks import progress
from travaux.plumbing.verdicts import Refusal, refuse


def import_table(
    job: Job, *, round_key: str, file_key: str, capacity: str, late: bool
) -> dict[str, Any]:
    """Bring in a large table; delivered twice, it is brought in once."""
    round = Round.objects.select_related("process", "version__text").get(key=round_key)
    file = StoredFile.objects.get(key=file_key)
    by = Person.objects.get(key=job.by_key)
    try:
        data = file_bytes(file)
    except FileNotFoundError:
        raise refuse("file-gone") from None
    plan, _wrong = decided_plan(round, file, data)
    progress(job, 0, len(plan.rows))
    try:
        import_comment_table(
            by=by,
            round=round,
            plan=plan,
            file=file,
            at=clock.now(),
            capacity=capacity,
            late=late,
        )
    except Refusal as refused:
        mine = Comment.objects.filter(submission__source_file=file, submission__round=round)
        if refused.code != "table-imported-before" or not mine.exists():
            raise
    progress(job, len(plan.rows), len(plan.rows))
    return {"comments": len(plan.rows), "unplaced": len(plan.unplaced)}


def _intake(key: str) -> Intake:
    return Intake.objects.select_related("round__process", "round__version__text").get(key=key)


def read_intake(job: Job, *, intake_key: str) -> dict[str, Any]:
    """Look at each file of an intake; one that cannot be read stops none of the others."""
    intake = _intake(intake_key)
    waiting = list(intake.files.select_related("file"))
    states, done = StateNames(), 0
    while waiting:
        file = waiting.pop(0)
        file.intake = intake
        if file.state == IntakeState.WAITING:
            waiting += _look_at(file, states)
        done += 1
        progress(job, done, done + len(waiting))
    return {"files": done}


def _look_at(file: IntakeFile, states: StateNames) -> list[IntakeFile]:
    """One file is looked at; those that are attached to it come next."""
    member = file.source.member if file.source is not None else ""
    try:
        data = file_bytes(file.file)
    except FileNotFoundError:
        glance = Glance(IntakeState.FAILED, said={"code": "file-gone", "facts": {}})
    else:
        glance = at_first_sight(file.intake.round, data, file.file.name, states, member=member)
    note_glance(by=None, file=file, glance=glance, at=clock.now())
    if not glance.attachments:
        return []
    file.said, file.member = dict(glance.said or {}), glance.member
    return open_attached(by=None, file=file, attachments=glance.attachments, at=clock.now())


def take_intake(job: Job, *, intake_key: str) -> dict[str, Any]:
    """Take in each chosen file of an intake; one that is refused stops none of the others."""
    intake = _intake(intake_key)
    by = Person.objects.get(key=job.by_key)
    files = list(intake.files.filter(state=IntakeState.CHOSEN).select_related("file"))
    taken = 0
    for done, file in enumerate(files, 1):
        file.intake = intake
        said: dict[str, Any] = {}
        try:
            plan, _wrong = decided_plan(intake.round, file.file, file_bytes(file.file))
            taken += take_intake_file(by=by, file=file, plan=plan, late=intake.late, at=clock.now())
        except Refusal as refused:
            said = {"code": refused.code, "facts": dict(refused.verdict.facts)}
        except Unusable as unusable:
            said = {"code": unusable.code, "facts": dict(unusable.problem.facts)}
        except FileNotFoundError:
            said = {"code": "file-gone", "facts": {}}
        if said:
            set_intake_file_aside(by=None, file=file, said=said, at=clock.now())
        progress(job, done, len(files))
    return {"comments": taken}
