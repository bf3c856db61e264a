"""Long work of this room: it only calls an action."""

from __future__ import annotations

from typing import Any

from travaux.comments.actions import import_comment_table
from travaux.comments.models import Comment
from travaux.comments.queries import plan_table
from travaux.consultations.models import Round
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
    plan = plan_table(round, data, file.name)
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
