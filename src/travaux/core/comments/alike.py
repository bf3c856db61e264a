"""Which of many texts are nearly the same: campaigns, copies with a line of one's own.

MinHash over overlapping groups of three words (Broder 1997): 64 hashes per text, cut into 16 bands
of 4; texts that agree in a whole band are candidates, and join where at least `at_least` of their
64 hashes agree (which estimates the Jaccard similarity of their word groups; standard error about
0.06). Where a language writes no spaces, signs stand for words. O(n) but for true crowds.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

HASHES, BANDS = 64, 16
_PRIME = np.uint64((1 << 31) - 1)
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|\w+")
_MOST_WORDS = 4000


def _shingles(text: str) -> NDArray[np.uint64]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(folded)[:_MOST_WORDS]
    groups = {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    return np.array(sorted(zlib.crc32(g.encode()) for g in groups), dtype=np.uint64) % _PRIME


def _signatures(texts: Sequence[str]) -> NDArray[np.uint64]:
    fixed = np.random.default_rng(20240108)  # the same hashes every time
    a = fixed.integers(1, int(_PRIME), HASHES, dtype=np.uint64)
    b = fixed.integers(0, int(_PRIME), HASHES, dtype=np.uint64)
    out = np.zeros((len(texts), HASHES), dtype=np.uint64)
    known: dict[str, int] = {}
    for i, text in enumerate(texts):
        if text in known:
            out[i] = out[known[text]]
            continue
        known[text] = i
        out[i] = ((_shingles(text)[:, None] * a + b) % _PRIME).min(axis=0)
    return out


def alike(texts: Sequence[str], at_least: float = 0.6) -> list[int]:
    """For each text the index of the first text of its group; alone, its own.

    >>> alike(["Ships wait until the quay is free", "Fees are fair", "ships wait until the quay is free!"])
    [0, 1, 0]
    """
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    if not texts:
        return []
    signed = _signatures(texts)
    rows = HASHES // BANDS
    for band in range(BANDS):
        part = signed[:, band * rows : (band + 1) * rows]
        _, inverse = np.unique(part, axis=0, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        buckets = np.split(order, np.flatnonzero(np.diff(inverse[order])) + 1)
        for bucket in buckets:
            if len(bucket) < 2:
                continue
            first = int(bucket[0])
            agreed = (signed[bucket] == signed[first]).mean(axis=1) >= at_least
            for i in bucket[agreed]:
                one, other = root(int(i)), root(first)
                parent[max(one, other)] = min(one, other)
    return [root(i) for i in range(len(texts))]
