"""Files that came in together: what each of them is, whose it is, and what it would bring."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from travaux.comments.queries.tables import TablePlan, plan_table
from travaux.comments.states import IntakeState
from travaux.consultations.models import Round
from travaux.core.comments.points import BY_HAND
from travaux.core.formats.bounds import ending_of
from travaux.core.problems import Unusable
from travaux.people.models import Country
from travaux.people.queries import countries_known

MOST_FILES = 60


@dataclass(frozen=True, slots=True)
class Glance:
    """A file at first sight: its state, for whom it seems to speak, and what it brings."""

    state: str
    comments: int = 0
    unplaced: int = 0
    member: str = ""
    said: Mapping[str, Any] | None = None


class StateNames:
    """States by any name or code that the register has for them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Country] = {}
        for country in countries_known():
            names = [*country.names.values(), *country.formal_names.values(), country.code]
            for name in names:
                self._by_name.setdefault(folded(name), country)

    def named(self, words: str) -> Country | None:
        """The state that these words name, whole."""
        return self._by_name.get(folded(words))

    def in_file_name(self, name: str) -> Country | None:
        """The one state whose whole name stands in the name of a file; None where two do."""
        words = f" {folded(name.rsplit('.', 1)[0])} "
        found = {
            country.pk: country
            for known, country in self._by_name.items()
            if len(known) > 3 and f" {known} " in words
        }
        return next(iter(found.values())) if len(found) == 1 else None


def folded(words: str) -> str:
    """Words to be compared: without case, with single blanks for whatever stands between them."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def at_first_sight(round: Round, data: bytes, name: str, states: StateNames) -> Glance:
    """Read one file; whatever stops it is told, and never stops the others."""
    if ending_of(name) in BY_HAND or data.startswith(b"%PDF-"):
        country = states.in_file_name(name)
        return Glance(IntakeState.BY_HAND, member=_name(country))
    try:
        plan = plan_table(round, data, name)
    except Unusable as unusable:
        problem = unusable.problem
        told = {"code": problem.code, "where": problem.where, "facts": dict(problem.facts)}
        return Glance(IntakeState.FAILED, said=told)
    if not plan.rows:
        return Glance(IntakeState.FAILED, said={"code": "nothing-filled-in", "facts": {}})
    return Glance(
        IntakeState.READ,
        len(plan.rows),
        len(plan.unplaced),
        _member(plan, name, states),
    )


def _member(plan: TablePlan, name: str, states: StateNames) -> str:
    """For whom the whole file speaks; "" where its rows say so themselves, or nothing does."""
    members = {row.row.member.strip() for row in plan.rows}
    if len(members) == 1:
        (only,) = members
        if only and (states.named(only) or _is_table(plan)):
            return only
    elif _is_table(plan):
        return ""
    return _name(states.in_file_name(name))


def _is_table(plan: TablePlan) -> bool:
    """Whether members stand in a table, and are not only the authors of notes in the margin."""
    return any("travaux:kind" not in row.row.extra for row in plan.rows)


def _name(country: Country | None) -> str:
    return str(country.names.get("en") or next(iter(country.names.values()), "")) if country else ""
