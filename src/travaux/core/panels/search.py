"""Many panels side by side whose average comes near given counts, by exchanging people.

All panels stand in one table (panels, types); one matrix product tells for every panel at once what
each exchange would do to the rules. Nothing is proven here: panels are proposed, and `weights`
turns them into a lottery that meets the counts exactly.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from travaux.core.chance import Chance
from travaux.core.panels.instance import Counts
from travaux.core.panels.polytope import Numbers, Polytope

Table = NDArray[np.float32]
Places = NDArray[np.int64]
FAR = np.float32(1e6)  # a wish against
NEVER = np.float32(1e9)
PULL = np.float32(0.45)  # what surplus weighs against one broken rule, at most
HOPELESS = 100  # rounds after which one panel at least should keep the rules
STUCK = 40  # rounds without a step nearer
ORDER_SIZE = 25  # panels drawn from one order of the types


class Noise:
    """Random numbers by the table, cut from one long strip of a seed's bytes."""

    def __init__(self, chance: Chance, widest: int) -> None:
        self.chance = chance
        count = widest + (1 << 16)
        whole = np.frombuffer(chance.bytes(2 * count), dtype="<u2")
        self.strip: Table = whole.astype(np.float32) / np.float32(1 << 16)

    def table(self, rows: int, columns: int) -> Table:
        """Numbers in 0..1 for breaking ties; neighbours in the strip repeat between calls."""
        start = self.chance.below(len(self.strip) - rows * columns + 1)
        return self.strip[start : start + rows * columns].reshape(rows, columns)

    def fractions(self, count: int) -> Numbers:
        """Independent numbers in 0..1."""
        whole = np.frombuffer(self.chance.bytes(8 * count), dtype="<u8") >> 11
        return whole.astype(np.float64) / 2.0**53

    def order(self, count: int) -> Places:
        """A random order of 0..count-1."""
        return np.argsort(self.fractions(count), kind="stable")


class Search:
    """`count` panels on the face of the polytope on which the average counts x lie.

    `table` (count, types) holds how many of each type sit in each panel; where the seats may vary,
    a last column counts seats left empty.
    """

    def __init__(self, polytope: Polytope, x: Numbers, count: int, chance: Chance) -> None:
        low, high, least, most = polytope.face(x)
        rules = polytope.rules
        matrix = polytope.matrix
        empty = high[0] - low[0]
        self.types = len(x)
        if empty > 0:
            matrix = np.hstack([matrix, np.zeros((len(matrix), 1), dtype=np.int64)])
            least, most = np.append(least, 0.0), np.append(most, empty)
            x = np.append(x, high[0] - x.sum())
        self.count, self.x, self.seats = count, x, high[0]
        self.ones: Table = np.ascontiguousarray(matrix[1:rules], dtype=np.float32)
        self.low: Table = low[1:rules].astype(np.float32)
        self.high: Table = high[1:rules].astype(np.float32)
        # cuts may have any whole weights, so they are reckoned one by one, in units of the largest
        cuts = matrix[rules:].astype(np.float32)
        unit = np.maximum(np.abs(cuts).max(axis=1, initial=1.0), 1.0)
        self.cuts: Table = cuts / unit[:, None]
        self.cut_low: Table = (
            np.where(np.isfinite(low[rules:]), low[rules:], -1e9).astype("f4") / unit
        )
        self.cut_high: Table = high[rules:].astype(np.float32) / unit
        self.least: Table = least.astype(np.float32)
        self.most: Table = most.astype(np.float32)
        self.noise = Noise(chance, count * len(x))
        self.table: Table = self._first()
        self.held: Table = self.table @ self.ones.T

    def _first(self) -> Table:
        """Systematic samples: orders of the types, cut at equal distances, so that sums are right
        at once and only the rules remain to be mended."""
        free = self.least < self.most
        table = np.repeat(self.least[None, :], self.count, axis=0)
        wanted = np.where(free, self.x - self.least, 0.0)[free]
        seats = self.seats - float(self.least.sum())
        if seats <= 0 or wanted.sum() <= 0:
            return table
        wanted = wanted * (seats / wanted.sum())
        start = 0
        while start < self.count:
            size = min(ORDER_SIZE, self.count - start)
            key = self.noise.fractions(len(wanted))
            if (start // ORDER_SIZE) % 2:  # alike types side by side: the rules are nearly kept
                key = self.noise.fractions(len(self.ones)) @ self.ones[:, free] + 0.05 * key
            order = np.argsort(key, kind="stable")
            edges = np.concatenate([[0.0], np.cumsum(wanted[order])])
            edges[-1] = seats
            offsets = (self.noise.order(size) + self.noise.fractions(1)) / size
            taken = np.diff(np.floor(edges[None, :] - offsets[:, None]), axis=1)
            part = np.zeros((size, len(wanted)), dtype=np.float32)
            part[:, order] = taken
            table[start : start + size][:, free] += part
            start += size
        return np.asarray(np.clip(table, self.least, self.most))

    def broken(self, table: Table | None = None, held: Table | None = None) -> Table:
        """By how much each panel breaks the rules."""
        table = self.table if table is None else table
        held = self.held if held is None else held
        past = (np.maximum(self.low - held, 0) + np.maximum(held - self.high, 0)).sum(axis=1)
        past += np.abs(table.sum(axis=1) - np.float32(self.seats))
        if len(self.cuts):
            past += self._cut_broken(table @ self.cuts.T).sum(axis=1)
        return np.asarray(past)

    def _cut_broken(self, value: Table) -> Table:
        past = np.maximum(self.cut_low - value, 0) + np.maximum(value - self.cut_high, 0)
        return np.where(past > 1e-4, past, np.float32(0))

    def _cut_cost(self, table: Table, sign: float) -> Table | float:
        if not len(self.cuts):
            return 0.0
        value = table @ self.cuts.T
        now = self._cut_broken(value)
        cost = np.zeros_like(table)
        for n, weights in enumerate(self.cuts):
            after = value[:, n : n + 1] + np.float32(sign) * weights[None, :]
            past = np.maximum(self.cut_low[n] - after, 0) + np.maximum(after - self.cut_high[n], 0)
            cost += np.where(past > 1e-4, past, np.float32(0)) - now[:, n : n + 1]
        return cost

    def remove(self, table: Table, held: Table, wish: Table) -> Places:
        """Take out of each panel the one whose leaving costs least; changes both tables."""
        step = np.where(held > self.high, -1, np.where(held <= self.low, 1, 0)).astype(np.float32)
        cost = step @ self.ones + wish + self._cut_cost(table, -1.0)
        cost[table <= self.least] = NEVER
        out: Places = cost.argmin(axis=1)
        at = np.nonzero(cost[np.arange(len(table)), out] < NEVER)[0]
        table[at, out[at]] -= 1
        held[at] -= self.ones.T[out[at]]
        return out

    def insert(self, table: Table, held: Table, wish: Table) -> Places:
        """Put into each panel the one whose coming costs least; changes both tables."""
        step = np.where(held < self.low, -1, np.where(held >= self.high, 1, 0)).astype(np.float32)
        cost = step @ self.ones + wish + self._cut_cost(table, 1.0)
        cost[table >= self.most] = NEVER
        new: Places = cost.argmin(axis=1)
        at = np.nonzero(cost[np.arange(len(table)), new] < NEVER)[0]
        table[at, new[at]] += 1
        held[at] += self.ones.T[new[at]]
        return new

    def surplus(self) -> Numbers:
        """How much more often each type is there than wanted, in places over all panels."""
        return np.asarray(self.table.sum(axis=0, dtype=np.float64) - self.x * self.count)

    def repair(self, rounds: int = 250) -> None:
        """Exchange people until the panels keep the rules, or the rounds are over."""
        for turn in range(rounds):
            past = self.broken()
            bad = np.nonzero(past > 0)[0]
            if not len(bad) or (turn == HOPELESS and len(bad) == self.count):
                return
            pull = np.clip(self.surplus() * 0.1, -PULL, PULL).astype(np.float32)
            table, held = self.table[bad].copy(), self.held[bad].copy()
            twice = turn % 3 == 2
            size = table.shape
            out = self.remove(table, held, np.float32(0.9) * self.noise.table(*size) - pull)
            if twice:
                self.remove(table, held, np.float32(1.9) * self.noise.table(*size) - pull)
            for _ in range(2 if twice else 1):
                wish = np.float32(0.5) * self.noise.table(*size) + pull
                wish[np.arange(len(out)), out] = FAR
                self.insert(table, held, wish)
            better = self.broken(table, held) <= past[bad]
            self.table[bad[better]], self.held[bad[better]] = table[better], held[better]

    def renew(self, bad: Places) -> None:
        """Put copies of sound panels, drawn by chance, in place of these."""
        sound = np.setdiff1d(np.nonzero(self.broken() == 0)[0], bad)
        if not len(sound) or not len(bad):
            return
        pick = (self.noise.fractions(len(bad)) * len(sound)).astype(np.int64)
        self.table[bad], self.held[bad] = self.table[sound[pick]], self.held[sound[pick]]

    def balance(self, rounds: int = 160, near: float = 1.0) -> float:
        """Exchange people where it brings the average nearer, keeping the rules; gives back the
        largest surplus that remains."""
        best, since = np.inf, 0
        for turn in range(rounds):
            surplus = self.surplus()
            worst, total = np.abs(surplus).max(initial=0.0), np.abs(surplus).sum()
            since = 0 if worst + total < best - 0.1 else since + 1
            best = min(best, worst + total)
            if worst < near or since > STUCK:
                break
            self._balance_once(turn, surplus)
        return float(np.abs(self.surplus()).max(initial=0.0))

    def _balance_once(self, turn: int, surplus: Numbers) -> None:
        rows, types, over = self._proposals(surplus)
        if not len(rows):
            return
        at = np.arange(len(rows))
        table, held = self.table[rows].copy(), self.held[rows].copy()
        pull = (np.clip(surplus / 4, -1, 1) * PULL).astype(np.float32)
        sign = np.where(over, -1, 1).astype(np.float32)
        table[at, types] += sign
        held += sign[:, None] * self.ones.T[types]
        for which, step, away in ((over, self.insert, pull), (~over, self.remove, -pull)):
            some = np.nonzero(which)[0]
            if len(some):
                self._step(table, held, some, types[some], step, away, 0.15)
        for _ in range(turn % 4):
            bad = np.nonzero(self.broken(table, held) > 0)[0]
            if not len(bad):
                break
            # what came in must not leave again, what left must not come back
            kept = np.where(over[bad], -1, types[bad])
            self._step(table, held, bad, kept, self.remove, -pull, 0.4)
            kept = np.where(over[bad], types[bad], -1)
            self._step(table, held, bad, kept, self.insert, pull, 0.4)
        self._accept(rows, table, held, surplus)

    def _step(
        self,
        table: Table,
        held: Table,
        some: Places,
        barred: Places,
        step: Callable[[Table, Table, Table], Places],
        pull: Table,
        noise: float,
    ) -> None:
        """One exchange in some of the panels; `barred` types (-1: none) take no part."""
        part, part_held = table[some], held[some]
        wish = np.float32(noise) * self.noise.table(*part.shape) + pull
        one = np.nonzero(barred >= 0)[0]
        wish[one, barred[one]] = FAR
        step(part, part_held, wish)
        table[some], held[some] = part, part_held

    def _proposals(self, surplus: Numbers) -> tuple[Places, Places, NDArray[np.bool_]]:
        """Different panels, and for each a type that should leave it or come in."""
        weight = np.where(np.abs(surplus) >= 0.5, np.abs(surplus), 0.0).cumsum()
        size = int(min(self.count, max(32.0, weight[-1])))
        drawn = self.noise.fractions(size) * weight[-1]
        types = np.minimum(np.searchsorted(weight, drawn, side="right"), len(surplus) - 1)
        rows = self.noise.order(self.count)[:size]
        over = surplus[types] > 0
        for again in range(7):
            there = self.table[rows, types]
            fits = np.where(over, there > self.least[types], there < self.most[types])
            if fits.all() or again == 6:
                break
            other = self.noise.fractions(int((~fits).sum())) * self.count
            rows[~fits] = other.astype(np.int64)
        rows, types, over = rows[fits], types[fits], over[fits]
        rows, first = np.unique(rows, return_index=True)
        return rows, types[first], over[first]

    def _accept(self, rows: Places, table: Table, held: Table, surplus: Numbers) -> None:
        change = table - self.table[rows]
        square = (change * change).sum(axis=1)
        gain = -(2 * change.astype(np.float64) @ surplus + square)
        sound = np.nonzero((self.broken(table, held) == 0) & (gain > 0))[0]
        sound = sound[np.argsort(-gain[sound], kind="stable")]
        now = surplus.copy()
        taken: list[int] = []
        where, what = np.nonzero(change[sound])
        step = change[sound][where, what].astype(np.float64)
        edges = np.searchsorted(where, np.arange(len(sound) + 1))
        for n, one in enumerate(sound.tolist()):
            what_n, step_n = what[edges[n] : edges[n + 1]], step[edges[n] : edges[n + 1]]
            if -(2 * step_n @ now[what_n] + square[one]) > 0:
                now[what_n] += step_n
                taken.append(one)
        self.table[rows[taken]], self.held[rows[taken]] = table[taken], held[taken]

    def sound(self) -> Counts:
        """The panels that keep all rules: (panels, types), without the column of empty seats."""
        return self.table[self.broken() == 0, : self.types].astype(np.int64)
