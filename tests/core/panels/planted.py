"""Tiny invented instances around a panel that is there for certain, with quotas that pinch."""

from __future__ import annotations

from hypothesis import strategies as st

from travaux.core.panels.instance import AtMost, Demand, Instance, Pool, Quota


@st.composite
def planted(draw: st.DrawFn, *, people: int = 9, demands: bool = True) -> Instance:
    """Quotas at or near the counts of one panel; features overlap, so that parts deceive."""
    count = draw(st.integers(3, people))
    features = {
        f"f{n}": tuple(
            tuple(sorted(draw(st.sets(st.sampled_from("ABC"), max_size=2)))) for _ in range(count)
        )
        if n == 2
        else tuple((draw(st.sampled_from("ABC"[: 2 + n % 2])),) for _ in range(count))
        for n in range(draw(st.integers(1, 4)))
    }
    pool = Pool(tuple(f"p{n}" for n in range(count)), features)
    panel = sorted(draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=max(1, count - 1))))
    quotas = []
    for feature in features:
        for value in pool.values(feature):
            there = int(pool.holds(feature, value)[panel].sum())
            if draw(st.integers(0, 4)):
                low = max(0, there - draw(st.sampled_from((0, 0, 0, 1))))
                quotas.append(Quota(feature, value, low, there + draw(st.sampled_from((0, 0, 1)))))
    wide = draw(st.sampled_from((0, 0, 0, 1)))
    at_most = ()
    if draw(st.integers(0, 3)) == 0:
        held = max((int(pool.holds("f0", v)[panel].sum()) for v in pool.values("f0")), default=1)
        at_most = (AtMost("f0", max(1, held)),)
    asked = ()
    if demands and draw(st.integers(0, 4)) == 0:
        person = draw(st.integers(0, count - 1))
        kind = "include" if person in panel else "exclude"
        asked = (Demand(f"p{person}", kind, "on record"),)
    return Instance(pool, len(panel), min(count, len(panel) + wide), tuple(quotas), at_most, asked)


@st.composite
def odd(draw: st.DrawFn, *, people: int = 9) -> Instance:
    """Each person takes two or three of a few things of which there are one or two each: parts of
    people fit where whole people do not (odd cycles), so that cuts are needed."""
    things = "ABCDE"[: draw(st.integers(3, 5))]
    count = draw(st.integers(3, people))
    held = tuple(
        tuple(sorted(draw(st.sets(st.sampled_from(things), min_size=2, max_size=3))))
        for _ in range(count)
    )
    gender = tuple((draw(st.sampled_from("fm")),) for _ in range(count))
    pool = Pool(tuple(f"p{n}" for n in range(count)), {"thing": held, "gender": gender})
    most = draw(st.sampled_from((1, 1, 2)))
    quotas = [Quota("thing", thing, 0, most) for thing in pool.values("thing")]
    if draw(st.booleans()):
        quotas.append(Quota("gender", "f", 0, 1))
    low = draw(st.integers(1, 2))
    return Instance(pool, low, min(count, low + draw(st.integers(0, 2))), tuple(quotas))
