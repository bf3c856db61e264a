"""How alike the paragraphs of two versions are: by shared letter groups, and letter by letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from travaux.core.texts.numbers import typed_paragraph_number, typed_sub_number

Places = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]

# Letter groups are told apart by a hash in this many columns; a collision costs nothing but noise.
_COLUMNS = 1 << 18
# Candidates kept for each paragraph on either side, by likeness and by what one holds of the other.
_ALIKE = 10
_HELD = 5
# Equal texts are all held against each other up to this many pairs, beyond it by their order.
_EQUALS = 400
# Letters of a paragraph that are compared one by one; its letter groups are seen whole.
_LETTERS = 4000
_ROWS = 512
# Scripts written without spaces: two signs say there what four letters say elsewhere.
_DENSE = (
    (0x0E00, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x2E80, 0xA4D0),
    (0xAC00, 0xD7B0),
    (0xF900, 0xFB00),
    (0x20000, 0x40000),
)


def squeezed(text: str) -> str:
    """What of a text is compared: no typed number before it, no case, single spaces.

    >>> squeezed("12.  The STATES shall"), squeezed("(a) act"), squeezed("12.")
    ('the states shall', 'act', '12.')
    """
    for typed in (typed_paragraph_number, typed_sub_number):
        cut = typed(text)[1]
        if 0 < cut < len(text):
            text = text[cut:]
            break
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Side:
    """One version made ready: texts as compared, their letter groups, and what they weigh.

    `equals` gives the same number to equal texts of both versions; `repeats` says how often a
    text stands in this version.
    """

    texts: list[str]
    groups: Any  # scipy.sparse.csr_matrix
    weight: Figures
    equals: Places
    repeats: Places

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs worth a closer look: places in both versions, and the figures of each pair.

    `shared` is the weight of common letter groups, `ratio` the share of letters that stand in
    both in the same order, 0 to 1.
    """

    i: Places
    j: Places
    shared: Figures
    ratio: Figures


def sides(old: Sequence[str], new: Sequence[str]) -> tuple[Side, Side]:
    """Both versions made ready to be compared; rare letter groups weigh more than common ones.

    Source: tf-idf over groups of four letters (of two signs in scripts without spaces).
    """
    texts = [[squeezed(text) for text in side] for side in (old, new)]
    groups = [_groups(side) for side in texts]
    seen = sum(np.bincount(matrix.indices, minlength=_COLUMNS) for matrix in groups)
    rare = np.maximum(np.log((len(old) + len(new) + 1) / (seen + 1)), 0.05).astype(np.float32)
    names: dict[str, int] = {}
    made = []
    for side, matrix in zip(texts, groups, strict=True):
        matrix.data = (1 + np.log(matrix.data)) * rare[matrix.indices]
        own = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel()
        equals = np.array([names.setdefault(text, len(names)) for text in side], dtype=np.int64)
        made.append((side, matrix, np.maximum(own, 1e-6), equals))
    found = []
    for side, matrix, own, equals in made:
        counts = np.bincount(equals, minlength=len(names))
        found.append(Side(side, matrix, own, equals, counts[equals]))
    return found[0], found[1]


def _groups(texts: Sequence[str]) -> Any:
    """How often each letter group stands in each text, as a sparse matrix."""
    from scipy import sparse  # slow to import, and every start of the site imports this file

    joined = "".join(f" {text} \0\0\0" for text in texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    size = len(signs)
    padded = np.concatenate([signs.astype(np.uint64), np.zeros(3, np.uint64)])
    rows = np.repeat(np.arange(len(texts)), [len(text) + 5 for text in texts])
    first, second, third, fourth = (padded[shift : size + shift] for shift in range(4))
    dense = np.zeros(size, bool)
    for low, high in _DENSE:
        dense |= (first >= low) & (first < high)
    two = dense & (second != 0)
    four = ~dense & (first != 0) & (second != 0) & (third != 0)
    pair = first * np.uint64(0x9E3779B1) + second * np.uint64(0x85EBCA77)
    quad = pair * np.uint64(0xC2B2AE3D) + third * np.uint64(0x27D4EB2F)
    quad += fourth * np.uint64(0x165667B1)
    mixed = np.where(two, pair, quad) * np.uint64(0x9E3779B185EBCA87)
    kept = two | four
    columns = ((mixed >> np.uint64(40)) % np.uint64(_COLUMNS))[kept].astype(np.int64)
    ones = np.ones(len(columns), np.float32)
    return sparse.coo_matrix((ones, (rows[kept], columns)), shape=(len(texts), _COLUMNS)).tocsr()


def candidates(old: Side, new: Side) -> Pairs:
    """For each paragraph the most alike on the other side, and all that are equal.

    A text that stands once in both versions is its own likeness and no other is looked for.
    Promise: time grows with old x new, memory with their sum.
    """
    codes = [_equal_codes(old, new)]
    for one, other, turned in ((old, new, False), (new, old, True)):
        met = np.isin(one.equals, other.equals[other.repeats == 1])
        sought = np.flatnonzero(~met | (one.repeats > 1))
        for start in range(0, len(sought), _ROWS):
            part = sought[start : start + _ROWS]
            shared = (one.groups[part] @ other.groups.T).toarray()
            rows, columns = _best(shared, other.weight)
            rows = part[rows]
            codes.append(columns * len(new) + rows if turned else rows * len(new) + columns)
    code = np.unique(np.concatenate(codes))
    i, j = np.divmod(code, max(len(new), 1))
    return Pairs(i, j, shared_weight(old, new, i, j), ratios(old, new, i, j))


def _best(shared: Any, others: Figures) -> tuple[Places, Places]:
    """The places (row, column) of the most alike, and of those that hold most of the row's text."""
    kept = np.zeros(shared.shape, bool)
    size = shared.shape[1]
    roots = np.sqrt(others).astype(np.float32)
    for matrix, count in ((shared / roots, _ALIKE), (shared, _HELD)):
        take = min(count, size)
        best = np.argpartition(matrix, size - take, axis=1)[:, size - take :]
        np.put_along_axis(kept, best, True, axis=1)
    kept &= shared > 0
    rows, columns = np.nonzero(kept)
    return rows.astype(np.int64), columns.astype(np.int64)


def _equal_codes(old: Side, new: Side) -> Places:
    """Pairs of equal texts as row x columns + column."""
    places: dict[int, list[int]] = {}
    for j, name in enumerate(new.equals.tolist()):
        places.setdefault(name, []).append(j)
    met: dict[int, int] = {}
    found: list[int] = []
    for i, name in enumerate(old.equals.tolist()):
        here = places.get(name, [])
        if len(here) * int(old.repeats[i]) > _EQUALS:
            turn = met.get(name, 0)
            met[name] = turn + 1
            near = here[max(0, min(turn, len(here) - 1) - 2) : turn + 3]
            last = len(here) - (int(old.repeats[i]) - turn)  # counted from the end
            here = sorted({*near, *here[max(0, last - 2) : max(0, last + 3)]})
        found += [i * len(new) + j for j in here]
    return np.array(found, dtype=np.int64)


def shared_weight(old: Side, new: Side, i: Places, j: Places) -> Figures:
    """The weight of the letter groups that the paragraphs of each pair have in common."""
    found = np.zeros(len(i))
    for start in range(0, len(i), 8192):
        part = slice(start, start + 8192)
        product = old.groups[i[part]].multiply(new.groups[j[part]])
        found[part] = np.asarray(product.sum(axis=1), dtype=np.float64).ravel()
    return found


def ratios(old: Side, new: Side, i: Places, j: Places) -> Figures:
    """How many letters of both paragraphs stand in the other in the same order, 0 to 1."""
    if not len(i):
        return np.zeros(0)
    found = process.cpdist(
        [old.texts[place][:_LETTERS] for place in i.tolist()],
        [new.texts[place][:_LETTERS] for place in j.tolist()],
        scorer=fuzz.ratio,
        dtype=np.float32,
    )
    return np.asarray(found, dtype=np.float64) / 100
