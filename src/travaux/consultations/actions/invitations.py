"""Whoever follows the address in an invitation has opened it."""

from __future__ import annotations

from datetime import datetime

from travaux.consultations.models import Invitation
from travaux.journal.actions import Actor, action, nothing_to_record, record


@action
def note_opened(*, by: Actor | None, invitation: Invitation, at: datetime) -> None:
    """An invitation was opened; the first time is kept."""
    first = Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=at)
    if not first:
        nothing_to_record()
        return
    record(
        by=by,
        subject=invitation.round.key,
        process=invitation.round.process.code,
        at=at,
        facts={"round": invitation.round.key},
    )
