"""What the funds can pay when earmarks are respected: exactly, with the reason where they cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

CENTS = 100


@dataclass(frozen=True, slots=True)
class Purse:
    """Money of one pledge. `lines` None: for any line; else only for these."""

    code: str
    amount: Decimal
    lines: frozenset[str] | None = None

    def pays(self, line: str) -> bool:
        return self.lines is None or line in self.lines


@dataclass(frozen=True, slots=True)
class Tight:
    """Why a line is not covered: these lines can be paid out of these purses alone, and together
    need more than is in them."""

    line: str
    lines: tuple[str, ...]
    purses: tuple[str, ...]
    needed: Decimal
    there: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """What each line gets, out of which purse; why lines are short; what no line can use."""

    covered: Mapping[str, Decimal]
    flows: Mapping[tuple[str, str], Decimal]
    short: tuple[Tight, ...]
    idle: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.covered.values(), Decimal(0))


def coverage(purses: Sequence[Purse], lines: Mapping[str, Decimal]) -> Coverage:
    """The most that can be paid, earlier lines first; no line gives up anything for a later one.

    What lines can get together from earmarked purses is a polymatroid: filling them in any order
    as far as possible reaches the largest sum, which is the maximum flow. Each line is filled by
    shortest augmenting paths (Edmonds and Karp, Journal of the ACM 19, 1972) in whole cents. Where
    none is left, the lines and purses reached are the cut that proves it (`Tight`).

    >>> money = [Purse("a", Decimal(50)), Purse("b", Decimal(40), frozenset({"print"}))]
    >>> found = coverage(money, {"hall": Decimal(60), "print": Decimal(40)})
    >>> {k: int(v) for k, v in found.covered.items()}, int(found.total)
    ({'hall': 50, 'print': 40}, 90)
    >>> [(t.lines, t.purses, int(t.needed), int(t.there)) for t in found.short]
    [(('hall',), ('a',), 60, 50)]
    """
    spare = {p.code: _cents(p.amount) for p in purses}
    need = {line: _cents(amount) for line, amount in lines.items()}
    flow: dict[tuple[str, str], int] = {}
    short = []
    for line in need:
        missing = need[line]
        while missing:
            path, seen_lines, seen_purses = _search(line, purses, need, spare, flow)
            if not path:
                short.append(_tight(line, seen_lines, seen_purses, lines, purses))
                break
            missing -= _augment(path, missing, spare, flow)
    covered = dict.fromkeys(need, 0)
    for (_, line), cents in flow.items():
        covered[line] += cents
    return Coverage(
        {line: Decimal(c) / CENTS for line, c in covered.items()},
        {pair: Decimal(c) / CENTS for pair, c in flow.items() if c},
        tuple(short),
        {code: Decimal(c) / CENTS for code, c in spare.items() if c},
    )


def _cents(amount: Decimal) -> int:
    return max(0, int((amount * CENTS).to_integral_value()))


def _search(
    line: str,
    purses: Sequence[Purse],
    need: Mapping[str, int],
    spare: Mapping[str, int],
    flow: Mapping[tuple[str, str], int],
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """The shortest way from a purse with money left to the line: (purse, line) pairs, the line's
    own first; each purse after the first takes over what the one before it gives up."""
    lines, seen = [line], {line: ("", "")}
    came: dict[str, str] = {}
    for at in lines:
        for purse in purses:
            if purse.code in came or not purse.pays(at):
                continue
            came[purse.code] = at
            if spare[purse.code]:
                return _way(purse.code, came, seen), lines, list(came)
            for other in need:
                if other not in seen and flow.get((purse.code, other), 0):
                    seen[other] = (purse.code, at)
                    lines.append(other)
    return [], lines, list(came)


def _way(
    purse: str, came: Mapping[str, str], seen: Mapping[str, tuple[str, str]]
) -> list[tuple[str, str]]:
    path = []
    while purse:
        line = came[purse]
        path.append((purse, line))
        purse = seen[line][0]
    return path[::-1]


def _augment(
    path: Sequence[tuple[str, str]],
    missing: int,
    spare: dict[str, int],
    flow: dict[tuple[str, str], int],
) -> int:
    # along the way purse k gives up line k+1 to purse k+1
    gives = [(path[k][0], path[k + 1][1]) for k in range(len(path) - 1)]
    most = min([missing, spare[path[-1][0]], *(flow[pair] for pair in gives)])
    for pair in gives:
        flow[pair] -= most
    for pair in path:
        flow[pair] = flow.get(pair, 0) + most
    spare[path[-1][0]] -= most
    return most


def _tight(
    line: str,
    lines: Sequence[str],
    seen: Sequence[str],
    amounts: Mapping[str, Decimal],
    purses: Sequence[Purse],
) -> Tight:
    there = sum((p.amount for p in purses if p.code in seen), Decimal(0))
    needed = sum((amounts[x] for x in lines), Decimal(0))
    return Tight(line, tuple(sorted(lines)), tuple(seen), needed, there)
