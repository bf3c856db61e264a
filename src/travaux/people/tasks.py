"""Work of this room that the timetable does."""

from __future__ import annotations

from travaux.people import actions
from travaux.people.models import Declaration
from travaux.plumbing import clock


def erase_past_declarations() -> int:
    """What was declared goes when the rule of its process says so; how many versions."""
    kept = Declaration.objects.filter(erased_at__isnull=True)
    codes = kept.order_by().values_list("process_code", flat=True).distinct()
    return sum(
        actions.erase_past_declarations(by=None, process_code=code, at=clock.now())
        for code in list(codes)
    )
