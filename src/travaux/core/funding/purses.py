"""Pledges as purses: how much of each is there at a stage, and which lines its earmark allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from travaux.core.funding.coverage import Purse
from travaux.core.funding.money import MoneyEvent
from travaux.core.funding.totals import parts, standing

STAGES = ("pledge", "signed", "received")
EARMARKS = ("line", "activity", "region")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A budget line as earmarks see it."""

    code: str
    activity: str = ""
    region: str = ""


def allowed(earmark: str, lines: Iterable[Tagged]) -> frozenset[str] | None:
    """The lines that an earmark allows; None for none.

    >>> lines = [Tagged("egm-1", "meetings"), Tagged("print", "texts", "africa")]
    >>> sorted(allowed("activity:meetings", lines)), allowed("", lines)
    (['egm-1'], None)
    """
    kind, _, what = earmark.partition(":")
    if not what:
        return None
    keys = {"line": "code", "activity": "activity", "region": "region"}
    return frozenset(x.code for x in lines if kind in keys and getattr(x, keys[kind]) == what)


def purses(
    events: Sequence[MoneyEvent],
    as_at: date | None,
    base: str,
    lines: Sequence[Tagged],
    stage: str,
    *,
    in_kind: bool = True,
) -> list[Purse]:
    """The pledges with what is in them from a stage on: "pledge" (announced, signed and paid),
    "signed" (agreed and paid) or "received" (paid alone). What was returned of no pledge on record
    is taken from the purses without an earmark first. Their sum is the total of the stage.
    """
    live = {e.code: e for e in standing(events, as_at)}
    found = parts(events, as_at, base)
    rows = found["received"] if stage == "received" else found["pledged"]
    left: dict[str, Decimal] = {}
    owed = Decimal(0)
    marks: dict[str, str] = {}
    for part in rows:
        event = live[part.code]
        if stage == "signed" and event.kind in {"pledge", "in-kind"}:
            continue
        if not in_kind and event.kind == "in-kind":
            continue
        root = part.pledge or part.code
        if event.kind == "returned" and root == part.code:
            owed -= part.booked
            continue
        left[root] = left.get(root, Decimal(0)) + part.booked
        marks[root] = event.earmark or marks.get(root, "") or _mark(live, root)
    made = [Purse(code, amount, allowed(marks[code], lines)) for code, amount in left.items()]
    return _less(made, owed)


def _mark(live: Mapping[str, MoneyEvent], root: str) -> str:
    return live[root].earmark if root in live else ""


def _less(made: list[Purse], owed: Decimal) -> list[Purse]:
    owed += sum((-p.amount for p in made if p.amount < 0), Decimal(0))
    kept = []
    for purse in sorted(made, key=lambda p: p.lines is not None):
        taken = min(owed, max(purse.amount, Decimal(0)))
        owed -= taken
        rest = max(purse.amount, Decimal(0)) - taken
        if rest:
            kept.append(Purse(purse.code, rest, purse.lines))
    return kept
