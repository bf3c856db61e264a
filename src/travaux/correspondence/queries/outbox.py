"""Mails of a process, held, on their way or sent."""

from __future__ import annotations

from django.db.models import QuerySet

from travaux.plumbing.models import Mail


def mails_of(process_code: str) -> QuerySet[Mail]:
    """All mails of a process, the latest first."""
    return (
        Mail.objects.filter(process_code=process_code)
        .select_related("file")
        .order_by("-written_at", "-pk")
    )


def held_mails(process_code: str) -> QuerySet[Mail]:
    """What waits for somebody to let it go, in the order it was written."""
    return mails_of(process_code).filter(state=Mail.State.HELD).order_by("written_at", "pk")
