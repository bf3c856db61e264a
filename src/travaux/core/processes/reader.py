"""Taking values out of the tables of a plan; what is wrong with them is noted at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from travaux.core.problems import Problem, Unusable
from travaux.core.processes.plan import LANGUAGES, Texts
from travaux.core.schedules.windows import Window

_LARGEST = Decimal(10) ** 14  # as the columns of money are wide
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_KNOWN = {
    "": {
        "code", "currency", "source", "titles", "summaries", "body", "mandate", "states", "clauses",
        "deliverables", "levels", "milestones", "changes", "facts", "money", "snapshots", "report",
        "demonstration", "schedule", "budget", "scenarios", "funding",
    },
    "mandate": {"symbol", "titles", "aliases", "adopted_on", "session", "sponsors", "source"},
    "clauses": {"code", "titles", "texts", "source"},
    "deliverables": {"code", "clauses", "titles", "kind", "fulfilled_when"},
    "levels": {"code", "titles", "texts", "source", "added_later", "known_on"},
    "milestones": {
        "code", "number", "titles", "texts", "planned", "mode", "after", "after_mandate",
        "deliverable", "owners", "tentative", "fixed", "source", "added_later", "known_on",
        "work",
    },
    "changes": {
        "milestone", "kind", "window", "mode", "place", "tentative", "fixed", "happened_on",
        "known_on", "reasons", "texts", "source",
    },
    "facts": {
        "kind", "code", "titles", "texts", "window", "place", "milestone", "source", "added_later",
        "known_on",
    },
    "money": {
        "code", "kind", "amount", "currency", "state", "party", "of", "happened_on", "known_on",
        "source", "line", "earmark", "basis", "corrects", "booked",
    },
    "snapshots": {"titles", "required", "mobilised", "gap", "currency", "read_on", "source"},
    "budget": {
        "code", "titles", "amount", "milestone", "weeks_ahead", "decide_weeks", "assumed", "source",
        "activity", "region", "language", "meeting", "round",
    },
    "funding": {"support", "lines", "obligate_from", "source"},
    "schedule": {
        "session", "source", "public", "durations", "periods", "deadlines", "calendars", "leads",
    },
    "leads": {"code", "titles", "weeks", "days", "past", "shape", "calendar", "assumed", "source"},
    "durations": {
        "milestone", "weeks", "days", "past", "shape", "calendar", "assumed", "source",
    },
    "periods": {"code", "titles", "from", "to", "weeks", "days", "assumed", "source"},
    "deadlines": {"code", "titles", "before", "weeks", "days", "submit", "assumed", "source"},
    "calendars": {"code", "titles", "weekend", "closures", "source"},
    "scenarios": {
        "activities", "targets", "weights", "must", "support", "names", "invented", "source",
    },
    "activities": {"code", "milestone", "titles", "ways"},
    "ways": {"code", "cost", "heard", "keeps", "needs"},
    "closures": {"window", "kind", "titles", "assumed", "source"},
}  # fmt: skip


class Reader:
    """Takes values out of the tables and notes what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, code: str, where: str, /, **facts: str | int) -> None:
        self.problems.append(Problem(code, where, facts))

    def keys(self, table: Mapping[str, Any], kind: str, where: str) -> None:
        for key in table:
            if key not in _KNOWN[kind]:
                self.wrong("plan-key-unknown", where or "top", key=key)

    def text(self, table: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.wrong("plan-not-text", f"{where}, {key}".lstrip(", "))
            return ""
        if needed and not value.strip():
            self.wrong("plan-value-missing", f"{where}, {key}".lstrip(", "))
        return value

    def code(self, table: Mapping[str, Any], where: str) -> str:
        code = self.text(table, "code", where, needed=True)
        if code and not _CODE.match(code):
            self.wrong("plan-code-unfit", where, code=code)
        return code

    def texts(
        self, table: Mapping[str, Any], key: str, where: str, *, needed: bool = False
    ) -> Texts:
        place = f"{where}, {key}".lstrip(", ")
        value = table.get(key)
        if value is None:
            if needed:
                self.wrong("plan-value-missing", place)
            return {}
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.wrong("plan-not-languages", place)
            return {}
        for language in LANGUAGES:
            if not value.get(language, "").strip():
                self.wrong("plan-language-missing", place, language=language)
        for language in value:
            if language not in LANGUAGES:
                self.wrong("plan-language-unknown", place, language=language)
        return dict(value)

    def window(self, table: Mapping[str, Any], key: str, where: str) -> Window | None:
        value = table.get(key)
        if value in (None, ""):
            return None
        try:
            return Window.parse(value.isoformat() if isinstance(value, date) else str(value))
        except Unusable as problem:
            self.wrong(problem.code, f"{where}, {key}", window=str(value))
            return None

    def day(self, table: Mapping[str, Any], key: str, where: str) -> date | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.wrong("plan-not-a-date", f"{where}, {key}", value=str(value))
            return None
        return value

    def amount(self, table: Mapping[str, Any], key: str, where: str) -> Decimal:
        value = table.get(key)
        try:
            if isinstance(value, bool | float):
                raise InvalidOperation
            amount = Decimal(str(value))
            if amount.is_finite() and amount < 0:
                self.wrong("plan-amount-negative", f"{where}, {key}", value=str(value))
                return Decimal(0)
            if not amount.is_finite() or not 0 <= amount < _LARGEST:
                raise InvalidOperation
        except InvalidOperation:
            self.wrong("plan-not-an-amount", f"{where}, {key}", value=str(value))
            return Decimal(0)
        return amount

    def whole(self, table: Mapping[str, Any], key: str, where: str) -> int | None:
        """A whole number that is not negative, where there is one."""
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.wrong("plan-not-a-number", f"{where}, {key}")
            return None
        return value

    def wholes(self, table: Mapping[str, Any], key: str, where: str) -> tuple[int, ...]:
        """A list of such numbers."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(v, int) and not isinstance(v, bool) and v >= 0 for v in value
        ):
            self.wrong("plan-not-numbers", f"{where}, {key}")
            return ()
        return tuple(value)

    def flag(self, table: Mapping[str, Any], key: str, where: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong("plan-not-a-flag", f"{where}, {key}")
            return None
        return value

    def list_of_text(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.wrong("plan-not-a-list", f"{where}, {key}")
            return ()
        return tuple(value)

    def tables(self, root: Mapping[str, Any], key: str) -> list[tuple[Mapping[str, Any], str]]:
        value = root.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.wrong("plan-not-tables", key)
            return []
        named = []
        singular = {
            "money": "money", "facts": "fact", "budget": "budget", "activities": "activity",
        }.get(key, key.rstrip("s"))  # fmt: skip
        for n, table in enumerate(value, 1):
            name = table.get("number") or table.get("code") or table.get("milestone") or n
            where = f"{singular} {name}"
            self.keys(table, key, where)
            named.append((table, where))
        return named

    def once(self, codes: Iterable[str], kind: str) -> None:
        seen: set[str] = set()
        for code in codes:
            if code and code in seen:
                self.wrong("plan-code-twice", f"{kind} {code}", code=code)
            seen.add(code)
