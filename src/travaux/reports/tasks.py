"""Work of this room that the timetable does: it only calls actions."""

from __future__ import annotations

from travaux.consultations.models import Track
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal
from travaux.reports.actions import keep_closing
from travaux.reports.queries.editions import due_edition


def keep_closing_reports() -> int:
    """Closing reports of tracks that closed, or were answered whole, are kept; how many were."""
    kept, at = 0, clock.now()
    for track in Track.objects.select_related("process").order_by("pk"):
        occasion = due_edition(track, at)
        if not occasion:
            continue
        try:
            keep_closing(by=None, track=track, occasion=occasion, at=at)
        except Refusal as refused:
            if refused.code != "closing-unchanged":  # answers released anew, with the same outcomes
                raise
        else:
            kept += 1
    return kept
