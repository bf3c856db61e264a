"""What meetings decided, as one of the things that stand behind a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from travaux.answers.queries.behind import Behind
from travaux.drafts.models import Version
from travaux.meetings.queries.meetings import decisions_before, name_of
from travaux.people.models import Person
from travaux.roadmap.windows import day_words


def decisions(
    version: Version, person: Person | None, at: datetime, anchors: Sequence[str]
) -> Iterator[tuple[str, Behind]]:
    """What meetings on the version before decided on a paragraph; its minutes are open to all."""
    for decision in decisions_before(version, anchors):
        meeting = decision.meeting
        day = day_words(localtime(meeting.starts_at, ZoneInfo(meeting.zone)).date())
        yield (
            decision.anchor.key,  # type: ignore[union-attr]
            Behind(
                _("Decision of a meeting"),
                decision.text,
                decision.language,
                f"{name_of(meeting)}, {day}",
                ("meetings:meeting", meeting.key),
                source="meetings",
            ),
        )
