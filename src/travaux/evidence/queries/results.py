"""Results of a survey: one question, by region, group of countries, country, size or edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from travaux.core.problems import Unusable
from travaux.core.surveys.estimates import Design
from travaux.core.surveys.model import Form, Question, question_named, walk
from travaux.core.surveys.results import Answers, Results, hide, notes_of, results
from travaux.core.surveys.row_results import results_of_rows
from travaux.core.surveys.suppression import hidden_rows
from travaux.core.surveys.weighting import Margin, fit
from travaux.evidence.models import Edition, Survey
from travaux.evidence.queries.answered import (
    EMPTY,
    Loaded,
    Version,
    column,
    left_empty,
    load,
    reckoned_questions,
    repeats_of,
    rows_of,
    version_of,
)
from travaux.evidence.queries.editions import edition_numbered, issued_editions
from travaux.evidence.queries.surveys import (
    comparable_editions,
    form_of,
    issued_edition,
    regions_of_countries,
)
from travaux.evidence.queries.words import as_themes, codes_given, themed, themed_questions
from travaux.people.models import Country
from travaux.people.queries.countries import REGIONAL, standing_groups, taxonomies
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import said

OWN = ("region", "size", "country")
EDITION = "edition"


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
    read: tuple[int, int] | None = None  # of free text: answers that were read, of how many


_results: Keep[Told] = Keep(400)


def groups_offered(survey: Survey) -> list[tuple[str, str]]:
    """Ways to divide: code and name; the last are the taxonomies of countries."""
    return [(t.code, said(t.names)) for t in taxonomies() if t.code not in (REGIONAL, "un-status")]


def size_names(survey: Survey) -> dict[str, str]:
    """Code of a size -> its label, as the question that says the size has it.

    The last edition first, its own words and order; a choice that only earlier ones had follows.
    """
    name = survey.roles.get("size", "")
    names: dict[str, str] = {}
    for edition in reversed(issued_editions(survey)):
        question = question_named(form_of(edition), name) if name else None
        for choice in question.choices if question is not None else ():
            names.setdefault(choice.name, said(choice.labels) or choice.name)
    return names


def group_names(survey: Survey, by: str) -> dict[str, str]:
    """Names of the groups of a division, in their order; what has none here is its own name."""
    if by in ("", EDITION):
        return {}
    if by == "size":
        return size_names(survey)
    if by == "country":
        return {c.code: said(c.names) for c in Country.objects.order_by("code")}
    code = REGIONAL if by == "region" else by
    found = [t for t in taxonomies() if t.code == code]
    if not found:
        raise Unusable("division-unknown", by=by[:40])
    return {g.code: said(g.names) for g in found[0].groups.order_by("position", "pk")}


def groups_of(loaded: Loaded, by: str) -> list[str] | None:
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is reckoned: a question as an edition asks it, over the answers of some editions."""

    survey: Survey
    version: Version
    edition: Edition
    form: Form
    question: Question
    editions: tuple[Edition, ...]
    themes: Mapping[int, list[str]] | None = None  # of free text: response -> its themes


def results_of(
    survey: Survey, name: str, by: str = "", *, weighted: bool = True, edition: int = 0
) -> Told:
    """The results of a question; reckoned once for each state of the answers.

    `edition` 0: as the last edition asks it, over all editions that ask the same; else as that
    edition asked it, over its own answers. `by` "edition": each edition apart, beside all together.
    Errors: `question-unknown`, `division-unknown`, `question-not-reckoned`.
    """
    asked = edition_numbered(survey, edition) if edition else issued_edition(survey)
    question = question_named(form_of(asked), name) if asked is not None else None
    if question is None or asked is None:
        raise Unusable("question-unknown", question=name[:80])
    form = form_of(asked)
    words = question.kind == "text" and question in themed_questions(survey, form)
    if not words and question not in reckoned_questions(form):
        raise Unusable("question-not-reckoned", question.name)
    version = version_of(survey)
    facts = (
        survey.key, version, survey.revision, asked.form_digest, name, by, weighted, edition,
        themed(survey, name) if words else None,
    )  # fmt: skip

    def reckon() -> Told:
        over = (asked,) if edition else tuple(comparable_editions(survey, name))
        codes = codes_given(survey, name) if words else None
        what = as_themes(survey, question, codes) if codes is not None else question
        return _reckon(_Asked(survey, version, asked, form, what, over, codes), by, weighted)

    return _results.get(facts, reckon)


def _reckon(asked: _Asked, by: str, weighted: bool) -> Told:
    loaded = load(asked.survey, asked.version)
    design, without, fitted, refused = design_of(asked.survey, asked.version, loaded)
    if not weighted:
        design, without, fitted, refused = _as_designed(loaded), (), (), ""
    if by == EDITION:
        found = _each_edition(asked, loaded, design)
    else:
        names = list(group_names(asked.survey, by)) if by and by not in ("size", "country") else []
        found = _figures(asked, loaded, design, groups_of(loaded, by), names)
    read = None
    if asked.themes is not None:
        told = column(asked.survey, asked.version, asked.question.name)
        among = {e.pk for e in asked.editions}
        said_something = [
            pk for pk, (v, e) in zip(loaded.pks, told, strict=True) if v not in EMPTY and e in among
        ]
        read = sum(1 for pk in said_something if pk in asked.themes), len(said_something)
    return Told(
        asked.question, found, loaded.count, len(asked.editions), without, fitted, refused, read
    )


def _each_edition(asked: _Asked, loaded: Loaded, design: Design) -> Results:
    """All editions together, then each over the units that answered it, by its own answers."""
    whole = _figures(asked, loaded, design, None, [])
    rows = [whole.rows[0]]
    for one in asked.editions:
        here = np.zeros(design.weights.size, dtype=np.bool_)
        here[loaded.units[loaded.editions == one.pk]] = True
        name = str(one.number)
        groups = [name if h else "" for h in here]
        alone = _figures(replace(asked, editions=(one,)), loaded, design, groups, [name])
        rows.append(next(r for r in alone.rows[1:] if r.group == name))
    hidden = hide(rows, whole.kind, asked.question, asked.survey.least)
    return replace(whole, rows=hidden, notes=notes_of(rows))


def _as_designed(loaded: Loaded) -> Design:
    return Design(loaded.weights[loaded.first] if loaded.count else np.zeros(0))


FittedTo = tuple[Design, tuple[str, ...], tuple[str, ...], str]
_designs: Keep[FittedTo] = Keep(12)


def design_of(survey: Survey, version: Version, loaded: Loaded) -> FittedTo:
    """The weights fitted to the frame, once for each state of the answers: the design, the groups
    of the frame in which nobody answered, the margins, and why they could not be fitted."""

    def make() -> FittedTo:
        design = _as_designed(loaded)
        if not survey.margins or not loaded.count:
            return design, (), (), ""
        margins = [Margin(n, groups_of(loaded, n) or [], told) for n, told in margins_of(survey)]
        try:
            made = fit(design, margins)
        except Unusable as problem:
            return design, (), (), problem.code
        return made.design, made.without, tuple(m.name for m in margins), ""

    return _designs.get((survey.key, version, survey.revision), make)


def margins_of(survey: Survey) -> list[tuple[str, Mapping[str, float]]]:
    """The divisions of the frame that are known, each with its units by group.

    In an order of their own: not every database keeps the one in which they were written.
    """
    known = (*OWN, *(t.code for t in taxonomies()))
    frame = sorted(survey.margins.items())
    return [(name, dict(sorted(told.items()))) for name, told in frame if name in known and told]


@dataclass(frozen=True, slots=True)
class Reached:
    """One group of the frame: its units, how many of them answered anything, and their share."""

    division: str
    group: str
    frame: float
    units: int
    hidden: bool = False

    @property
    def share(self) -> float | None:
        return self.units / self.frame if self.frame > 0 else None


_frames: Keep[tuple[Reached, ...]] = Keep(12)


def reached(survey: Survey) -> tuple[Reached, ...]:
    """How many units of each group of the frame answered: who did not come is seen here.

    Groups in which fewer units answered than may be shown are hidden, as in all results.
    """
    version = version_of(survey)

    def count() -> tuple[Reached, ...]:
        loaded = load(survey, version)
        made: list[Reached] = []
        for division, told in margins_of(survey):
            counts = Counter(groups_of(loaded, division) or [])
            units = [counts[group] for group in told]
            small = hidden_rows(units, survey.least)
            made += [
                Reached(division, group, float(frame), n, i in small)
                for i, ((group, frame), n) in enumerate(zip(told.items(), units, strict=True))
            ]
        return tuple(made)

    return _frames.get((survey.key, version, survey.revision), count)


def _figures(
    asked: _Asked, loaded: Loaded, design: Design, groups: list[str] | None, names: Sequence[str]
) -> Results:
    """By units; of a question in a repeated group, by its rows."""
    survey, question = asked.survey, asked.question
    repeats = repeats_of(asked.form, question.name)
    found = column(survey, asked.version, repeats[0] if repeats else question.name)
    among = np.isin(loaded.editions, [e.pk for e in asked.editions])
    if repeats:
        told = [
            (i, row.get(question.name, ""))
            for i, (v, _e) in enumerate(found)
            if among[i]
            for row in rows_of(v, repeats)
        ]
        units = np.array([loaded.units[i] for i, _v in told], dtype=np.int64)
        people = np.bincount(loaded.units[among], minlength=design.weights.size)
        rows = Answers([v for _i, v in told], units)
        return results_of_rows(
            question, repeats[-1], rows, people, design, groups, names, survey.least
        )
    values: list[Any] = [v for v, _e in found]
    if not among.all():
        values = [v if here else "" for v, here in zip(values, among, strict=True)]
    if _unconditional(asked.form, question.name):
        put = among
    else:
        put = np.fromiter((v not in EMPTY for v in values), dtype=np.bool_, count=len(values))
        put[list(left_empty(survey, asked.version, question.name))] = True
        put &= among
    if asked.themes is not None:  # who wrote and was not read yet is missing
        values = [asked.themes.get(pk, "") if v not in EMPTY else ""
                  for pk, v in zip(loaded.pks, values, strict=True)]  # fmt: skip
    answers = Answers(values, loaded.units, put)
    return results(question, answers, design, groups, names, survey.least)
