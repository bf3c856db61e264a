"""What stands at the head of every page of a written text, and which way its language runs."""

from __future__ import annotations

from dataclasses import dataclass

_RIGHT_TO_LEFT = frozenset(
    (
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "ha-arab",
        "he",
        "ks",
        "ku-arab",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    )
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """Symbol, date and standing ("Draft, not for citation"), worded in the text's language.

    `distribution` ("Distr.: General") and `original` ("Original: English") stand below the symbol,
    `organ` is the body that issues the text, `agenda` are the lines below it (session, agenda
    item). `contents` heads a table of contents, and the column
    of its paragraph numbers; without it a Word file has none.
    """

    symbol: str = ""
    date: str = ""
    standing: str = ""
    distribution: str = ""
    original: str = ""
    organ: str = ""
    contents: tuple[str, str] = ("", "")
    agenda: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether the first page has a head of its own, as documents of the United Nations have."""
        return bool(self.organ or self.original or self.agenda)

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands below the symbol on the first page."""
        return tuple(line for line in (self.distribution, self.date, self.original) if line)

    @property
    def running(self) -> tuple[str, ...]:
        """What stands on the pages after a first page with a head of its own."""
        return tuple(line for line in (self.symbol, self.standing) if line)

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands on every page."""
        held = (self.symbol, self.distribution, self.date, self.standing)
        return tuple(line for line in held if line)


def right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left.

    >>> right_to_left("ar-EG"), right_to_left("fr")
    (True, False)
    """
    parts = language.lower().replace("_", "-").split("-")
    return parts[0] in _RIGHT_TO_LEFT or "-".join(parts[:2]) in _RIGHT_TO_LEFT
