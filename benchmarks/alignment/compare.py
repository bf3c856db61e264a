"""How well paragraphs are linked across versions, beside difflib, rapidfuzz and xmldiff.

Run: TRAVAUX_REAL_DATA=... python benchmarks/alignment/compare.py [--without-xmldiff]
The peers: Python's own difflib on whole paragraphs (naive: a stretch that was replaced is linked
in order); rapidfuzz's ratio of all pairs with scipy's assignment (threshold 55); xmldiff (PyPI,
`pip install xmldiff`), which matches the elements of two trees. None of them knows splits or
mergers. All run in one process on the same pairs; printed are precision, recall and F1 of links,
recall on those whose words changed, F1 of splits and mergers, seconds, and for each peer the
ratio of its seconds to ours. Real pairs stand twice: with the links as they were followed, and
as a reader read them again (questioned.json). Weights were learnt from transport-16-17 and from texts and seeds
that are not used here.
"""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from pairs import (
    PROFILES,
    REAL,
    Pair,
    as_read,
    catalogue_text,
    made_pair,
    other_pair,
    real_pairs,
    real_text,
    scored,
)

from travaux.core.texts.alignment import align

Links = set[tuple[int, int]]
Found = tuple[Links, Links]
MADE_SEEDS = (11, 12, 13)
SIZES = ((0, 1500), (120, 1920))


def ours(old: list[str], new: list[str]) -> Found:
    found = align(old, new).links
    links = {(link.old, link.new) for link in found}
    return links, {(n.old, n.new) for n in found if n.kind in ("split", "merged")}


def by_difflib(old: list[str], new: list[str]) -> Found:
    links: Links = set()
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, i, i_end, j, j_end in steps:
        if tag in ("equal", "replace"):
            links |= set(zip(range(i, i_end), range(j, j_end), strict=False))
    return links, set()


def by_ratio(old: list[str], new: list[str]) -> Found:
    from rapidfuzz import fuzz, process
    from scipy.optimize import linear_sum_assignment

    table = process.cdist(old, new, scorer=fuzz.ratio, dtype=np.float32)
    rows, columns = linear_sum_assignment(table, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {(i, j) for i, j in pairs if table[i, j] >= 55}, set()


def by_xmldiff(old: list[str], new: list[str]) -> Found:
    from lxml import etree
    from xmldiff.diff import Differ

    def tree(texts: list[str]) -> etree._Element:
        root = etree.Element("text")
        for text in texts:
            etree.SubElement(root, "p").text = "".join(sign for sign in text if sign >= " ")
        return root

    differ = Differ(fast_match=True)
    differ.set_trees(tree(old), tree(new))
    matches = list(differ.match())
    left = {element: place for place, element in enumerate(differ.left)}
    right = {element: place for place, element in enumerate(differ.right)}
    return {(left[m[0]], right[m[1]]) for m in matches if m[0] in left and m[1] in right}, set()


def test_pairs() -> Iterator[tuple[str, list[Pair]]]:
    """Groups of pairs: each real one by itself, made ones by the text that they were made of."""
    for pair in real_pairs():
        yield pair.name, [pair]
        yield f"{pair.name}, as read", [as_read(pair)]
    texts = {f"COP21 {date}": real_text(date) for date in ("2015-12-04", "2015-12-09")}
    texts |= {f"catalogue {code}": catalogue_text(code) for code in ("en", "zh", "ar")}
    for name, text in texts.items():
        if text:
            yield (
                name,
                [
                    made_pair(name, text, profile, seed)
                    for profile in PROFILES.values()
                    for seed in MADE_SEEDS
                ],
            )
            yield f"{name}, other edits", [other_pair(name, text, seed) for seed in MADE_SEEDS]


def main() -> None:
    if not real_text("2015-12-04"):
        print("TRAVAUX_REAL_DATA is not set: the real pairs are skipped.", file=sys.stderr)
    methods: dict[str, Callable[[list[str], list[str]], Found]] = {
        "travaux": ours,
        "difflib": by_difflib,
        "rapidfuzz + assignment": by_ratio,
    }
    if "--without-xmldiff" not in sys.argv:
        methods["xmldiff"] = by_xmldiff
    ours(["warm"], ["up"])
    columns = ["precision", "recall", "f1", "changed", "many", "seconds", "ratio"]
    print(f"{'pair':36} {'method':24}", *(f"{column:>9}" for column in columns))
    for name, pairs in test_pairs():
        base = 0.0
        for method, aligner in methods.items():
            start = time.perf_counter()
            found = [aligner(pair.old, pair.new) for pair in pairs]
            seconds = time.perf_counter() - start
            base = base or seconds
            scores = [scored(pair, *one) for pair, one in zip(pairs, found, strict=True)]
            means = [
                f"{np.mean([score[column] for score in scores]):9.4f}"
                if column in scores[0]
                else f"{'–':>9}"
                for column in columns[:5]
            ]
            print(
                f"{name:36} {method:24}",
                *means,
                f"{seconds:9.2f} {seconds / base:9.1f}",
                flush=True,
            )
    reliability()
    speed()


def speed() -> None:
    """Seconds for 1,500 x 1,800 paragraphs, strung together out of the real or invented texts."""
    stock = [text for date in ("2015-10-23", "2015-12-04") for text in real_text(date)]
    while len(stock) < 1920:
        stock += catalogue_text("en", seed=len(stock))
    old, new = ([f"{text} {n % 7}" for n, text in enumerate(stock[a:b])] for a, b in SIZES)
    start = time.process_time()
    found = align(old, new)
    took = time.process_time() - start
    print(f"{len(old)} x {len(new)}: {took:.2f} s of a processor, {len(found.links)} links")


def reliability() -> None:
    """How often links of each level of confidence were right, on all pairs not learnt from."""
    levels = (0.0, 0.7, 0.9, 0.97, 0.99, 1.01)
    real: list[tuple[float, bool, bool]] = []  # against the links as they were read again
    made: list[tuple[float, bool, bool]] = []
    for _name, pairs in test_pairs():
        for pair in pairs:
            if pair.name == "transport-16-17" or pair.read:
                continue
            for link in align(pair.old, pair.new).links:
                row = (link.confidence, link.sure, (link.old, link.new) in pair.links)
                (real if pair.name in REAL else made).append(row)
    print(f"\n{'confidence':16}{'real: links':>12}{'right':>9}{'made: links':>14}{'right':>9}")
    for low, high in pairwise(levels):
        row = f"{low:.2f} to {min(high, 1):.2f}  "
        for rows in (real, made):
            here = [right for confidence, _, right in rows if low <= confidence < high]
            share = f"{np.mean(here):.4f}" if here else "–"
            row += f"{len(here):>12}{share:>11}"
        print(row)
    for rows, what in ((real, "real"), (made, "made")):
        here = [right for _, sure, right in rows if sure]
        if here:
            print(f"sure, {what}: {len(here)} of {len(rows)} links, right {np.mean(here):.5f}")


if __name__ == "__main__":
    main()
