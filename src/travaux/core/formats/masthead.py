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
    `organ` is the body that issues the text. `contents` heads a table of contents, and the column
    of its paragraph numbers; without it a Word file has none.
    """

    symbol: str = ""
    date: str = ""
    standing: str = ""
    distribution: str = ""
    original: str = ""
    organ: str = ""
    contents: tuple[str, str] = ("", "")

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
