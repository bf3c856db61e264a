"""Who leaves a group and who comes, as plain values that can be written down and cleared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Turnover:
    """A change of a group on one day, for one reason.

    `leaves`: keys of seats that end, each with the code of who comes instead ("": nobody); `end`
    says how they end; `joins`: codes of those who come beside the others.
    """

    on: date
    reason: str
    end: str = ""
    leaves: tuple[tuple[str, str], ...] = ()
    joins: tuple[str, ...] = ()

    @property
    def coming(self) -> list[str]:
        """The codes of all who come."""
        return [comes for _seat, comes in self.leaves if comes] + list(self.joins)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "on": self.on.isoformat(),
            "reason": self.reason.strip(),
            "end": self.end,
            "leaves": [list(one) for one in self.leaves],
            "joins": list(self.joins),
        }


def turnover_from_plain(value: Mapping[str, Any]) -> Turnover:
    """The change that `Turnover.plain` wrote."""
    return Turnover(
        date.fromisoformat(value["on"]),
        value["reason"],
        value["end"],
        tuple((seat, comes) for seat, comes in value["leaves"]),
        tuple(value["joins"]),
    )
