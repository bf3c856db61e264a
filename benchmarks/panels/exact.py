"""Best merit under quotas, and impossible quotas explained: seconds of processor, by pool.

    python -m benchmarks.panels.exact [--people 300,1000,2000] [--seed 1]

The pools are invented by generate.py out of the seed told: 7 features, scores, and seats 30 and 60.
No peer does either, so none stands beside: the aims are 10 s for best merit and 5 s for the smallest
conflict with the least relaxation, at 1,000 nominees. Best merit is proven (its dossier is checked
again, outside of the time); the explanation is of quotas that contradict one another by one person.
"""

from __future__ import annotations

import argparse
import json
import time

from benchmarks.panels.generate import generate

from travaux.core.panels.checking import check_dossier
from travaux.core.panels.conflicts import conflict_of
from travaux.core.panels.instance import AtMost, Instance
from travaux.core.panels.merit import best_merit
from travaux.core.panels.merit_dossier import merit_dossier
from travaux.core.panels.reading import read_instance
from travaux.core.panels.relaxing import relaxations


def instance_of(people: int, seats: int, seed: int, *, impossible: bool = False) -> Instance:
    """An invented instance with seven features, at most two of a country."""
    made = generate(people, 7, seats, seed, impossible=impossible)
    read = read_instance(
        made.pool,
        made.quotas,
        seats=(seats, seats),
        score_column="score",
        at_most=(AtMost("country", 2),),
        impossible_too=impossible,
    )
    if read.instance is None:
        raise SystemExit(str(read.problems))
    return read.instance


def best_merit_row(people: int, seats: int, seed: int) -> str:
    """One pool: the best panel with its proof."""
    instance = instance_of(people, seats, seed)
    started = time.process_time()
    found = best_merit(instance, str(seed))
    seconds = time.process_time() - started
    if found is None:
        return f"| best merit | {people} | {seats} | {seconds:.2f} | no panel | - |"
    dossier = json.loads(json.dumps(merit_dossier(instance, found, str(seed)), default=str))
    holds = all(step.ok for step in check_dossier(dossier))
    told = "proven best" if found.gap == 0 else f"at most {found.gap} from best"
    return (
        f"| best merit | {people} | {seats} | {seconds:.2f} | {told} | {'yes' if holds else 'NO'} |"
    )


def explanation_row(people: int, seats: int, seed: int) -> str:
    """One pool under quotas that cannot all hold: the smallest conflict, the least relaxation."""
    instance = instance_of(people, seats, seed, impossible=True)
    started = time.process_time()
    conflict = conflict_of(instance)
    options = relaxations(instance)
    seconds = time.process_time() - started
    if conflict is None or not options:
        return f"| explanation | {people} | {seats} | {seconds:.2f} | nothing to explain | - |"
    told = f"{len(conflict.rules)} quotas contradict one another, least change {options[0].cost}"
    return (
        f"| explanation | {people} | {seats} | {seconds:.2f} | {told} "
        f"| {'smallest' if conflict.smallest else 'none can be left out'} |"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", default="300,1000,2000")
    asked.add_argument("--seed", type=int, default=1)
    a = asked.parse_args()
    print("| what | people | seats | s | found | checked |\n|---|---|---|---|---|---|")
    for people in map(int, a.people.split(",")):
        for seats in (30, 60):
            print(best_merit_row(people, seats, a.seed), flush=True)
            print(explanation_row(people, seats, a.seed), flush=True)


if __name__ == "__main__":
    main()
