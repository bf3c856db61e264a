"""Who holds what on a bracket, in words: for pages and for documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from travaux.drafts.queries.negotiating import Bracket, Held, Negotiated, WideBracket
from travaux.drafts.wording import AGREEMENTS, CARRIED, STANCES


@dataclass(frozen=True, slots=True)
class Told:
    """A position with its words; `bracket` is the number of its bracket in the paragraph, from 1."""

    it: Held
    stance: Any
    carried: Any
    bracket: int

    @property
    def remarks(self) -> list[str]:
        """What is to be known of it: that its mandate ended, that it is of another wording, ..."""
        found = [] if self.it.stand else [_("in the text")]
        if self.it.ended:
            found.append(_("mandate ended"))
        if self.carried:
            found.append(str(self.carried))
        elif self.it.outdated:
            found.append(_("on an earlier wording"))
        return found


@dataclass(frozen=True, slots=True)
class ToldBracket:
    """A bracket of a paragraph as it is told elsewhere than on its own page."""

    it: Bracket
    held: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Negotiation:
    """How far a paragraph is, its open brackets with who holds what, and what is around it."""

    status: str
    brackets: tuple[ToldBracket, ...]
    around: tuple[WideTold, ...]

    def __bool__(self) -> bool:
        return bool(self.status or self.brackets or self.around)


@dataclass(frozen=True, slots=True)
class WideTold:
    """A bracket over several paragraphs: in which it opens and closes, and who holds what."""

    words: str
    held: tuple[Told, ...]


def negotiation(found: Negotiated | None, around: Iterable[WideBracket]) -> Negotiation:
    """What is to be told of a paragraph's negotiation; false where there is nothing."""
    brackets = [b for b in found.brackets if b.is_open] if found else []
    return Negotiation(
        str(AGREEMENTS.get(found.status, "")) if found else "",
        tuple(ToldBracket(one, tuple(told([one]))) for one in brackets),
        tuple(_wide(one) for one in around),
    )


def _wide(one: WideBracket) -> WideTold:
    words = _("It stands in a bracket over several paragraphs.")
    if one.number and one.last_number:
        words = _("It stands in a bracket from paragraph %(a)s to paragraph %(b)s.") % {
            "a": one.number,
            "b": one.last_number,
        }
    return WideTold(words, tuple(Told(held, STANCES[held.stance], "", 0) for held in one.held))


def told(brackets: Iterable[Bracket]) -> list[Told]:
    """The positions on brackets, bracket by bracket."""
    return [
        Told(held, STANCES[held.stance], CARRIED.get(held.carried, ""), bracket.number + 1)
        for bracket in brackets
        for held in bracket.held
    ]
