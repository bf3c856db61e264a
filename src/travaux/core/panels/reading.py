"""A pool and a quota table as files -> an instance, or every fault at its place.

The facts of each problem name the `file` it lies in: "pool", "quotas" or "options". Rows are
counted as a spreadsheet shows them: the headings are row 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from travaux.core.panels.instance import AtMost, Demand, Instance, Pool, Quota
from travaux.core.panels.tables import Table, fault, read_table
from travaux.core.problems import Problem, Unusable

MOST_PEOPLE = 100_000
MOST_QUOTAS = 2_000
MOST_SEATS = 10_000
LARGEST_SCORE = Decimal(10) ** 9
SCORE_PLACES = 6
SHOWN = 10  # faults of one kind told one by one

QUOTA_HEADINGS = ("feature", "value", "min", "max", "min_flex", "max_flex")


@dataclass(frozen=True)
class Read:
    """What two files gave: an instance, or None with the problems; warnings never prevent one."""

    instance: Instance | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_seats(text: str) -> tuple[int, int]:
    """The least and greatest number of seats out of "30" or "28-32".

    Raises `Unusable`: seats-unreadable.

    >>> read_seats("30"), read_seats("28-32")
    ((30, 30), (28, 32))
    """
    found = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–—]\s*(\d{1,6}))?\s*", text)
    if not found:
        raise Unusable("seats-unreadable", file="options", text=text)
    low = int(found[1])
    high = int(found[2] or low)
    if not 1 <= low <= high <= MOST_SEATS:
        raise Unusable("seats-unreadable", file="options", text=text)
    return low, high


def read_limit(text: str) -> AtMost:
    """A limit out of "country=2". Raises `Unusable`: limit-unreadable.

    >>> read_limit("country=2")
    AtMost(feature='country', number=2)
    """
    feature, _, number = text.rpartition("=")
    if not feature.strip() or not re.fullmatch(r"\s*\d{1,6}\s*", number):
        raise Unusable("limit-unreadable", file="options", text=text)
    return AtMost(feature.strip(), int(number))


def read_quotas(data: bytes) -> tuple[tuple[Quota, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """The quotas of a table `feature, value, min, max[, min_flex, max_flex]`, problems, warnings.

    With a heading `category`, that is the feature, and `feature` (or `name`) the value. An empty
    minimum is 0, an empty maximum no limit, an empty flex as far as needed.

    Problems: file-empty, bytes-unreadable, column-missing, quota-incomplete,
    number-unreadable, quota-turned, quota-duplicate, flex-inside, too-many-quotas.

    >>> quotas, problems, warnings = read_quotas(b"feature,value,min,max\\ngender,f,3,5\\n")
    >>> quotas[0].feature, quotas[0].low, quotas[0].high, problems
    ('gender', 3, 5, ())
    """
    try:
        table = read_table(data, (*QUOTA_HEADINGS, "category", "name"), "quotas")
    except Unusable as unusable:
        return (), (unusable.problem,), ()
    columns, problems = _quota_columns(table)
    if problems:
        return (), tuple(problems), table.warnings
    quotas: list[Quota] = []
    for number, cells in table.lines:
        quota = _quota(number, {h: cells[c] for h, c in columns.items()}, problems)
        if quota is not None:
            quotas.append(quota)
    seen: dict[tuple[str, str], str] = {}
    for quota in quotas:
        key = quota.feature, quota.value
        if key in seen:
            problems.append(
                fault(
                    "quota-duplicate", "quotas", quota.where, feature=key[0], value=key[1],
                    first=seen[key],
                )
            )  # fmt: skip
        seen.setdefault(key, quota.where)
    if len(quotas) > MOST_QUOTAS:
        problems.append(fault("too-many-quotas", "quotas", count=len(quotas), limit=MOST_QUOTAS))
    return tuple(quotas), tuple(problems), table.warnings


def _quota_columns(table: Table) -> tuple[dict[str, int], list[Problem]]:
    feature, value = "feature", "value"
    if table.column("category") is not None:
        feature = "category"
        value = "feature" if table.column("feature") is not None else "name"
        if table.column(value) is None and table.column("value") is not None:
            value = "value"
    wanted = {"feature": feature, "value": value, "min": "min", "max": "max"}
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for key, heading in wanted.items():
        column = table.column(heading)
        if column is None:
            problems.append(
                fault("column-missing", "quotas", "row 1", column=heading,
                       there=", ".join(table.headings))
            )  # fmt: skip
        else:
            columns[key] = column
    for key in ("min_flex", "max_flex"):
        column = table.column(key)
        if column is not None:
            columns[key] = column
    return columns, problems


def _quota(row: int, cells: Mapping[str, str], problems: list[Problem]) -> Quota | None:
    where = f"row {row}"
    facts = {"feature": cells["feature"], "value": cells["value"]}
    if not cells["feature"] or not cells["value"]:
        problems.append(fault("quota-incomplete", "quotas", where))
        return None
    numbers: dict[str, int | None] = {}
    for key in ("min", "max", "min_flex", "max_flex"):
        text = cells.get(key, "")
        if not text:
            numbers[key] = None
            continue
        # sortition practice writes -1 for "as far as needed"
        if key.endswith("flex") and text == "-1":
            numbers[key] = None
            continue
        whole = re.fullmatch(r"(\d{1,9})(?:[.,]0+)?", text)
        if not whole:
            problems.append(fault("number-unreadable", "quotas", where, column=key, text=text[:40]))
            return None
        numbers[key] = int(whole[1])
    low, high = numbers["min"] or 0, numbers["max"]
    if high is not None and low > high:
        problems.append(fault("quota-turned", "quotas", where, min=low, max=high, **facts))
        return None
    flex_low, flex_high = numbers["min_flex"], numbers["max_flex"]
    if flex_low is not None and flex_low > low:
        problems.append(
            fault("flex-inside", "quotas", where, column="min_flex", number=flex_low, bound=low,
                   **facts)
        )  # fmt: skip
        return None
    if flex_high is not None and high is not None and flex_high < high:
        problems.append(
            fault("flex-inside", "quotas", where, column="max_flex", number=flex_high, bound=high,
                   **facts)
        )  # fmt: skip
        return None
    return Quota(cells["feature"], cells["value"], low, high, flex_low, flex_high, where)


def read_pool(
    data: bytes,
    features: Sequence[str],
    *,
    id_column: str = "",
    score_column: str = "",
) -> tuple[Pool | None, tuple[Problem, ...], tuple[Problem, ...], tuple[str, ...]]:
    """The pool of a table, problems, warnings, and the place of each person in the file.

    One row per person; only the named features, ids and scores are kept (no name enters). A cell
    may hold several values separated by `;`. Without an id column people are numbered from 1.

    Problems: file-empty, bytes-unreadable, column-missing, pool-empty, id-empty,
    id-duplicate, score-unreadable, too-many-people.

    >>> pool, problems, warnings, places = read_pool(b"name,skill\\nX,law;data\\nY,\\n", ["skill"])
    >>> pool.ids, pool.features["skill"], places
    (('1', '2'), (('law', 'data'), ()), ('row 2', 'row 3'))
    """
    wanted = [*features, *(c for c in (id_column, score_column) if c)]
    try:
        table = read_table(data, wanted, "pool")
    except Unusable as unusable:
        return None, (unusable.problem,), (), ()
    problems = [
        fault("column-missing", "pool", "row 1", column=name, there=", ".join(table.headings))
        for name in dict.fromkeys(wanted)
        if table.column(name) is None
    ]
    if not table.lines:
        problems.append(fault("pool-empty", "pool"))
    if len(table.lines) > MOST_PEOPLE:
        problems.append(fault("too-many-people", "pool", count=len(table.lines), limit=MOST_PEOPLE))
    if problems:
        return None, tuple(problems), table.warnings, ()
    ids = _ids(table, id_column, problems)
    scores = _scores(table, score_column, problems)
    columns = {name: table.column(name) or 0 for name in features}
    held = {
        name: tuple(_values(cells[column]) for _, cells in table.lines)
        for name, column in columns.items()
    }
    if problems:
        return None, tuple(problems), table.warnings, ()
    places = tuple(f"row {number}" for number, _ in table.lines)
    return Pool(ids, held, scores), (), table.warnings, places


def _ids(table: Table, id_column: str, problems: list[Problem]) -> tuple[str, ...]:
    if not id_column:
        return tuple(str(n + 1) for n in range(len(table.lines)))
    column = table.column(id_column) or 0
    first: dict[str, int] = {}
    for number, cells in table.lines:
        one = cells[column]
        if not one:
            problems.append(fault("id-empty", "pool", f"row {number}", column=id_column))
        elif one in first:
            problems.append(
                fault("id-duplicate", "pool", f"row {number}", id=one, first=f"row {first[one]}")
            )
        first.setdefault(one, number)
    return tuple(cells[column] for _, cells in table.lines)


def _scores(table: Table, column_name: str, problems: list[Problem]) -> tuple[Decimal, ...] | None:
    if not column_name:
        return None
    column = table.column(column_name) or 0
    scores: list[Decimal] = []
    for number, cells in table.lines:
        score = read_score(cells[column])
        if score is None:
            problems.append(
                fault("score-unreadable", "pool", f"row {number}", column=column_name,
                       text=cells[column][:40])
            )  # fmt: skip
        scores.append(score or Decimal(0))
    return tuple(scores)


def read_score(text: str) -> Decimal | None:
    """A score as an exact decimal; None where it is none, too large or too fine (6 places).

    >>> read_score("87,5"), read_score("n/a")
    (Decimal('87.5'), None)
    """
    if not re.fullmatch(r"[+-]?\d{1,10}(?:[.,]\d*)?", text.strip()):
        return None
    try:
        score = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    exponent = score.normalize().as_tuple().exponent
    if abs(score) > LARGEST_SCORE or not isinstance(exponent, int) or exponent < -SCORE_PLACES:
        return None
    return score


def _values(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def read_instance(
    pool_data: bytes,
    quotas_data: bytes,
    *,
    seats: tuple[int, int],
    id_column: str = "",
    score_column: str = "",
    at_most: Sequence[AtMost] = (),
    demands: Sequence[Demand] = (),
    impossible_too: bool = False,
) -> Read:
    """An instance out of the two files; all problems at once where there are any.

    `impossible_too`: sums past the seats and minimums of values that nobody has
    are left for the explanation instead of being refused.

    Problems beside those of `read_quotas` and `read_pool`: feature-missing, value-unknown,
    value-missing, quota-of-nobody, quotas-past-seats, quotas-short-of-seats, seats-past-people,
    limit-column-missing, demand-unknown, demand-twice.
    """
    quotas, problems, warnings = read_quotas(quotas_data)
    if problems:
        return Read(None, problems, warnings)
    quota_features = list(dict.fromkeys(q.feature for q in quotas))
    features = list(dict.fromkeys([*quota_features, *(a.feature for a in at_most)]))
    pool, faults, more, places = read_pool(
        pool_data, features, id_column=id_column, score_column=score_column
    )
    warnings = (*warnings, *more)
    if pool is None:
        return Read(None, _as_features_missing(faults, quotas, at_most), warnings)
    found = [*_unlisted(pool, quotas, places), *_demands(pool, demands)]
    nobody = list(_of_nobody(pool, quotas))
    if not impossible_too:
        found += [p for p in nobody if p.code == "quota-of-nobody"]
        found += list(_sums(pool, quotas, seats))
    if seats[0] > len(pool):  # no quota is to blame, so there is nothing to explain
        found.append(fault("seats-past-people", "options", seats=seats[0], people=len(pool)))
    warnings = (*warnings, *(p for p in nobody if p.code == "value-of-nobody"))
    if found:
        return Read(None, tuple(found), warnings)
    instance = Instance(pool, *seats, quotas, tuple(at_most), tuple(demands))
    return Read(instance, (), warnings)


def _as_features_missing(
    faults: Iterable[Problem], quotas: Sequence[Quota], at_most: Sequence[AtMost]
) -> tuple[Problem, ...]:
    """A column that lacks in the pool is told with the quota or option that asks for it."""
    asked = {q.feature: q.where for q in reversed(quotas)}
    limits = {a.feature for a in at_most}
    told: list[Problem] = []
    for one in faults:
        column = str(one.facts.get("column", ""))
        if one.code == "column-missing" and column in asked:
            told.append(
                fault("feature-missing", "pool", "row 1", feature=column, asked=asked[column],
                       there=one.facts.get("there", ""))
            )  # fmt: skip
        elif one.code == "column-missing" and column in limits:
            told.append(
                fault("limit-column-missing", "pool", "row 1", feature=column,
                       there=one.facts.get("there", ""))
            )  # fmt: skip
        else:
            told.append(one)
    return tuple(told)


def closed_features(pool: Pool, quotas: Sequence[Quota]) -> tuple[str, ...]:
    """Features whose quotas are taken to list every value: two or more rows, one value a person.

    With a single row ("at least 6 from X"), or where people hold several values, the quotas speak
    of some values only and the others are free.
    """
    rows = Counter(q.feature for q in quotas)
    return tuple(
        feature
        for feature, count in rows.items()
        if count > 1 and all(len(held) <= 1 for held in pool.features[feature])
    )


def _unlisted(pool: Pool, quotas: Sequence[Quota], places: Sequence[str]) -> Iterable[Problem]:
    """People whose value no quota lists, in features whose quotas list every value."""
    for feature in closed_features(pool, quotas):
        listed = {q.value for q in quotas if q.feature == feature}
        told: Counter[str] = Counter()
        for person, held in enumerate(pool.features[feature]):
            value = held[0] if held else ""
            if value in listed:
                continue
            told[value] += 1
            if told[value] == 1 and len(told) <= SHOWN:
                yield fault(
                    "value-unknown" if value else "value-missing",
                    "pool",
                    places[person],
                    feature=feature,
                    value=value,
                    **_hint(_nearest(value, listed)),
                    people=sum((h[0] if h else "") == value for h in pool.features[feature]),
                )


def _nearest(value: str, listed: Iterable[str]) -> str:
    """The listed value that was probably meant, or nothing."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        value.casefold(), {v: v.casefold() for v in sorted(listed)}, scorer=fuzz.ratio
    )
    return str(found[2]) if value and found and found[1] >= 75 else ""


def _hint(nearest: str) -> dict[str, str]:
    return {"nearest": nearest, "hint": f" (“{nearest}”?)" if nearest else ""}


def _of_nobody(pool: Pool, quotas: Sequence[Quota]) -> Iterable[Problem]:
    for quota in quotas:
        if pool.holds(quota.feature, quota.value).any():
            continue
        yield fault(
            "quota-of-nobody" if quota.low else "value-of-nobody",
            "quotas",
            quota.where,
            feature=quota.feature,
            value=quota.value,
            min=quota.low,
            **_hint(_nearest(quota.value, pool.values(quota.feature))),
        )


def _sums(pool: Pool, quotas: Sequence[Quota], seats: tuple[int, int]) -> Iterable[Problem]:
    """Minimums past the seats, or maximums that cannot fill them, where each counts once."""
    for feature in dict.fromkeys(q.feature for q in quotas):
        held = pool.features[feature]
        rows = [q for q in quotas if q.feature == feature]
        if any(len(values) > 1 for values in held):
            continue
        least = sum(q.low for q in rows)
        where = rows[0].where if len(rows) == 1 else f"{rows[0].where} – {rows[-1].where}"
        if least > seats[1]:
            yield fault("quotas-past-seats", "quotas", where, feature=feature, sum=least,
                         seats=seats[1])  # fmt: skip
        listed = {q.value for q in rows}
        if any(q.high is None for q in rows) or any(not v or v[0] not in listed for v in held):
            continue
        most = sum(q.high or 0 for q in rows)
        if most < seats[0]:
            yield fault("quotas-short-of-seats", "quotas", where, feature=feature, sum=most,
                         seats=seats[0])  # fmt: skip


def _demands(pool: Pool, demands: Sequence[Demand]) -> Iterable[Problem]:
    seen: set[str] = set()
    for demand in demands:
        if demand.person not in pool.place:
            yield fault("demand-unknown", "options", id=demand.person)
        elif demand.person in seen:
            yield fault("demand-twice", "options", id=demand.person)
        seen.add(demand.person)
