"""The editions of a survey beside each other: what was asked in each, and their answers in one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from travaux.core.surveys.comparing import comparable, compare
from travaux.core.surveys.model import Form, Question, question_named, questions
from travaux.core.surveys.tables import columns, row
from travaux.evidence.models import Edition, EditionState, Survey
from travaux.evidence.queries.surveys import (
    editions_of,
    form_of,
    regions_of_countries,
    submitted,
)


def issued_editions(survey: Survey) -> list[Edition]:
    """The editions that were asked, the first one first."""
    return [e for e in editions_of(survey) if e.state == EditionState.ISSUED]


def edition_numbered(survey: Survey, number: int) -> Edition | None:
    """One of them by its number."""
    return next((e for e in issued_editions(survey) if e.number == number), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """One question through the editions: its words in each (None: not asked), and how each stands
    against the edition before in which it was asked ("" in the first)."""

    name: str
    asked: tuple[Question | None, ...]
    standings: tuple[str, ...]

    @property
    def is_one(self) -> bool:
        """Whether several editions ask it, and can be reckoned together."""
        several = sum(1 for q in self.asked if q is not None) > 1
        return several and all(
            s in ("", "new") or comparable(s) for s, q in self.each() if q is not None
        )

    def each(self) -> list[tuple[str, Question | None]]:
        return list(zip(self.standings, self.asked, strict=True))


def beside(editions: list[Edition]) -> list[Beside]:
    """Every question of the editions, those of the last one first."""
    forms = [form_of(e) for e in editions]
    names = dict.fromkeys(
        q.name for form in reversed(forms) for q in questions(form) if q.kind != "note"
    )
    made = []
    for name in names:
        asked = tuple(question_named(form, name) for form in forms)
        standings: list[str] = []
        last: Form | None = None
        for form, question in zip(forms, asked, strict=True):
            if question is None:
                standings.append("dropped" if last is not None else "")
                continue
            standings.append(compare(last, form).get(name, "") if last is not None else "")
            last = form
        made.append(Beside(name, asked, tuple(standings)))
    return made


def answers_by_edition(survey: Survey) -> Mapping[int, int]:
    """Edition -> how many answers of it are reckoned."""
    return dict(submitted(survey).order_by().values_list("edition_id").annotate(n=Count("pk")))


def answer_rows(
    survey: Survey, language: str
) -> tuple[list[tuple[str, str, int]], Iterator[list[Any]]]:
    """(key, label, edition) of each column, and the rows of all answers that are reckoned.

    What an earlier edition asked otherwise, or the last one asks no more, has columns of its own
    (`name@number`), so that nothing is mixed and nothing is left out; its edition is 0 otherwise.
    """
    editions = issued_editions(survey)
    forms = {e.pk: form_of(e) for e in editions}
    last = editions[-1]
    heads: list[tuple[str, str, int]] = []
    at: dict[tuple[int, str], int] = {}
    for edition in reversed(editions):
        told = compare(forms[edition.pk], forms[last.pk])
        for name, label in columns(forms[edition.pk], language):
            one = edition is last or name not in told or comparable(told[name])
            key = name if one else f"{name}@{edition.number}"
            known = next((i for i, (k, _l, _n) in enumerate(heads) if k == key), None)
            if known is None:
                known = len(heads)
                heads.append((key, label, 0 if one else edition.number))
            at[edition.pk, name] = known
    return heads, _rows(survey, forms, heads, at, language)


def _rows(
    survey: Survey, forms: Mapping[int, Form], heads: list[Any], at: Mapping[tuple[int, str], int],
    language: str,
) -> Iterator[list[Any]]:  # fmt: skip
    regions = regions_of_countries()
    names = {pk: [name for name, _label in columns(form, language)] for pk, form in forms.items()}
    found = submitted(survey).select_related("country", "edition").order_by("pk")
    for r in found.iterator(2000):
        cells: list[Any] = [""] * len(heads)
        if r.edition_id in forms:
            told = row(forms[r.edition_id], r.answers, language)
            for name, cell in zip(names[r.edition_id], told, strict=True):
                cells[at[r.edition_id, name]] = cell
        yield [
            r.instance_id or r.key, r.edition.number, r.source, r.submitted_at,
            r.country.code if r.country else "", regions.get(r.country_id or 0, ""), r.unit_name,
            r.size, r.weight, r.language, *cells,
        ]  # fmt: skip
