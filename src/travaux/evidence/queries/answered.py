"""The answers of a survey as results read them: who answered, and one question at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Max
from django.db.models.fields.json import KeyTransform

from travaux.core.surveys.model import Form, Placed, Question, repeats_around, walk
from travaux.core.surveys.results import kind_of
from travaux.core.surveys.weighting import coded
from travaux.evidence.models import Survey
from travaux.evidence.queries.columns import keep_columns, kept_column, kept_left
from travaux.evidence.queries.editions import issued_editions
from travaux.evidence.queries.surveys import form_of, issued_edition, submitted
from travaux.plumbing.keeping import Keep

EMPTY: tuple[Any, ...] = (None, "", [])
Version = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Who answered a survey: one entry for each respondent, in the order they came."""

    countries: tuple[int | None, ...]
    units: Any  # (r,) codes
    first: Any  # (u,) the first respondent of each unit
    sizes: tuple[str, ...]
    weights: Any  # (r,)
    editions: Any  # (r,) the edition that each answered
    count: int
    pks: Any = ()  # (r,) the answers themselves


_loaded: Keep[Loaded] = Keep(6)
_columns: Keep[list[Any]] = Keep(160)
_left: Keep[Mapping[str, Sequence[int]]] = Keep(6)


def version_of(survey: Survey) -> Version:
    """What changes whenever an answer that is reckoned changes."""
    found = submitted(survey).aggregate(n=Count("pk"), last=Max("changed_at"))
    last: datetime | None = found["last"]
    return found["n"], last.isoformat() if last else ""


def reckoned_questions(form: Form) -> list[Question]:
    """Questions of which figures make sense; those of repeated groups are counted by their rows."""
    return [
        p.item
        for p in walk(form.items)
        if isinstance(p.item, Question)
        and kind_of(p.item)
        and p.item.kind != "calculate"
        and not p.item.tags & {"identifying", "interests"}
    ]


def load(survey: Survey, version: Version) -> Loaded:
    """Who answered, read once for each state of the answers."""

    def read() -> Loaded:
        rows = list(
            submitted(survey)
            .order_by("pk")
            .values_list("pk", "country_id", "unit_key", "size", "weight", "edition_id")
        )
        units, _names = coded([row[2] or f"\0{row[0]}" for row in rows])
        first = np.full(int(units.max()) + 1 if rows else 0, -1, dtype=np.int64)
        for i in range(len(rows) - 1, -1, -1):
            first[units[i]] = i
        weights = np.array([1.0 if r[4] is None else r[4] for r in rows], dtype=np.float64)
        return Loaded(
            tuple(r[1] for r in rows), units, first, tuple(r[3] for r in rows), weights,
            np.array([r[5] for r in rows], dtype=np.int64), len(rows), tuple(r[0] for r in rows),
        )  # fmt: skip

    return _loaded.get((survey.key, version), read)


def column(survey: Survey, version: Version, name: str) -> list[Any]:
    """(answer, edition) of every respondent, in the same order."""

    def read() -> list[Any]:
        kept = kept_column(survey, version, name)
        if kept is not None:
            return kept
        found = submitted(survey).order_by("pk").annotate(told=KeyTransform(name, "answers"))
        return list(found.values_list("told", "edition_id"))

    return _columns.get((survey.key, version, name), read)


def left_empty(survey: Survey, version: Version, name: str) -> Sequence[int]:
    """The respondents (0, 1 ...) who were asked a question under its conditions and left it empty."""

    def read() -> Mapping[str, Sequence[int]]:
        kept = kept_left(survey, version)
        if kept is None:
            kept = list(submitted(survey).order_by("pk").values_list("unanswered", flat=True))
        made: dict[str, list[int]] = {}
        for i, names in enumerate(kept):
            for one in names or ():
                made.setdefault(one, []).append(i)
        return made

    return _left.get((survey.key, version), read).get(name, ())


def placed_of(form: Form, name: str) -> Placed | None:
    """Where a question stands in a form."""
    return next((p for p in walk(form.items) if p.item.name == name), None)


def repeats_of(form: Form, name: str) -> tuple[str, ...]:
    """The repeated groups around a question, the outermost first."""
    placed = placed_of(form, name)
    return repeats_around(placed) if placed is not None else ()


def rows_of(answer: Any, repeats: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the innermost of some repeated groups, out of what was kept of the outermost."""
    found = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
    for group in repeats[1:]:
        found = [r for one in found for r in rows_of(one.get(group), [group])]
    return found


def answered(survey: Survey, version: Version, name: str) -> list[bool]:
    """Whether each respondent answered a question, in one row at least where it is repeated."""
    edition = issued_edition(survey)
    repeats = repeats_of(form_of(edition), name) if edition is not None else ()
    found = column(survey, version, repeats[0] if repeats else name)
    if not repeats:
        return [v not in EMPTY for v, _e in found]
    return [any(r.get(name) not in EMPTY for r in rows_of(v, repeats)) for v, _e in found]


def keep_answers_by_column(survey: Survey) -> bool:
    """The columns that results read are kept in files for this state of the answers; what was kept
    of a survey with few answers goes."""
    names: dict[str, None] = {}
    for edition in reversed(issued_editions(survey)):
        form = form_of(edition)
        for question in reckoned_questions(form):
            names.setdefault((*repeats_of(form, question.name), question.name)[0])
    return keep_columns(survey, version_of(survey), list(names))
