"""Reading the plan of a process, with every fault named at its place."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Any

from travaux.core.problems import Problem
from travaux.core.processes.leaner import check_leaner, read_leaner
from travaux.core.processes.money import (
    check_money,
    read_budget_lines,
    read_money,
    read_terms,
)
from travaux.core.processes.plan import (
    Change,
    Clause,
    Deliverable,
    Fact,
    Level,
    Mandate,
    Milestone,
    ProcessPlan,
    Snapshot,
    Texts,
)
from travaux.core.processes.reader import Reader
from travaux.core.processes.timing import check_timing, read_timing
from travaux.core.schedules.network import Node, contradictions, way

MODES = ("", "in-person", "online", "hybrid")
CHANGES = ("revised", "actual", "started", "mode", "confirmed", "fixed", "note")
FACTS = ("call", "challenge", "outreach", "next-step")


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
    r = Reader()
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
        money=read_money(root, r, currency, states),
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
        timing=read_timing(root.get("schedule", {}), r),
        budget=read_budget_lines(root, r),
        leaner=read_leaner(root.get("scenarios", {}), r),
        funding=read_terms(r, root.get("funding", {})),
        digest=hashlib.sha256(data).hexdigest(),
        demonstration=bool(r.flag(root, "demonstration", "")),
    )
    _check_links(r, plan)
    return plan, tuple(r.problems)


def _mandate(r: Reader, root: Mapping[str, Any], states: Mapping[str, Texts]) -> Mandate:
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


def _milestone(r: Reader, t: Mapping[str, Any], w: str) -> Milestone:
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
        work=r.text(t, "work", w),
    )


def _change(r: Reader, t: Mapping[str, Any], w: str) -> Change:
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


def _fact(r: Reader, t: Mapping[str, Any], w: str) -> Fact:
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


def _check_links(r: Reader, plan: ProcessPlan) -> None:
    """Whether everything that is named exists, once, and in an order that can be."""
    for kind, codes in (
        ("clause", [c.code for c in plan.clauses]),
        ("deliverable", [d.code for d in plan.deliverables]),
        ("level", [x.code for x in plan.levels]),
        ("milestone", [m.code for m in plan.milestones]),
        ("money", [m.code for m in plan.money]),
        ("budget", [b.code for b in plan.budget]),
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
    check_money(r, plan)
    after = {m.code: m.after for m in plan.milestones}
    check_timing(r, plan.timing, after, {m.code: m.work for m in plan.milestones})
    check_leaner(
        r,
        plan.leaner,
        {m.code: m for m in plan.milestones},
        {b.code: b.amount for b in plan.budget},
    )
    names = {m.code: str(m.number or m.code) for m in plan.milestones}
    nodes = [Node(m.code, m.planned, m.after) for m in plan.milestones]
    for c in contradictions(nodes):
        where = f"milestone {names[c.milestone]}"
        if c.kind == "circle":
            steps = [c.milestone, *way(nodes, c.predecessor, c.milestone)]
            r.wrong("plan-circle", where, steps=" → ".join(names[s] for s in steps))
        else:
            r.wrong(
                "plan-before-predecessor",
                where,
                milestone=names[c.milestone],
                predecessor=names[c.predecessor],
            )
