"""Reading the activities of a plan, the ways to carry them out, and what their loss weighs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from travaux.core.funding.choices import Activity, Question, Way
from travaux.core.processes.plan import Leaner, LeanerActivity, Texts
from travaux.core.processes.reader import Reader


def read_leaner(root: Any, r: Reader | None = None) -> Leaner:
    """The table [scenarios] of a plan. Without a reader, faults are passed over.

    Costs are text in the plan's currency, net of support cost; the first way of an activity is the
    plan's own. `heard` counts those heard in each cell ("africa/states"); `keeps` names clauses
    and languages ("clause:b", "language:ar"); `needs` names ways of other activities
    ("egm-2:in-person").
    """
    r = r or Reader()
    if not isinstance(root, dict):
        r.wrong("plan-not-tables", "scenarios")
        return Leaner()
    r.keys(root, "scenarios", "scenarios")
    activities = tuple(_activity(r, t, w) for t, w in r.tables(root, "activities"))
    names = root.get("names", {})
    if not isinstance(names, dict):
        r.wrong("plan-not-tables", "scenarios, names")
        names = {}
    return Leaner(
        activities=activities,
        targets=_numbers(r, root, "targets"),
        weights={k: Decimal(v) for k, v in _decimals(r, root, "weights").items()},
        must=frozenset(r.list_of_text(root, "must", "scenarios")),
        support=Decimal(_decimal(r, root, "support", "scenarios") or 0),
        names={str(k): r.texts(names, str(k), "scenarios, names", needed=True) for k in names},
        invented=bool(r.flag(root, "invented", "scenarios")),
        source=r.text(root, "source", "scenarios"),
        raw=root,
    )


def question_of(leaner: Leaner) -> Question:
    """What a plan's table asks."""
    return Question(
        tuple(Activity(a.code, a.ways) for a in leaner.activities),
        leaner.targets,
        leaner.weights,
        leaner.must,
        leaner.support,
    )


def check_leaner(
    r: Reader, leaner: Leaner, milestones: Mapping[str, Any], budgeted: Mapping[str, Decimal]
) -> None:
    """Whether everything that is named exists, once; each activity has a way, and the plan's own
    costs what its budget line says."""
    r.once([a.code for a in leaner.activities], "activity")
    known = {f"{a.code}:{w.code}" for a in leaner.activities for w in a.ways}
    served = {name for a in leaner.activities for w in a.ways for name in w.keeps}
    for a in leaner.activities:
        where = f"activity {a.code}"
        if not a.ways:
            r.wrong("activity-without-way", where)
        elif a.code in budgeted and a.ways[0].cost != budgeted[a.code]:
            r.wrong(
                "way-not-as-budgeted",
                f"{where}, {a.ways[0].code}",
                cost=str(a.ways[0].cost),
                line=str(budgeted[a.code]),
            )
        r.once([w.code for w in a.ways], where)
        if a.milestone and a.milestone not in milestones:
            r.wrong("plan-milestone-unknown", where, milestone=a.milestone)
        for way in a.ways:
            for activity, other in way.needs:
                if f"{activity}:{other}" not in known or activity == a.code:
                    r.wrong("way-unknown", f"{where}, {way.code}", way=f"{activity}:{other}")
            for cell in way.heard:
                if cell not in leaner.targets:
                    r.wrong("cell-without-target", f"{where}, {way.code}", cell=cell)
    for name in sorted(leaner.must - served):
        r.wrong("kept-by-nothing", "scenarios, must", name=name)


def _activity(r: Reader, t: Mapping[str, Any], w: str) -> LeanerActivity:
    titles: Texts = r.texts(t, "titles", w)
    milestone = r.text(t, "milestone", w)
    if not titles and not milestone:
        r.wrong("plan-value-missing", f"{w}, titles")
    return LeanerActivity(
        r.code(t, w),
        milestone,
        titles,
        tuple(_way(r, x, f"{w}, {y}") for x, y in r.tables(t, "ways")),
    )


def _way(r: Reader, t: Mapping[str, Any], w: str) -> Way:
    needs = []
    for name in r.list_of_text(t, "needs", w):
        activity, _, way = name.partition(":")
        needs.append((activity, way))
    return Way(
        r.code(t, w),
        r.amount(t, "cost", w),
        _numbers(r, t, "heard", w),
        frozenset(r.list_of_text(t, "keeps", w)),
        tuple(needs),
    )


def _numbers(r: Reader, t: Mapping[str, Any], key: str, where: str = "scenarios") -> dict[str, int]:
    """Names with whole numbers of one and more, by name: a database need not keep a file's order."""
    value = t.get(key, {})
    if not isinstance(value, dict):
        r.wrong("plan-not-tables", f"{where}, {key}")
        return {}
    found = {}
    for name in sorted(value):
        number = r.whole(value, name, f"{where}, {key}")
        if number:
            found[name] = number
        elif number == 0:
            r.wrong("plan-not-a-number", f"{where}, {key}, {name}")
    return found


def _decimals(r: Reader, t: Mapping[str, Any], key: str) -> dict[str, str]:
    value = t.get(key, {})
    if not isinstance(value, dict):
        r.wrong("plan-not-tables", f"scenarios, {key}")
        return {}
    return {name: _decimal(r, value, name, f"scenarios, {key}") or "0" for name in value}


def _decimal(r: Reader, t: Mapping[str, Any], key: str, where: str) -> str | None:
    """A number that is not negative: whole, or as text."""
    value = t.get(key)
    if value is None:
        return None
    try:
        if isinstance(value, bool | float):
            raise InvalidOperation
        number = Decimal(str(value))
        if not number.is_finite() or not 0 <= number <= 1_000_000:
            raise InvalidOperation
    except InvalidOperation:
        r.wrong("plan-not-an-amount", f"{where}, {key}", value=str(value))
        return None
    return str(number)
