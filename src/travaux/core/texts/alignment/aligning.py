"""Two versions of a text, paragraph by paragraph: what became of what, and how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from travaux.core.texts.alignment import weights
from travaux.core.texts.alignment.likeness import Figures, Pairs, candidates, sides
from travaux.core.texts.alignment.matching import chosen
from travaux.core.texts.alignment.model import Alignment, Link, LinkKind
from travaux.core.texts.alignment.parting import (
    Offers,
    groups_of,
    holders,
    offers,
    part_features,
    parted,
    worth_a_look,
)
from travaux.core.texts.alignment.scoring import (
    Bonds,
    chance,
    first_guess,
    neighbour_features,
    own_features,
    rival_features,
)
from travaux.core.texts.versions import normalised

_ROUNDS = 2  # of matching with neighbours, before splits and mergers are looked for
_GROWTH = 3
# A link that is weaker than this may lose its paragraph to a split or merger that fits better.
_WEAK = 4.0
# Where nothing is linked, two parts are looked for together from a pair no less likely than this.
_SEED = -3.0
_SEED_FITS = 1.0
_SEED_RATIO = 0.6
_RATIO_AFTER = 6  # column of part_features


# What is called sure: these log-odds and more, for links one to one, for parts that make up the
# whole word for word, and for parts whose words changed besides.
_SURE = 4.0
_SURE_PART = 5.0
_SURE_EDITED_PART = 7.0


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Tell what became of each paragraph of `old` in `new`, in any language.

    Promise: equal inputs give equal results; no paragraph is linked twice but as a split or a
    merger; time grows with old x new (1,500 x 1,800 take about a second). Paragraphs are compared
    by their words, their rivals and their neighbours; kinds and confidence as in `Link`.
    Source: docs/methods/alignment.md; the weights were learnt on pairs whose links are known.

    >>> found = align(["On scope.", "States shall act at once."], ["States shall act now.", "On scope."])
    >>> [(link.old, link.new, link.kind, link.edited) for link in found.links]
    [(0, 1, 'moved', False), (1, 0, 'edited', True)]
    """
    if not old or not new:
        return Alignment((), tuple(range(len(old))), tuple(range(len(new))))
    bench, weighing = Workbench(old, new), Weighing()
    run(bench, weighing)
    bench.weigh_parts(weighing.part)
    return _told(old, new, bench.links)


def _told(old: Sequence[str], new: Sequence[str], links: dict[tuple[int, int], float]) -> Alignment:
    """Links with their kinds, and what is left over on both sides."""
    onward, back = groups_of(sorted(links))
    kept = _in_order(sorted(links))
    found: list[Link] = []
    for (i, j), score in sorted(links.items()):
        parts, wholes = onward[i], back[j]
        many = len(parts) > 1 or len(wholes) > 1
        if many:
            differs = _run_together(old, wholes) != _run_together(new, parts)
        else:
            differs = normalised(old[i]) != normalised(new[j])
        kind: LinkKind = "edited" if differs else "same"
        if many:
            kind = "split" if len(parts) > 1 else "merged"
        elif (i, j) not in kept:
            kind = "moved"
        least = (_SURE_EDITED_PART if differs else _SURE_PART) if many else _SURE
        sure = bool(score >= least)
        found.append(Link(i, j, kind, differs, round(float(chance(np.array(score))), 4), sure))
    return Alignment(
        tuple(found),
        tuple(i for i in range(len(old)) if i not in onward),
        tuple(j for j in range(len(new)) if j not in back),
    )


def _run_together(texts: Sequence[str], places: Sequence[int]) -> str:
    """Texts one after the other without any white space, so that where they are cut is not seen."""
    return "".join("".join(normalised(texts[place]).split()) for place in places)


def _in_order(links: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The longest series of links that never goes back; the others must have changed place."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_, j) in enumerate(links):
        at = bisect_right(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        last[at : at + 1] = [place]
    found: set[tuple[int, int]] = set()
    place = last[-1] if last else -1
    while place >= 0:
        found.add(links[place])
        place = before[place]
    return found


@dataclass(slots=True)
class Weighing:
    """The log-odds of a pair alone, beside its neighbours, and of a further part."""

    alone: Figures = field(default_factory=lambda: np.array(weights.ALONE))
    beside: Figures = field(default_factory=lambda: np.array(weights.BESIDE))
    part: Figures = field(default_factory=lambda: np.array(weights.PART))


class Workbench:
    """One alignment in the making: the measured pairs, and the links with their log-odds."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = sides(old, new)
        self.pairs: Pairs = candidates(self.old, self.new)
        self.own: Figures = own_features(self.old, self.new, self.pairs)
        self.score: Figures = first_guess(self.old, self.new, self.pairs)
        self.links: dict[tuple[int, int], float] = {}
        self.held_by = {
            turned: holders(self.old, self.new, self.pairs, turned) for turned in (False, True)
        }

    def features(self, *, beside: bool) -> Figures:
        """What is known of each pair: by itself, its rivals, and its neighbours where asked."""
        rivals = rival_features(self.pairs, self.score, len(self.old), len(self.new))
        known = [self.own, rivals]
        if beside:
            bonds = Bonds(len(self.old))
            for (i, j), score in sorted(self.links.items()):
                bonds.tie(i, j, float(chance(np.array(score))))
            known.append(neighbour_features(self.pairs, self.own, bonds, len(self.new)))
        return np.concatenate(known, axis=1)

    def match(self, score: Figures) -> None:
        """Choose links one to one by these log-odds; splits and mergers found already stay."""
        onward, back = groups_of(self.links)
        kept = {
            (i, j): held
            for (i, j), held in self.links.items()
            if len(onward[i]) > 1 or len(back[j]) > 1
        }
        self.score = score
        taken_old, taken_new = {i for i, _ in kept}, {j for _, j in kept}
        open_ = ~np.isin(self.pairs.i, list(taken_old)) & ~np.isin(self.pairs.j, list(taken_new))
        picked = chosen(self.pairs, np.where(open_, score, -1.0))
        self.links = kept
        for place in picked.tolist():
            self.links[int(self.pairs.i[place]), int(self.pairs.j[place])] = float(score[place])

    def part_features(self, made: Offers) -> Figures:
        """How well each offered part fits."""
        return part_features(self.old, self.new, self.held_by[made.turned], made)

    def offered(self, *, turned: bool) -> tuple[Offers, Figures]:
        """Further parts that may be taken, and the log-odds of the link that each would lose."""
        onward, back = groups_of(self.links)
        wholes, parts = (back, onward) if turned else (onward, back)
        hold = {
            (i if turned else j): score
            for (i, j), score in self.links.items()
            if len(onward[i]) == len(back[j]) == 1
        }
        size = len(self.old if turned else self.new)
        free = {part for part in range(size) if part not in parts or hold.get(part, _WEAK) < _WEAK}
        made = offers(wholes, parts, free, self.held_by[turned].near, turned)
        made = worth_a_look(self.old, self.new, made)
        return made, np.array([max(hold.get(part, 0.0), 0.0) for part in made.parts])

    def grow(self, part: Figures) -> bool:
        """Take further parts of linked paragraphs where they fit; whether any was taken."""
        grown = False
        for turned in (False, True):
            made, lost = self.offered(turned=turned)
            score = self.part_features(made) @ part
            for i, j, fits in parted(made, score - lost):
                self.take(i, j, fits, turned)
                grown = True
        return grown

    def take(self, i: int, j: int, score: float, turned: bool) -> None:
        """Link a further part; the link that it had before is given up."""
        for held in [
            link for link in self.links if link[0 if turned else 1] == (i if turned else j)
        ]:
            del self.links[held]
        self.links[i, j] = score

    def sow(self, part: Figures) -> None:
        """Find splits and mergers of paragraphs of which no single part was alike enough."""
        for turned in (False, True):
            onward, back = groups_of(self.links)
            wholes, parts = (back, onward) if turned else (onward, back)
            near = self.held_by[turned].near
            seeds: dict[int, tuple[float, int]] = {}
            likely = np.flatnonzero(self.score > _SEED)
            for at in likely.tolist():
                i, j = int(self.pairs.i[at]), int(self.pairs.j[at])
                whole, seed = (j, i) if turned else (i, j)
                if whole not in wholes and seed not in parts:
                    seeds[whole] = max(seeds.get(whole, (_SEED, -1)), (self.score[at], seed))
            tried = {whole: [seed] for whole, (_, seed) in seeds.items()}
            free = set(range(len(self.old if turned else self.new))) - set(parts)
            made = offers(tried, {seed: [0] for _, seed in seeds.values()}, free, near, turned)
            known = self.part_features(made)
            score = known @ part - _SEED_FITS
            score[known[:, _RATIO_AFTER] < _SEED_RATIO] = -1.0
            for i, j, fits in parted(made, score):
                whole, taken = (j, i) if turned else (i, j)
                seed = tried[whole][0]
                pair = (seed, whole) if turned else (whole, seed)
                known_parts = groups_of(self.links)[0 if turned else 1]
                if seed not in known_parts and taken not in known_parts:
                    self.links[i, j] = self.links[pair] = fits

    def pair_equals(self) -> None:
        """Link equal texts left over between the same two neighbours, in their order, as guesses."""
        onward, back = groups_of(self.links)
        kept = sorted(_in_order(sorted(self.links)))
        olds, news = [i for i, _ in kept], [j for _, j in kept]
        waiting: dict[tuple[int, int], list[int]] = {}
        for j in reversed(range(len(self.new))):
            if j not in back:
                gap = bisect_right(news, j), int(self.new.equals[j])
                waiting.setdefault(gap, []).append(j)
        for i in range(len(self.old)):
            places = waiting.get((bisect_right(olds, i), int(self.old.equals[i])))
            if i not in onward and places:
                self.links[i, places.pop()] = 0.0

    def weigh_parts(self, part: Figures) -> None:
        """Give each part of a split or merger the log-odds that it has beside the other parts."""
        for turned in (False, True):
            wholes = groups_of(self.links)[1 if turned else 0]
            made = Offers(turned, [], [], [])
            for whole, known in wholes.items():
                for one in known if len(known) > 1 else ():
                    made.wholes.append(whole)
                    made.known.append(tuple(sorted(other for other in known if other != one)))
                    made.parts.append(one)
            score = self.part_features(made) @ part
            for place, (whole, one) in enumerate(zip(made.wholes, made.parts, strict=True)):
                pair = (one, whole) if turned else (whole, one)
                self.links[pair] = max(self.links[pair], float(score[place]))


def run(bench: Workbench, weighing: Weighing) -> None:
    """Match, match again with what the neighbours became, then look for splits and mergers."""
    bench.match(bench.features(beside=False) @ weighing.alone)
    for _ in range(_ROUNDS):
        bench.match(bench.features(beside=True) @ weighing.beside)
    _part(bench, weighing)
    bench.match(bench.features(beside=True) @ weighing.beside)
    _part(bench, weighing)
    bench.pair_equals()


def _part(bench: Workbench, weighing: Weighing) -> None:
    for _ in range(_GROWTH):
        if not bench.grow(weighing.part):
            break
    bench.sow(weighing.part)
    bench.grow(weighing.part)
