"""Tiny invented instances whose panels can all be listed."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

from travaux.core.panels.instance import AtMost, Demand, Instance, Pool, Quota

VALUES = {"gender": ("f", "m"), "region": ("A", "B", "C"), "skill": ("law", "data")}


def all_panels(instance: Instance) -> list[tuple[int, ...]]:
    """Every panel that keeps every rule, by trying all."""
    return [
        members
        for count in range(instance.seats_low, instance.seats_high + 1)
        for members in combinations(range(instance.people), count)
        if not instance.breaks(members)
    ]


@st.composite
def instances(
    draw: st.DrawFn, *, people: int = 9, scored: bool = True, demands: bool = True
) -> Instance:
    """Up to nine people, three features of which one multi-valued, loose and tight quotas."""
    count = draw(st.integers(3, people))
    features = {
        "gender": tuple((draw(st.sampled_from(VALUES["gender"])),) for _ in range(count)),
        "region": tuple((draw(st.sampled_from(VALUES["region"])),) for _ in range(count)),
        "skill": tuple(
            tuple(sorted(draw(st.sets(st.sampled_from(VALUES["skill"]))))) for _ in range(count)
        ),
        "country": tuple((draw(st.sampled_from("KLMN")),) for _ in range(count)),
    }
    scores = tuple(
        Decimal(draw(st.integers(0, 12))) / 2 if scored else Decimal(0) for _ in range(count)
    )
    pool = Pool(tuple(f"p{n}" for n in range(count)), features, scores if scored else None)
    low = draw(st.integers(1, count))
    high = draw(st.integers(low, min(count, low + 1)))
    quotas = []
    for feature, values in VALUES.items():
        for value in values:
            if draw(st.booleans()):
                least = draw(st.integers(0, 3))
                most = draw(st.one_of(st.none(), st.integers(least, count)))
                quotas.append(Quota(feature, value, least, most))
    at_most = (AtMost("country", draw(st.integers(1, 3))),) if draw(st.booleans()) else ()
    asked: list[Demand] = []
    if demands and draw(st.booleans()):
        asked.append(Demand("p0", draw(st.sampled_from(("include", "exclude"))), "on record"))
    return Instance(pool, low, high, tuple(quotas), at_most, tuple(asked))
