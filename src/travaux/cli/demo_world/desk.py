"""Colleagues of an invented state prepare its one set: notes on a desk, some sorted already."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

COLLEAGUES = (
    ("ines@demo.example", "Ines (invented)", "contributor"),
    ("jonas@demo.example", "Jonas (invented)", "contributor"),
    ("ruth@demo.example", "Ruth (invented)", "reviewer"),
)
NOTES = (
    (0, 2, "te", "Say which office of a city answers for its data."),
    (1, 2, "te", "Name who is responsible for data in a city."),
    (1, 4, "ed", "Shorten this sentence."),
    (0, 5, "ge", "Small cities need more time for this."),
)


def tell(world: Any, at: datetime) -> None:
    """The focal point of State A opened a desk, invited three, and took one note so far."""
    from travaux.comments.rules import Entry, Speaking
    from travaux.consolidation import actions
    from travaux.drafts.models import Paragraph

    farid, round = world.people["farid@demo.example"], world.tracks["regional round"]
    began = at - timedelta(days=1)
    desk = actions.open_desk(
        by=farid,
        round=round,
        speaking=Speaking("state", country=world.countries["X-A"]),
        until=at + timedelta(days=6),
        guidance="Write on what concerns your office. (Invented.)",
        language="en",
        at=began,
    )
    people = [
        actions.invite_colleague(
            by=farid, desk=desk, email=email, name=name, part=part, language="en", at=began
        )
        for email, name, part in COLLEAGUES
    ]
    paragraphs = list(
        Paragraph.objects.filter(version=round.version, kind="paragraph")
        .select_related("anchor")
        .order_by("position")[:6]
    )
    made = [
        actions.write_note(
            by=people[who],
            desk=desk,
            entry=Entry("paragraph", paragraphs[place], type, text, language="en"),
            hand=True,
            at=began,
        )
        for who, place, type, text in NOTES
    ]
    actions.take_notes(by=people[2], desk=desk, notes=made[:1], at=at)
    why = "The paragraph is short as it is. (Invented.)"
    actions.reject_notes(by=people[2], desk=desk, notes=made[2:3], reason=why, at=at)
    world.desk = desk
