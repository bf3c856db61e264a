"""Duplicates found and reading saved, on works that are made out of a seed and labelled.

    python benchmarks/literature.py [--works 600] [--seeds 5] [--labels FILE.csv]

Works are invented: half of the topics share most of their words with the relevant one, so that the
order has something to get wrong. Of the relevant works one in five is worded like none of the
others: those are the late ones. Prints, over several seeds, what reading in the proposed order
would have spared (WSS@95: works not read when 95 % of the relevant were seen, less the 5 % of a
random stop), the worst of them, the same with shuffled labels (where nothing can be saved), and
precision and recall of the duplicates that are called sure.

`--labels` replays a screening of your own: a CSV with the columns title, abstract and included
(1 or 0).
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from travaux.core.evidence.references import Reference, twins  # noqa: E402
from travaux.core.evidence.screening import saving  # noqa: E402

RELEVANT = [
    "city",
    "data",
    "register",
    "sensor",
    "governance",
    "residents",
    "trust",
    "public",
    "platform",
    "municipal",
]
NEAR = [
    "city",
    "transport",
    "bus",
    "data",
    "traffic",
    "road",
    "municipal",
    "public",
    "price",
    "residents",
    "ticket",
]
FAR = [
    "steel",
    "bridge",
    "paint",
    "corrosion",
    "fish",
    "salmon",
    "river",
    "dose",
    "trial",
    "patient",
    "cell",
    "protein",
]
ODD = [
    "villages",
    "neighbours",
    "gossip",
    "ledger",
    "kiosk",
    "market",
    "weighing",
    "honesty",
    "elders",
    "posters",
]
PLAIN = [
    "study",
    "results",
    "method",
    "sample",
    "analysis",
    "effect",
    "case",
    "review",
    "model",
    "evidence",
    "measured",
]


def made(works: int, seed: int) -> tuple[list[str], list[bool]]:
    """Titles with abstracts, and whether each is relevant: one in twelve is."""
    chance = random.Random(f"literature-{seed}")
    texts, relevant = [], []
    for _n in range(works):
        wanted = chance.random() < 1 / 12
        if wanted:
            topic = ODD if chance.random() < 0.2 else RELEVANT
        else:
            topic = NEAR if chance.random() < 0.5 else FAR
        words = [chance.choice(topic if chance.random() < 0.45 else PLAIN) for _w in range(60)]
        texts.append(" ".join(words))
        relevant.append(wanted)
    return texts, relevant


def labelled(path: str) -> tuple[list[str], list[bool]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{r['title']} {r.get('abstract', '')[:3000]}" for r in rows]
    return texts, [r["included"].strip() in ("1", "true", "yes") for r in rows]


def damaged(title: str, chance: random.Random) -> str:
    """A title as another database has it: case, a point, a letter left out, or as it was."""
    how = chance.randrange(4)
    if how == 0:
        return title.upper()
    if how == 1:
        return title + "."
    if how == 2:
        at = chance.randrange(len(title))
        return title[:at] + title[at + 1 :]
    return title


def duplicates(works: int, seed: int) -> dict[str, float]:
    """Every third work comes a second time from another database; sure pairs are counted."""
    chance = random.Random(f"twins-{seed}")
    pile: list[Reference] = []
    of: list[int] = []
    for n in range(works):
        words = [chance.choice(RELEVANT + NEAR + FAR + PLAIN) for _w in range(8)]
        author, year = f"Author{chance.randrange(works)}, A", 1990 + chance.randrange(34)
        told = Reference(" ".join(words), (author,), year, doi=f"10.5555/{n}" if n % 2 else "")
        pile.append(told)
        of.append(n)
        if n % 3 == 0:
            other = Reference(damaged(told.title, chance), (author,), year, doi="")
            pile.append(other)
            of.append(n)
    began = time.perf_counter()
    found = twins(pile)
    seconds = time.perf_counter() - began
    true = {
        (a, b) for a in range(len(of)) for b in range(a + 1, min(a + 2, len(of))) if of[a] == of[b]
    }
    sure = {(t.first, t.second) for t in found if t.sure}
    asked = {(t.first, t.second) for t in found if not t.sure}
    return {
        "works": len(pile),
        "pairs": len(true),
        "precision_of_sure": len(sure & true) / len(sure) if sure else 1.0,
        "recall_of_sure": len(sure & true) / len(true),
        "recall_with_asked": len((sure | asked) & true) / len(true),
        "asked_wrongly": len(asked - true),
        "seconds": seconds,
    }


def told(name: str, figures: list[float]) -> None:
    print(
        f"{name}: median {statistics.median(figures):.3f}, worst {min(figures):.3f}, "
        f"best {max(figures):.3f} over {len(figures)}"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--works", type=int, default=600)
    ask.add_argument("--seeds", type=int, default=5)
    ask.add_argument("--labels", default="")
    given = ask.parse_args()
    saved, by_chance, late = [], [], []
    for seed in range(given.seeds):
        texts, relevant = labelled(given.labels) if given.labels else made(given.works, seed)
        found = saving(texts, relevant, seed)
        saved.append(found.saved)
        last = next(read for read, n in found.curve if n == found.relevant)
        late.append(last / found.works)
        shuffled = relevant[:]
        random.Random(seed).shuffle(shuffled)
        by_chance.append(saving(texts, shuffled, seed).saved)
    print(f"{len(texts)} works, {sum(relevant)} relevant in the last of them")
    told("saved (WSS@95)", saved)
    told("the same with labels that mean nothing", by_chance)
    told("share read before the very last relevant work", late)
    if not given.labels:
        for seed in range(given.seeds):
            print("duplicates", {k: round(v, 3) for k, v in duplicates(given.works, seed).items()})


if __name__ == "__main__":
    main()
