"""Leaner scenarios: 60 activities with 5 ways each, solved to the proven optimum; and a frontier.

Run: python benchmarks/scenarios.py [--activities 60] [--ways 5] [--seed 1]

The question is invented out of the seed: 5 regions × 14 groups are to be heard, 6 languages and 3
clauses kept, the budget is a third of the plan's cost. No peer on the package index answers such a
question; what stands beside it is the choice that a person makes by hand: from the plan, again and
again the change that loses least for what it saves, until the budget is kept.
"""

from __future__ import annotations

import argparse
import time
from decimal import Decimal

from travaux.core.chance import Chance
from travaux.core.funding.choices import Activity, Question, Scenario, Way, planned, told
from travaux.core.funding.scenarios import best_under, frontier

REGIONS, GROUPS = 5, 14


def invented(activities: int, ways: int, seed: int) -> Question:
    """A question in which leaner ways cost less and are heard by fewer."""
    chance = Chance(seed)
    cells = [f"r{r}/g{g}" for r in range(REGIONS) for g in range(GROUPS)]
    made = []
    for a in range(activities):
        full = 5_000 + chance.below(95_000)
        heard = {cell: 1 + chance.below(6) for cell in cells if chance.fraction() < 0.25}
        kept = frozenset(
            name
            for name in (*(f"language:{n}" for n in range(6)), *(f"clause:{n}" for n in range(3)))
            if chance.fraction() < 0.15
        )
        choices = []
        for w in range(ways):
            share = 1 - w / ways
            choices.append(
                Way(
                    f"w{w}",
                    Decimal(int(full * share**1.5)),
                    {c: n for c, n in ((c, round(n * share)) for c, n in heard.items()) if n},
                    kept if w < ways - 1 else frozenset(),
                )
            )
        made.append(Activity(f"a{a}", tuple(choices)))
    targets = {c: sum(a.ways[0].heard.get(c, 0) for a in made) or 1 for c in cells}
    weights = {name: Decimal(1 + chance.below(9)) for name in cells}
    return Question(tuple(made), targets, weights, frozenset({"clause:0", "clause:1"}))


def by_hand(question: Question, budget: Decimal) -> Scenario:
    """From the plan, the change that loses least for what it saves, until the budget is kept."""
    here = planned(question)
    while here.cost > budget:
        tried = [
            told(question, {**here.chosen, a.code: w.code})
            for a in question.activities
            for w in a.ways
            if w.code != here.chosen[a.code]
        ]
        allowed = [
            t
            for t in tried
            if t.cost < here.cost and not question.must & {lost.name for lost in t.lost}
        ]
        here = min(allowed, key=lambda t: (t.loss - here.loss) / (here.cost - t.cost).__int__())
    return here


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--activities", type=int, default=60)
    asked.add_argument("--ways", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    a = asked.parse_args()
    question = invented(a.activities, a.ways, a.seed)
    plan = planned(question)
    print("| budget | cost | loss | loss by hand | s | proven |\n|---|---|---|---|---|---|")
    for share in (3, 5, 8):
        budget = (plan.cost * share / 10).quantize(Decimal("0.01"))
        started = time.process_time()
        best = best_under(question, budget, seconds=300)
        seconds = time.process_time() - started
        hand = by_hand(question, budget)
        if best is None:
            print(f"| {budget:,} | nothing fits | - | {float(hand.loss):.3f} | {seconds:.2f} | - |")
            continue
        print(
            f"| {budget:,} | {best.cost:,} | {float(best.loss):.3f} | {float(hand.loss):.3f} "
            f"| {seconds:.2f} | {'yes' if best.proven else 'NO'} |",
            flush=True,
        )
    started = time.process_time()
    line = frontier(question, 24, seconds=300)
    print(f"\nFrontier of {len(line)} choices: {time.process_time() - started:.1f} s.")


if __name__ == "__main__":
    main()
