"""Many files are dropped at once: kept as they came, read by the worker, then taken in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from travaux.comments.actions.tables import import_comment_table
from travaux.comments.models import Capacity, Intake, IntakeFile
from travaux.comments.queries.intake import MOST_FILES, MOST_OPENED, Glance, depth_of
from travaux.comments.queries.tables import TablePlan
from travaux.comments.queries.understanding import decisions_of
from travaux.comments.rules import may_import
from travaux.comments.states import IntakeState
from travaux.consultations.models import Round
from travaux.core.formats.mails import NESTING, Attachment
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import refuse, require


@action
def open_intake(
    *, by: Person, round: Round, files: Sequence[tuple[str, Any]], at: datetime
) -> Intake:
    """Files (name, bytes or upload) are kept as they came, and the worker begins to read them."""
    require(may_import(by, round, at))
    if not files:
        raise refuse("no-file-chosen")
    if len(files) > MOST_FILES:
        raise refuse("too-many-files", most=MOST_FILES)
    process = round.process.code
    intake = Intake.objects.create(round=round, by_key=by.key, at=at)
    digests = []
    for place, (name, data) in enumerate(files, 1):
        kept = keep_file(data=data, name=name, at=at, received_from=by.key, process_code=process)
        IntakeFile.objects.create(intake=intake, file=kept, place=place)
        digests.append(kept.digest)
    _start(intake, "travaux.comments.tasks.read_intake", "comments.open_intake", by, at)
    record(
        by=by,
        subject=intake.key,
        process=process,
        at=at,
        facts={"round": round.key, "files": len(files), "digests": digests},
    )
    return intake


def _start(intake: Intake, function: str, what: str, by: Person, at: datetime) -> None:
    job = start_job(
        function,
        what=what,
        by_key=by.key,
        at=at,
        process_code=intake.round.process.code,
        intake_key=intake.key,
    )
    intake.job = job.key
    Intake.objects.filter(pk=intake.pk).update(job=job.key)


@action
def note_glance(*, by: Person | None, file: IntakeFile, glance: Glance, at: datetime) -> None:
    """What the worker found in one file is written down."""
    changed = IntakeFile.objects.filter(pk=file.pk, state=IntakeState.WAITING).update(
        state=glance.state,
        comments=glance.comments,
        unplaced=glance.unplaced,
        member=glance.member[:300],
        said=dict(glance.said or {}),
    )
    if not changed:
        nothing_to_record()
        return
    record(
        by=by,
        subject=file.file.key,
        process=file.intake.round.process.code,
        at=at,
        facts={"state": glance.state, "comments": glance.comments, "unplaced": glance.unplaced},
    )


@action
def open_attached(
    *, by: Person | None, file: IntakeFile, attachments: Sequence[Attachment], at: datetime
) -> list[IntakeFile]:
    """The files of a mail become files of the inbox of their own, with the mail as their source.

    At most so many of one inbox, and of mails within mails so deep; what is left out is told on
    the mail.
    """
    wanted = [one for one in attachments if one.is_file and one.data]
    intake = file.intake
    if not wanted or IntakeFile.objects.filter(source=file).exists():
        nothing_to_record()
        return []
    deep = depth_of(file) >= NESTING
    there = IntakeFile.objects.filter(intake=intake)
    room = 0 if deep else MOST_OPENED - there.filter(source__isnull=False).count()
    last = there.order_by("-place").values_list("place", flat=True)[:1].get()
    process = intake.round.process.code
    made = []
    for place, one in enumerate(wanted[: max(0, room)], last + 1):
        kept = keep_file(
            data=one.data, name=one.name, at=at, received_from=intake.by_key, process_code=process
        )
        made.append(IntakeFile.objects.create(intake=intake, file=kept, place=place, source=file))
    if left := len(wanted) - len(made):
        code = "attachments-too-deep" if deep else "attachments-left-out"
        problem = {"code": code, "where": "", "facts": {"count": left}}
        said = {**file.said, "problems": [*file.said.get("problems", []), problem]}
        IntakeFile.objects.filter(pk=file.pk).update(said=said)
    record(
        by=by,
        subject=file.file.key,
        process=process,
        at=at,
        facts={"files": len(made), "left_out": left, "digests": [one.file.digest for one in made]},
    )
    return made


@action
def settle_intake(
    *,
    by: Person,
    intake: Intake,
    choices: Mapping[int, tuple[str, str, bool]],
    late: bool,
    at: datetime,
    only: Collection[int] | None = None,
) -> int:
    """By place of the file: for whom it speaks, in which capacity, and whether it is taken in.

    `only` are the places that were shown: the other files wait on.
    """
    require(may_import(by, intake.round, at))
    if late != intake.late and intake.files.filter(state=IntakeState.CHOSEN).exists():
        # those come in by the same word on lateness
        raise refuse("intake-under-way")
    wanted = 0
    for file in intake.files.filter(state=IntakeState.READ).select_related("file"):
        if only is not None and file.place not in only:
            continue
        member, capacity, take = choices.get(file.place, (file.member, file.capacity, True))
        if capacity not in Capacity.values:
            raise refuse("capacity-unheard-of")
        if take and decisions_of(intake.round, file.file).stuck:
            raise refuse("file-places-unknown", name=file.file.name)
        state = IntakeState.CHOSEN if take else IntakeState.LEFT_OUT
        wanted += take
        IntakeFile.objects.filter(pk=file.pk).update(
            member=member[:300], capacity=capacity, state=state
        )
    Intake.objects.filter(pk=intake.pk).update(late=late)
    if not wanted:
        raise refuse("no-file-chosen")
    _start(intake, "travaux.comments.tasks.take_intake", "comments.settle_intake", by, at)
    record(
        by=by,
        subject=intake.key,
        process=intake.round.process.code,
        at=at,
        facts={"round": intake.round.key, "files": wanted},
    )
    return wanted


@action
def take_intake_file(
    *, by: Person, file: IntakeFile, plan: TablePlan, late: bool, at: datetime
) -> int:
    """One chosen file comes in like a table; delivered twice, it comes in once."""
    changed = IntakeFile.objects.filter(pk=file.pk, state=IntakeState.CHOSEN)
    state = IntakeState.TAKEN if plan.rows else IntakeState.LEFT_OUT
    if not changed.update(state=state, comments=len(plan.rows), unplaced=len(plan.unplaced)):
        nothing_to_record()
        return 0
    if not plan.rows:
        nothing_to_record()
        return 0
    if file.member:
        rows = tuple(replace(row, row=replace(row.row, member=file.member)) for row in plan.rows)
        plan = replace(plan, rows=rows)
    import_comment_table(
        by=by,
        round=file.intake.round,
        plan=plan,
        file=file.file,
        at=at,
        capacity=file.capacity,
        late=late,
    )
    record(
        by=by,
        subject=file.file.key,
        process=file.intake.round.process.code,
        at=at,
        facts={"intake": file.intake.key, "comments": len(plan.rows)},
    )
    return len(plan.rows)


@action
def set_intake_file_aside(
    *, by: Person | None, file: IntakeFile, said: Mapping[str, Any], at: datetime
) -> None:
    """What stopped a chosen file is written down; the others go on."""
    IntakeFile.objects.filter(pk=file.pk).update(state=IntakeState.FAILED, said=dict(said))
    record(
        by=by,
        subject=file.file.key,
        process=file.intake.round.process.code,
        at=at,
        facts={"code": str(said.get("code", ""))},
    )
