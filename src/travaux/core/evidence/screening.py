"""Screening literature: what to read next, how much reading that saved, and the flow of works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

VERSION = "screening-tfidf-nb-1"
RECALL = 0.95


@dataclass(frozen=True, slots=True)
class Saving:
    """What reading in the proposed order would have spared, replayed on decisions that stand.

    `read` of `works` had to be read before `found` of `relevant` (95 %, rounded up) were seen;
    `saved` is the share not read less the 5 % that a random stop would spare (WSS@95, Cohen et
    al. 2006). `curve` has (works read, relevant found).
    """

    works: int
    relevant: int
    found: int
    read: int
    saved: float
    curve: tuple[tuple[int, int], ...]


def _matrix(texts: Sequence[str]) -> Any:
    # asked for here: the library takes two seconds, which no other page should wait for
    from sklearn.feature_extraction.text import TfidfVectorizer

    # character pieces inside words need no list of words and no spaces: Chinese works too
    maker = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=1, max_features=60_000
    )
    return maker.fit_transform(texts)


def _scores(matrix: Any, decided: Mapping[int, bool]) -> np.ndarray:
    """Chance of relevance by Naive Bayes on what was decided; the relevant weigh as all others."""
    from sklearn.naive_bayes import ComplementNB

    rows = sorted(decided)
    labels = np.array([decided[r] for r in rows])
    weights = np.where(labels, max(1.0, (~labels).sum() / max(1, labels.sum())), 1.0)
    model = ComplementNB().fit(matrix[rows], labels, sample_weight=weights)
    return np.asarray(model.predict_proba(matrix)[:, list(model.classes_).index(True)])


def reading_order(texts: Sequence[str], decided: Mapping[int, bool], seed: int) -> list[int]:
    """Places of the works not yet decided, the likeliest relevant first; by chance until one was.

    `decided` is {place: relevant}. The order is a proposal: every work stays in the pile, and a
    title of a language in which nothing was decided comes by chance. The same input and seed
    give the same order.

    >>> reading_order(["smart city data", "fish", "city data for people"], {0: True, 1: False}, 1)
    [2]
    """
    rest = [at for at in range(len(texts)) if at not in decided]
    rng = np.random.default_rng(seed)
    shuffled = [rest[i] for i in rng.permutation(len(rest))]
    if len(set(decided.values())) < 2 or not rest:
        return shuffled
    scores = _scores(_matrix([t or "?" for t in texts]), decided)
    return sorted(shuffled, key=lambda at: -scores[at])


def saving(
    texts: Sequence[str], relevant: Sequence[bool], seed: int, first: int = 10, step: int = 10
) -> Saving:
    """Replay a screening that is done: how early would the order have found the relevant works?

    Begins with `first` works by chance (more, until both kinds were seen), then reads `step` at a
    time in the order that what was read so far proposes.
    """
    total = len(texts)
    target = -(-sum(relevant) * 95 // 100)
    matrix = _matrix([t or "?" for t in texts])
    rng = np.random.default_rng(seed)
    chance = [int(i) for i in rng.permutation(total)]
    decided: dict[int, bool] = {}
    curve: list[tuple[int, int]] = []
    found = 0
    needed = 0 if target == 0 else total

    def read(at: int) -> None:
        nonlocal found, needed
        decided[at] = bool(relevant[at])
        found += decided[at]
        curve.append((len(decided), found))
        if target and found >= target and needed == total:
            needed = len(decided)

    while len(decided) < total:
        both = len(set(decided.values())) == 2
        if len(decided) < first or not both:
            read(next(at for at in chance if at not in decided))
            continue
        scores = _scores(matrix, decided)
        for at in sorted((i for i in chance if i not in decided), key=lambda i: -scores[i])[:step]:
            read(at)
    saved = (total - needed) / total - (1 - RECALL) if total and target else 0.0
    return Saving(total, int(sum(relevant)), target, needed, saved, tuple(curve))


@dataclass(frozen=True, slots=True)
class Flow:
    """The numbers of a PRISMA 2020 flow; they add up, or building one is refused.

    `identified` is {source: works}; `excluded` is {reason: works}.
    """

    identified: Mapping[str, int]
    duplicates: int
    screened_out: int
    waiting: int
    not_retrieved: int
    excluded: Mapping[str, int]
    included: int

    def __post_init__(self) -> None:
        if (
            min(self.included, self.waiting, self.full_texts) < 0
            or self.sought < self.not_retrieved
        ):
            raise ValueError("the flow does not add up")

    @property
    def screened(self) -> int:
        """Works whose title and abstract are to be read."""
        return sum(self.identified.values()) - self.duplicates

    @property
    def sought(self) -> int:
        """Works whose full text is sought."""
        return self.screened - self.screened_out - self.waiting

    @property
    def full_texts(self) -> int:
        """Works read in full."""
        return self.sought - self.not_retrieved
