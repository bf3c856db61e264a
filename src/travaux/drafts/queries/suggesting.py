"""Suggestions beside a chair's text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from travaux.drafts.models import Suggestion, Version
from travaux.drafts.weaving import redlined
from travaux.people.models import Appointment
from travaux.plumbing.languages import said


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion with the paragraph as it would read, its changes marked."""

    it: Suggestion
    party: str
    number: str
    shown: SafeString
    ended: bool  # the mandate under which it was made is over
    outdated: bool  # the paragraph read otherwise when it was made


def suggestions_on(version: Version, at: datetime, anchor: str = "") -> dict[str, list[Suggested]]:
    """What delegations suggest and have not withdrawn, by paragraph in the order of the text."""
    rows = Suggestion.objects.filter(version=version, withdrawn_at__isnull=True)
    if anchor:
        rows = rows.filter(anchor__key=anchor)
    held = list(rows.select_related("country", "anchor").order_by("pk"))
    if not held:
        return {}
    paragraphs = {
        key: (position, number, body)
        for key, position, number, body in version.paragraphs.filter(
            anchor__in={one.anchor_id for one in held}
        ).values_list("anchor__key", "position", "number", "body")
    }
    standing = set(
        Appointment.objects.filter(key__in={one.mandate for one in held}, begins_at__lte=at)
        .exclude(ends_at__lte=at)
        .values_list("key", flat=True)
    )
    found: dict[str, list[Suggested]] = defaultdict(list)
    order = {key: row[0] for key, row in paragraphs.items()}
    for one in sorted(held, key=lambda s: (order.get(s.anchor.key, 10**9), s.pk)):
        _position, number, body = paragraphs.get(one.anchor.key, (0, "", one.wording))
        found[one.anchor.key].append(
            Suggested(
                one,
                said(one.country.names),
                number,
                redlined(body, one.words),
                one.mandate not in standing,
                one.wording != body,
            )
        )
    return dict(found)
