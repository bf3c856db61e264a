"""Learn the weights of the alignment from pairs whose links are known, and write them down.

Run: TRAVAUX_REAL_DATA=... python benchmarks/alignment/fit.py
Learnt from one real pair (transport-16-17), from made pairs of one real text (23 October 2015) and
of the interface's own sentences in four languages. No other pair is looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pairs import PROFILES, Pair, catalogue_text, made_pair, real_pairs, real_text
from scipy.optimize import minimize

from travaux.core.texts.alignment.aligning import Weighing, Workbench

OUT = Path(__file__).parents[2] / "src/travaux/core/texts/alignment/weights.py"
LEARNT_FROM = "transport-16-17"
# One real pair stands against many made ones.
REAL_WEIGHS = 12.0
TURNS = 3
RIDGE = 1e-3
Figures = npt.NDArray[np.float64]


def pairs() -> Iterator[Pair]:
    """What is learnt from."""
    yield from (pair for pair in real_pairs() if pair.name == LEARNT_FROM)
    text = real_text("2015-10-23")
    if not text:
        sys.exit("The real texts are wanted: set TRAVAUX_REAL_DATA.")
    seed = 100
    for _ in range(TURNS):
        for name, profile in PROFILES.items():
            yield made_pair(f"made {name}", text, profile, seed)
            seed += 1
    for language in ("fr", "zh", "ar", "ru"):
        text = catalogue_text(language, seed=77)
        for _ in range(TURNS):
            for name, profile in PROFILES.items():
                yield made_pair(f"{language} {name}", text, profile, seed)
                seed += 1


def fitted(rows: Figures, right: Figures, weighs: Figures) -> Figures:
    """Logistic regression with a slight ridge."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    mean[0], spread[0] = 0, 1
    spread[spread == 0] = 1
    scaled = (rows - mean) / spread

    def loss(weights: Figures) -> tuple[float, Figures]:
        score = scaled @ weights
        total = np.sum(weighs * (np.logaddexp(0, score) - right * score)) / weighs.sum()
        slope = scaled.T @ (weighs * (1 / (1 + np.exp(-score)) - right)) / weighs.sum()
        ridge = RIDGE / len(weights)
        slope[1:] += 2 * ridge * weights[1:]
        return float(total + ridge * np.sum(weights[1:] ** 2)), slope

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    found = found / spread
    found[0] -= np.sum(mean * found)
    return np.asarray(found)


def learnt(known: list[Pair]) -> Weighing:
    """The weights of a pair alone, of a pair beside its neighbours, and of a further part."""
    benches = [Workbench(pair.old, pair.new) for pair in known]
    right, weighs = [], []
    for bench, pair in zip(benches, known, strict=True):
        keys = list(zip(bench.pairs.i.tolist(), bench.pairs.j.tolist(), strict=True))
        right.append(np.array([key in pair.links for key in keys], float))
        weight = np.full(len(keys), REAL_WEIGHS if pair.name == LEARNT_FROM else 1.0)
        # Small parts are found as parts; as pairs of their own they would teach the wrong thing.
        part = np.array([key in pair.many for key in keys], bool) & (bench.pairs.ratio < 0.5)
        weight[part] = 0
        weighs.append(weight)
    answers, counts = np.concatenate(right), np.concatenate(weighs)
    weighing = Weighing()
    rows = [bench.features(beside=False) for bench in benches]
    weighing.alone = fitted(np.concatenate(rows), answers, counts)
    for bench, row in zip(benches, rows, strict=True):
        bench.match(row @ weighing.alone)
    for _ in range(TURNS):
        rows = [bench.features(beside=True) for bench in benches]
        weighing.beside = fitted(np.concatenate(rows), answers, counts)
        for bench, row in zip(benches, rows, strict=True):
            bench.match(row @ weighing.beside)
    weighing.part = _part_weights(benches, known)
    return weighing


def _part_weights(benches: list[Workbench], known: list[Pair]) -> Figures:
    rows, right, weighs = [], [], []
    for bench, pair in zip(benches, known, strict=True):
        for _ in range(2):
            added = []
            for turned in (False, True):
                made, _lost = bench.offered(turned=turned)
                if not len(made):
                    continue
                here = bench.part_features(made)
                keys = [
                    (part, whole) if turned else (whole, part)
                    for whole, part in zip(made.wholes, made.parts, strict=True)
                ]
                answer = np.array([key in pair.links for key in keys], float)
                weight = np.full(len(keys), 1.0 if pair.many else 0.3)
                if not pair.many:
                    # The real links are one to one: a true split is missing from them.
                    weight[(answer == 0) & (here[:, 1] > 0.8)] = 0
                rows.append(here)
                right.append(answer)
                weighs.append(weight)
                added += [(key, turned) for key, yes in zip(keys, answer, strict=True) if yes]
            for (i, j), turned in added:
                bench.take(i, j, 5.0, turned)
    return fitted(np.concatenate(rows), np.concatenate(right), np.concatenate(weighs))


def main() -> None:
    weighing = learnt(list(pairs()))
    lines = [
        '"""What each feature counts, as log-odds: learnt by benchmarks/alignment/fit.py."""',
        "",
    ]
    lines += ["from __future__ import annotations", ""]
    for name in ("alone", "beside", "part"):
        values = "".join(f"    {value:.4f},\n" for value in getattr(weighing, name).tolist())
        lines.append(f"{name.upper()}: tuple[float, ...] = (\n{values})")
    OUT.write_text("\n".join(lines) + "\n")
    print(f"{OUT}: {sum(len(getattr(weighing, n)) for n in ('alone', 'beside', 'part'))} weights")


if __name__ == "__main__":
    main()
