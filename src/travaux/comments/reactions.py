"""What this room does when a round changes; connected in `site/wiring.py`."""

from __future__ import annotations

from travaux.comments.actions.telling import tell_of_closing, tell_of_extension
from travaux.consultations.facts import RoundClosedEarly, RoundExtended


def on_extension(fact: RoundExtended) -> None:
    """Those who commented or drafted get a mail."""
    tell_of_extension(by=fact.by, round=fact.round, extension=fact.extension, at=fact.at)


def on_closing(fact: RoundClosedEarly) -> None:
    """Those who commented or drafted get a mail."""
    tell_of_closing(by=fact.by, round=fact.round, at=fact.at)
