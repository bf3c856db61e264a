"""A merit floor: only those whose score reaches it take part in the lottery."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from travaux.core.panels.instance import Instance, plain_score
from travaux.core.problems import Unusable


def above_floor(instance: Instance, floor: Decimal) -> Instance:
    """The same rules over those whose score is the floor or more.

    Raises `Unusable`: scores-missing, nobody-above-floor, included-below-floor (someone who must
    be chosen has less).

    >>> from travaux.core.panels.instance import Pool
    >>> pool = Pool(("a", "b", "c"), {}, (Decimal(3), Decimal(1), Decimal(2)))
    >>> above_floor(Instance(pool, 1, 1), Decimal(2)).pool.ids
    ('a', 'c')
    """
    scores = instance.pool.scores
    if scores is None:
        raise Unusable("scores-missing")
    kept = [place for place, score in enumerate(scores) if score >= floor]
    if not kept:
        raise Unusable("nobody-above-floor", floor=str(floor), best=str(max(scores)))
    inside = set(kept)
    for demand in instance.demands:
        place = instance.pool.place[demand.person]
        if demand.kind == "include" and place not in inside:
            raise Unusable(
                "included-below-floor", id=demand.person, floor=str(floor), score=str(scores[place])
            )
    return instance.only(kept)


def floor_told(whole: Instance, floor: Decimal) -> dict[str, Any]:
    """What a dossier tells of its floor: the least score, and everybody before the cut."""
    return {"score": plain_score(floor), "pool_hash": whole.hash, "pool": whole.plain()}
