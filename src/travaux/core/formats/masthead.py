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
    """Symbol, date and standing ("Draft, not for citation"), worded in the text's language."""

    symbol: str = ""
    date: str = ""
    standing: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in (self.symbol, self.date, self.standing) if line)


def right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left.

    >>> right_to_left("ar-EG"), right_to_left("fr")
    (True, False)
    """
    parts = language.lower().replace("_", "-").split("-")
    return parts[0] in _RIGHT_TO_LEFT or "-".join(parts[:2]) in _RIGHT_TO_LEFT
