"""Windows and outcomes in words, for the pages of this room."""

from __future__ import annotations

from django import template

from travaux.answers.wording import outcome_words
from travaux.core.schedules.windows import Window
from travaux.roadmap.windows import window_words

register = template.Library()


@register.filter
def window(value: Window | str | None) -> str:
    """ "Feb 2024": as precise as it is on record."""
    return window_words(Window.parse(value) if isinstance(value, str) and value else value or None)


@register.filter
def outcome_name(code: str) -> str:
    """An outcome in the reader's language."""
    return outcome_words(code)
