"""Results of a survey: one question, by region, group of countries, country or size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Max

from travaux.core.problems import Unusable
from travaux.core.surveys.estimates import Design
from travaux.core.surveys.model import (
    Form,
    Placed,
    Question,
    question_named,
    repeats_around,
    walk,
)
from travaux.core.surveys.results import Answers, Results, kind_of, results
from travaux.core.surveys.row_results import results_of_rows
from travaux.core.surveys.weighting import Margin, coded, fit
from travaux.evidence.models import Edition, Survey
from travaux.evidence.queries.columns import keep_columns, kept_column
from travaux.evidence.queries.surveys import (
    comparable_editions,
    form_of,
    issued_edition,
    regions_of_countries,
    submitted,
)
from travaux.people.models import Country
from travaux.people.queries.countries import REGIONAL, standing_groups, taxonomies
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import said

OWN = ("region", "size", "country")
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Loaded:
    """Who answered a survey: one entry for each respondent, in the order they came."""

    countries: tuple[int | None, ...]
    units: Any  # (r,) codes
    first: Any  # (u,) the first respondent of each unit
    sizes: tuple[str, ...]
    weights: Any  # (r,)
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """The results of one question, and what a reader must know of them."""

    question: Question
    found: Results
    respondents: int
    editions: int
    without: tuple[str, ...] = ()
    fitted: tuple[str, ...] = ()
    refused: str = ""  # code of why the weights could not be fitted


_loaded: Keep[Loaded] = Keep(6)
_columns: Keep[list[Any]] = Keep(160)
_results: Keep[Told] = Keep(400)


def version_of(survey: Survey) -> tuple[int, str]:
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


def _load(survey: Survey, version: tuple[int, str]) -> Loaded:
    def read() -> Loaded:
        rows = list(
            submitted(survey)
            .order_by("pk")
            .values_list("pk", "country_id", "unit_key", "size", "weight")
        )
        units, _names = coded([row[2] or f"\0{row[0]}" for row in rows])
        first = np.full(int(units.max()) + 1 if rows else 0, -1, dtype=np.int64)
        for i in range(len(rows) - 1, -1, -1):
            first[units[i]] = i
        weights = np.array([1.0 if r[4] is None else r[4] for r in rows], dtype=np.float64)
        return Loaded(
            tuple(r[1] for r in rows), units, first, tuple(r[3] for r in rows), weights, len(rows)
        )

    return _loaded.get((survey.key, version), read)


def _column(survey: Survey, version: tuple[int, str], name: str) -> list[Any]:
    """(answer, edition, left empty) of every respondent, in the same order."""

    def read() -> list[Any]:
        kept = kept_column(survey, version, name)
        if kept is not None:
            return kept
        found = submitted(survey).order_by("pk")
        return list(found.values_list(f"answers__{name}", "edition_id"))

    return _columns.get((survey.key, version, name), read)


def placed_of(form: Form, name: str) -> Placed | None:
    """Where a question stands in a form."""
    return next((p for p in walk(form.items) if p.item.name == name), None)


def _repeats(form: Form, name: str) -> tuple[str, ...]:
    placed = placed_of(form, name)
    return repeats_around(placed) if placed is not None else ()


def rows_of(answer: Any, repeats: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the innermost of some repeated groups, out of what was kept of the outermost."""
    found = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
    for group in repeats[1:]:
        found = [r for one in found for r in rows_of(one.get(group), [group])]
    return found


def _answered(survey: Survey, version: tuple[int, str], name: str) -> list[bool]:
    """Whether each respondent answered a question, in one row at least where it is repeated."""
    edition = issued_edition(survey)
    repeats = _repeats(form_of(edition), name) if edition is not None else ()
    column = _column(survey, version, repeats[0] if repeats else name)
    if not repeats:
        return [v not in EMPTY for v, _e in column]
    return [any(r.get(name) not in EMPTY for r in rows_of(v, repeats)) for v, _e in column]


def keep_answers_by_column(survey: Survey) -> bool:
    """The columns that results read are kept in files for this state of the answers."""
    edition = issued_edition(survey)
    if edition is None:
        return False
    form = form_of(edition)
    names = [(*_repeats(form, q.name), q.name)[0] for q in reckoned_questions(form)]
    return keep_columns(survey, version_of(survey), list(dict.fromkeys(names)))


def groups_offered(survey: Survey) -> list[tuple[str, str]]:
    """Ways to divide: code and name; the last are the taxonomies of countries."""
    return [(t.code, said(t.names)) for t in taxonomies() if t.code not in (REGIONAL, "un-status")]


def group_names(by: str) -> dict[str, str]:
    """Names of the groups of a division, in their order; empty: each is its own name."""
    if by in ("size", ""):
        return {}
    if by == "country":
        return {c.code: said(c.names) for c in Country.objects.order_by("code")}
    code = REGIONAL if by == "region" else by
    found = [t for t in taxonomies() if t.code == code]
    if not found:
        raise Unusable("division-unknown", by=by[:40])
    return {g.code: said(g.names) for g in found[0].groups.order_by("position", "pk")}


def _groups(loaded: Loaded, by: str) -> list[str] | None:
    """The group of each unit."""
    if not by:
        return None
    if by == "size":
        return [loaded.sizes[i] for i in loaded.first]
    if by == "country":
        codes = dict(Country.objects.order_by("pk").values_list("pk", "code"))
        return [codes.get(loaded.countries[i] or 0, "") for i in loaded.first]
    if by == "region":
        of: Mapping[int, str] = regions_of_countries()
    else:
        of = {pk: g.code for pk, g in standing_groups() if g.taxonomy.code == by}
    return [of.get(loaded.countries[i] or 0, "") for i in loaded.first]


def _unconditional(form: Form, name: str) -> bool:
    for placed in walk(form.items):
        if placed.item.name == name:
            conditions = [placed.item.relevant, *(g.relevant for g in placed.groups)]
            return not any(c.strip() for c in conditions)
    return False


def results_of(survey: Survey, name: str, by: str = "", *, weighted: bool = True) -> Told:
    """The results of a question; reckoned once for each state of the answers.

    Errors: `question-unknown`, `division-unknown`, `question-not-reckoned`.
    """
    edition = issued_edition(survey)
    question = question_named(form_of(edition), name) if edition is not None else None
    if question is None or edition is None:
        raise Unusable("question-unknown", question=name[:80])
    if question not in reckoned_questions(form_of(edition)):
        raise Unusable("question-not-reckoned", question.name)
    version = version_of(survey)
    facts = (survey.key, version, survey.revision, edition.form_digest, name, by, weighted)
    return _results.get(facts, lambda: _reckon(survey, version, edition, question, by, weighted))


def _reckon(
    survey: Survey, version: tuple[int, str], edition: Edition, question: Question, by: str,
    weighted: bool,
) -> Told:  # fmt: skip
    loaded = _load(survey, version)
    editions = {e.pk for e in comparable_editions(survey, question.name)}
    form = form_of(edition)
    design, without, fitted, refused = _design(survey, version, loaded)
    if not weighted:
        design, without, fitted, refused = _as_designed(loaded), (), (), ""
    names = list(group_names(by)) if by and by not in ("size", "country") else []
    groups = _groups(loaded, by)
    found = _figures(survey, version, form, question, editions, loaded, design, groups, names)
    return Told(question, found, loaded.count, len(editions), without, fitted, refused)


def _as_designed(loaded: Loaded) -> Design:
    return Design(loaded.weights[loaded.first] if loaded.count else np.zeros(0))


FittedTo = tuple[Design, tuple[str, ...], tuple[str, ...], str]
_designs: Keep[FittedTo] = Keep(12)


def _design(survey: Survey, version: tuple[int, str], loaded: Loaded) -> FittedTo:
    """The weights fitted to the frame, once for each state of the answers: the design, the groups
    of the frame in which nobody answered, the margins, and why they could not be fitted."""

    def make() -> FittedTo:
        design = _as_designed(loaded)
        if not survey.margins or not loaded.count:
            return design, (), (), ""
        margins = [
            Margin(n, _groups(loaded, n) or [], told)
            for n, told in survey.margins.items()
            if n in (*OWN, *(t.code for t in taxonomies())) and told
        ]
        try:
            made = fit(design, margins)
        except Unusable as problem:
            return design, (), (), problem.code
        return made.design, made.without, tuple(m.name for m in margins), ""

    return _designs.get((survey.key, version, survey.revision), make)


def _figures(
    survey: Survey, version: tuple[int, str], form: Form, question: Question, editions: set[int],
    loaded: Loaded, design: Design, groups: list[str] | None, names: list[str],
) -> Results:  # fmt: skip
    """By units; of a question in a repeated group, by its rows."""
    repeats = _repeats(form, question.name)
    column = _column(survey, version, repeats[0] if repeats else question.name)
    if repeats:
        found = [
            (i, row.get(question.name, ""))
            for i, (v, e) in enumerate(column)
            if e in editions
            for row in rows_of(v, repeats)
        ]
        units = np.array([loaded.units[i] for i, _v in found], dtype=np.int64)
        people = np.bincount(loaded.units, minlength=design.weights.size)
        rows = Answers([v for _i, v in found], units)
        return results_of_rows(
            question, repeats[-1], rows, people, design, groups, names, survey.least
        )
    always = _unconditional(form, question.name)
    values = [v if e in editions else "" for v, e in column]
    asked = np.array([e in editions and (always or v not in EMPTY) for v, e in column])
    answers = Answers(values, loaded.units, asked)
    return results(question, answers, design, groups, names, survey.least)
