"""What a person read in a file of the inbox is entered for its author, the file attached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from travaux.comments.actions.on_behalf import submit_on_behalf
from travaux.comments.models import IntakeFile, Submission
from travaux.comments.rules import may_enter_from
from travaux.comments.states import IntakeState
from travaux.consultations.models import Round
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import refuse, require


@action
def enter_from_inbox(
    *,
    by: Person,
    round: Round,
    file: IntakeFile,
    at: datetime,
    files: Sequence[Any] = (),
    **told: Any,
) -> Submission:
    """One comment of a scan, a letter or a mail is entered; the file itself is its source.

    `told` is what `submit_on_behalf` asks besides. A file may bring several comments: each is
    entered by itself, and the file counts them.
    """
    file = (
        IntakeFile.objects.select_for_update(of=("self",))
        .select_related("file", "intake")
        .get(pk=file.pk)
    )
    require(may_enter_from(file))
    try:
        data = file_bytes(file.file)
    except FileNotFoundError:
        raise refuse("file-gone") from None
    source = ContentFile(data, name=file.file.name)
    submission = submit_on_behalf(by=by, round=round, files=[source, *files], at=at, **told)
    Submission.objects.filter(pk=submission.pk).update(from_inbox=file)
    before = file.comments if file.state == IntakeState.ENTERED else 0
    IntakeFile.objects.filter(pk=file.pk).update(
        state=IntakeState.ENTERED, comments=before + 1, unplaced=0
    )
    record(
        by=by,
        subject=file.file.key,
        process=round.process.code,
        at=at,
        facts={"intake": file.intake.key, "receipt": submission.receipt},
    )
    return submission
