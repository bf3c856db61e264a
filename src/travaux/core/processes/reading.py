"""Reading the plan of a process, with every fault named at its place."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from travaux.core.funding.money import KINDS
from travaux.core.problems import Problem, Unusable
from travaux.core.processes.plan import (
    LANGUAGES,
    Change,
    Clause,
    Deliverable,
    Fact,
    Level,
    Mandate,
    Milestone,
    Money,
    ProcessPlan,
    Snapshot,
    Texts,
)
from travaux.core.schedules.network import Node, contradictions
from travaux.core.schedules.windows import Window

MODES = ("", "in-person", "online", "hybrid")
CHANGES = ("revised", "actual", "started", "mode", "confirmed", "fixed", "note")
FACTS = ("call", "challenge", "outreach", "next-step")
_LARGEST = Decimal(10) ** 14  # as the columns of money are wide
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_KNOWN = {
    "": {
        "code", "currency", "source", "titles", "summaries", "body", "mandate", "states", "clauses",
        "deliverables", "levels", "milestones", "changes", "facts", "money", "snapshots", "report",
        "demonstration",
    },
    "mandate": {"symbol", "titles", "aliases", "adopted_on", "session", "sponsors", "source"},
    "clauses": {"code", "titles", "texts", "source"},
    "deliverables": {"code", "clauses", "titles", "kind", "fulfilled_when"},
    "levels": {"code", "titles", "texts", "source", "added_later", "known_on"},
    "milestones": {
        "code", "number", "titles", "texts", "planned", "mode", "after", "after_mandate",
        "deliverable", "owners", "tentative", "fixed", "source", "added_later", "known_on",
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
        "source",
    },
    "snapshots": {"titles", "required", "mobilised", "gap", "currency", "read_on", "source"},
}  # fmt: skip


class _Reader:
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
            if not amount.is_finite() or not 0 <= amount < _LARGEST:
                raise InvalidOperation
        except InvalidOperation:
            self.wrong("plan-not-an-amount", f"{where}, {key}", value=str(value))
            return Decimal(0)
        return amount

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
        singular = {"money": "money", "facts": "fact"}.get(key, key.rstrip("s"))
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


def read_process(data: bytes) -> tuple[ProcessPlan | None, tuple[Problem, ...]]:
    """The plan and all that is wrong with it. The plan is None when the file is no TOML at all.

    A plan with problems is still returned, so that every fault is named at once; load it only when
    there is none.
    """
    try:
        root = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None, (Problem("plan-not-utf8"),)
    except tomllib.TOMLDecodeError as problem:
        return None, (Problem("plan-not-toml", facts={"detail": str(problem)}),)
    except RecursionError:
        return None, (Problem("plan-not-toml", facts={"detail": "nested too deep"}),)
    r = _Reader()
    r.keys(root, "", "")
    states: dict[str, Texts] = {}
    named_states = root.get("states", {})
    if isinstance(named_states, dict):
        states = {code: r.texts(named_states, code, "states", needed=True) for code in named_states}
    else:
        r.wrong("plan-not-tables", "states")
    report = root.get("report", {})
    if not isinstance(report, dict):
        r.wrong("plan-not-tables", "report")
        report = {}
    r.day(report, "cut_off", "report")
    currency = r.text(root, "currency", "", needed=True)
    plan = ProcessPlan(
        code=r.code(root, ""),
        titles=r.texts(root, "titles", "", needed=True),
        summaries=r.texts(root, "summaries", ""),
        body=r.texts(root, "body", ""),
        currency=currency,
        source=r.text(root, "source", ""),
        mandate=_mandate(r, root, states),
        clauses=tuple(
            Clause(
                r.code(t, w),
                r.texts(t, "titles", w, needed=True),
                r.texts(t, "texts", w, needed=True),
                r.text(t, "source", w),
            )
            for t, w in r.tables(root, "clauses")
        ),
        deliverables=tuple(
            Deliverable(
                r.code(t, w),
                r.list_of_text(t, "clauses", w),
                r.texts(t, "titles", w, needed=True),
                r.text(t, "kind", w),
                r.text(t, "fulfilled_when", w),
            )
            for t, w in r.tables(root, "deliverables")
        ),
        levels=tuple(
            Level(
                r.code(t, w),
                r.texts(t, "titles", w, needed=True),
                r.texts(t, "texts", w),
                r.text(t, "source", w),
                bool(r.flag(t, "added_later", w)),
                r.day(t, "known_on", w),
            )
            for t, w in r.tables(root, "levels")
        ),
        milestones=tuple(_milestone(r, t, w) for t, w in r.tables(root, "milestones")),
        changes=tuple(_change(r, t, w) for t, w in r.tables(root, "changes")),
        facts=tuple(_fact(r, t, w) for t, w in r.tables(root, "facts")),
        money=tuple(_money(r, t, w, currency, states) for t, w in r.tables(root, "money")),
        snapshots=tuple(
            Snapshot(
                r.texts(t, "titles", w, needed=True),
                r.amount(t, "required", w),
                r.amount(t, "mobilised", w),
                r.amount(t, "gap", w),
                r.text(t, "currency", w) or currency,
                r.day(t, "read_on", w),
                r.text(t, "source", w, needed=True),
            )
            for t, w in r.tables(root, "snapshots")
        ),
        report=report,
        digest=hashlib.sha256(data).hexdigest(),
        demonstration=bool(r.flag(root, "demonstration", "")),
    )
    _check_links(r, plan)
    return plan, tuple(r.problems)


def _mandate(r: _Reader, root: Mapping[str, Any], states: Mapping[str, Texts]) -> Mandate:
    table = root.get("mandate")
    if not isinstance(table, dict):
        r.wrong("plan-value-missing", "mandate")
        return Mandate("", {})
    r.keys(table, "mandate", "mandate")
    sponsors = []
    for code in r.list_of_text(table, "sponsors", "mandate"):
        if code not in states:
            r.wrong("plan-state-unknown", "mandate, sponsors", state=code)
        else:
            sponsors.append(states[code])
    return Mandate(
        r.text(table, "symbol", "mandate", needed=True),
        r.texts(table, "titles", "mandate", needed=True),
        r.list_of_text(table, "aliases", "mandate"),
        r.day(table, "adopted_on", "mandate"),
        r.window(table, "session", "mandate"),
        tuple(sponsors),
        r.text(table, "source", "mandate"),
    )


def _milestone(r: _Reader, t: Mapping[str, Any], w: str) -> Milestone:
    number = t.get("number", 0)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        r.wrong("plan-not-a-number", f"{w}, number")
        number = 0
    mode = r.text(t, "mode", w)
    if mode not in MODES:
        r.wrong("plan-mode-unknown", f"{w}, mode", mode=mode)
    later = bool(r.flag(t, "added_later", w))
    planned = r.window(t, "planned", w)
    if planned is None and not later and not t.get("planned"):
        r.wrong("plan-value-missing", f"{w}, planned")
    tentative = r.flag(t, "tentative", w)
    return Milestone(
        code=r.code(t, w),
        titles=r.texts(t, "titles", w, needed=True),
        number=number,
        texts=r.texts(t, "texts", w),
        planned=planned,
        mode=mode,
        after=r.list_of_text(t, "after", w),
        after_mandate=bool(r.flag(t, "after_mandate", w)),
        deliverable=r.text(t, "deliverable", w),
        owners=r.texts(t, "owners", w),
        tentative=True if tentative is None else tentative,
        fixed=bool(r.flag(t, "fixed", w)),
        source=r.text(t, "source", w),
        added_later=later,
        known_on=r.day(t, "known_on", w),
    )


def _change(r: _Reader, t: Mapping[str, Any], w: str) -> Change:
    kind = r.text(t, "kind", w, needed=True)
    if kind and kind not in CHANGES:
        r.wrong("plan-kind-unknown", f"{w}, kind", kind=kind)
    mode = r.text(t, "mode", w)
    if mode not in MODES:
        r.wrong("plan-mode-unknown", f"{w}, mode", mode=mode)
    window = r.window(t, "window", w)
    if kind in {"revised", "actual"} and window is None and not t.get("window"):
        r.wrong("plan-value-missing", f"{w}, window")
    return Change(
        milestone=r.text(t, "milestone", w, needed=True),
        kind=kind,
        window=window,
        mode=mode,
        place=r.text(t, "place", w),
        tentative=r.flag(t, "tentative", w),
        fixed=r.flag(t, "fixed", w),
        happened_on=r.window(t, "happened_on", w),
        known_on=r.day(t, "known_on", w),
        reasons=r.texts(t, "reasons", w),
        texts=r.texts(t, "texts", w),
        source=r.text(t, "source", w, needed=True),
    )


def _fact(r: _Reader, t: Mapping[str, Any], w: str) -> Fact:
    kind = r.text(t, "kind", w, needed=True)
    if kind and kind not in FACTS:
        r.wrong("plan-kind-unknown", f"{w}, kind", kind=kind)
    return Fact(
        kind=kind,
        code=r.code(t, w),
        titles=r.texts(t, "titles", w, needed=True),
        texts=r.texts(t, "texts", w),
        window=r.window(t, "window", w),
        place=r.text(t, "place", w),
        milestone=r.text(t, "milestone", w),
        source=r.text(t, "source", w),
        added_later=bool(r.flag(t, "added_later", w)),
        known_on=r.day(t, "known_on", w),
    )


def _money(
    r: _Reader, t: Mapping[str, Any], w: str, currency: str, states: Mapping[str, Texts]
) -> Money:
    kind = r.text(t, "kind", w, needed=True)
    if kind and kind not in KINDS:
        r.wrong("plan-kind-unknown", f"{w}, kind", kind=kind)
    party = r.texts(t, "party", w)
    state = r.text(t, "state", w)
    if state:
        if state not in states:
            r.wrong("plan-state-unknown", f"{w}, state", state=state)
        party = states.get(state, {})
    return Money(
        code=r.code(t, w),
        kind=kind,
        amount=r.amount(t, "amount", w),
        currency=r.text(t, "currency", w) or currency,
        party=party,
        of=r.text(t, "of", w),
        happened_on=r.window(t, "happened_on", w),
        known_on=r.day(t, "known_on", w),
        source=r.text(t, "source", w, needed=True),
    )


def _check_links(r: _Reader, plan: ProcessPlan) -> None:
    """Whether everything that is named exists, once, and in an order that can be."""
    for kind, codes in (
        ("clause", [c.code for c in plan.clauses]),
        ("deliverable", [d.code for d in plan.deliverables]),
        ("level", [x.code for x in plan.levels]),
        ("milestone", [m.code for m in plan.milestones]),
        ("money", [m.code for m in plan.money]),
        ("fact", [f"{f.kind} {f.code}" for f in plan.facts]),
    ):
        r.once(codes, kind)
    numbers = [str(m.number) for m in plan.milestones if m.number]
    r.once(numbers, "milestone")
    milestones = {m.code for m in plan.milestones}
    clauses = {c.code for c in plan.clauses}
    deliverables = {d.code for d in plan.deliverables}
    for deliverable in plan.deliverables:
        where = f"deliverable {deliverable.code}"
        if not deliverable.clauses:
            r.wrong("plan-deliverable-without-clause", where)
        for code in deliverable.clauses:
            if code not in clauses:
                r.wrong("plan-clause-unknown", where, clause=code)
        if deliverable.fulfilled_when and deliverable.fulfilled_when not in milestones:
            r.wrong("plan-milestone-unknown", where, milestone=deliverable.fulfilled_when)
    for clause in plan.clauses:
        if not any(clause.code in d.clauses for d in plan.deliverables):
            r.wrong("plan-clause-without-deliverable", f"clause {clause.code}")
    for m in plan.milestones:
        where = f"milestone {m.number or m.code}"
        for code in m.after:
            if code not in milestones:
                r.wrong("plan-milestone-unknown", f"{where}, after", milestone=code)
        if m.deliverable and m.deliverable not in deliverables:
            r.wrong("plan-deliverable-unknown", where, deliverable=m.deliverable)
    for n, change in enumerate(plan.changes, 1):
        if change.milestone and change.milestone not in milestones:
            r.wrong("plan-milestone-unknown", f"change {n}", milestone=change.milestone)
    for fact in plan.facts:
        if fact.milestone and fact.milestone not in milestones:
            r.wrong("plan-milestone-unknown", f"{fact.kind} {fact.code}", milestone=fact.milestone)
    pledges = {m.code for m in plan.money}
    for money in plan.money:
        if money.of and money.of not in pledges:
            r.wrong("plan-money-unknown", f"money {money.code}", money=money.of)
    names = {m.code: str(m.number or m.code) for m in plan.milestones}
    for c in contradictions([Node(m.code, m.planned, m.after) for m in plan.milestones]):
        code = "plan-circle" if c.kind == "circle" else "plan-before-predecessor"
        where = f"milestone {names[c.milestone]}"
        r.wrong(code, where, milestone=names[c.milestone], predecessor=names[c.predecessor])
