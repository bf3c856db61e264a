"""Words of a text on a page: in a text from right to left the tags of delegations are isolated."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from travaux.core.texts.redline import Piece
from travaux.drafts import weaving

register = template.Library()


@register.filter
def isolated(text: str) -> SafeString:
    """Words of a text, escaped, with {USA+ FRA-} isolated; line breaks are kept."""
    return weaving.isolated(str(text))


@register.filter
def marked_up(pieces: Iterable[Piece]) -> SafeString:
    """The pieces of a redline with ins and del."""
    return weaving.marked_up(pieces)
