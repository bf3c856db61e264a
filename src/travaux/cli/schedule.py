"""`travaux schedule`: what a plan's dates come to, and the latest days before its session."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, say
from travaux.cli.process import File, day_of, usable, words_of
from travaux.core.problems import Problem, Unusable
from travaux.core.processes.plan import ProcessPlan
from travaux.core.schedules.forecast import Forecast
from travaux.core.schedules.tasks import Network, moved
from travaux.core.schedules.windows import Window

app = typer.Typer(
    help="Forecast the dates of a plan; work back from its session.", no_args_is_help=True
)

AsAt = Annotated[str, typer.Option("--as-at", help="The date, as 2023-10-31.")]


@app.callback()
def _root() -> None:
    """Forecast the dates of a plan; work back from its session."""


def network(plan: ProcessPlan, as_at: date, *, all_on_record: bool = False) -> Network:
    """The network of a plan as it was known at a date, or with all that is on record."""
    from travaux.core.processes.board import steps_of
    from travaux.core.processes.timing import network_of, seen_of

    known = None if all_on_record else as_at
    return network_of(plan.timing, seen_of(steps_of(plan), known, as_at), as_at)


def _problems(found: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"where": p.where, "what": words_of(p), "code": p.code} for p in found]


def _slips(typed: list[str]) -> dict[str, int]:
    slips = {}
    for text in typed:
        code, sign, days = text.partition("=")
        try:
            slips[code] = int(days)
        except ValueError:
            sign = ""
        if not sign or not 0 <= slips.get(code, -1) <= 3660:
            raise fail(f"--slip {text}: write the milestone and the days, as egm-1=21.")
    return slips


def _moves(typed: list[str]) -> dict[str, Window]:
    moves = {}
    for text in typed:
        code, _sign, when = text.partition("=")
        try:
            moves[code] = Window.parse(when)
        except Unusable as problem:
            raise fail(f"--move {text}: {words_of(problem.problem)}") from None
    return moves


@app.command()
def forecast(
    file: File,
    as_at: AsAt,
    seed: Annotated[
        str, typer.Option("--seed", help="Anything; the same gives the same again.")
    ] = "1",
    draws: Annotated[int, typer.Option("--draws", help="Courses of the work to draw.")] = 20_000,
    slip: Annotated[
        list[str] | None, typer.Option("--slip", help="What if: MILESTONE=DAYS, again for more.")
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", help="What if: MILESTONE=2024-09, again for more.")
    ] = None,
    as_json: Json = False,
) -> None:
    """When each milestone ends, in 50, 80 and 95 draws of 100, and the chance of each fixed date.

    Needs no database. Exit status 1 when a fixed date certainly cannot be kept."""
    from travaux.core.schedules.forecast import forecast as drawn
    from travaux.core.schedules.protection import protection

    plan, day = usable(file), day_of(as_at)
    slips, moves = _slips(slip or []), _moves(move or [])
    try:
        net = moved(network(plan, day), moves, day)
        found = drawn(net, day, seed=seed, draws=draws, slips=slips)
        protect = protection(net, day, found, seed=seed, draws=min(draws, 5_000), slips=slips)
    except Unusable as problem:
        raise fail(f"{file}: {words_of(problem.problem)}") from None
    answer = {
        **figures(found),
        "protect": [asdict(p) for p in protect],
        "slips": slips,
        "moves": {code: window.text for code, window in moves.items()},
        "assumed": sorted(d.milestone for d in plan.timing.durations if d.assumed),
        "without_range": sorted({t.code for t in net.tasks if t.spread is None and not t.done_on}),
    }
    give(answer, as_json, lambda: _said(plan, found))
    for wrong in answer["problems"]:
        say(": ".join(x for x in (file, wrong["where"], wrong["what"]) if x))
    if found.problems:
        raise typer.Exit(NO)


def figures(found: Forecast) -> dict[str, Any]:
    """A forecast as plain values."""
    return {
        "as_at": found.as_at.isoformat(),
        "target": found.target,
        "milestones": [
            {
                "id": f.code,
                "planned": f.window.text if f.window else None,
                "p50": f.p50.isoformat(),
                "p80": f.p80.isoformat(),
                "p95": f.p95.isoformat(),
                "critical": round(f.critical, 4),
                "fixed": f.fixed.isoformat() if f.fixed else None,
                "done": f.done,
                "on_time": f.on_time,
                "week_moves_days": round(f.week_moves, 2),
                "week_chance": f.week_chance,
                "sensitivity": round(f.sensitivity, 3),
                "longer_than_its_range": f.overrun,
            }
            for f in found.finishes
        ],
        "chances": [
            {
                "id": k.code,
                "by": k.by.isoformat(),
                "probability": k.probability,
                "milestone": k.step,
                "kind": "document" if k.document else "session",
            }
            for k in found.kept
        ],
        "problems": _problems(found.problems),
        "draws": found.draws,
        "seed": found.seed,
        "version": found.version,
    }


def _said(plan: ProcessPlan, found: Forecast) -> list[str]:
    titles = {m.code: m.titles.get("en", m.code) for m in plan.milestones}
    lines = [f"{'50 %':<12}{'80 %':<12}{'95 %':<12}milestone (as at {found.as_at})"]
    for f in found.finishes:
        note = " (done)" if f.done else f" (ready; fixed on {f.fixed})" if f.fixed else ""
        lines.append(f"{f.p50!s:<12}{f.p80!s:<12}{f.p95!s:<12}{titles.get(f.code, f.code)}{note}")
    for k in found.kept:
        lines.append(f"{k.probability:.0%} to be ready by {k.by}: {k.code}.")
    return lines


@app.command()
def back(
    file: File,
    as_at: Annotated[
        str, typer.Option("--as-at", help="The plan as known then; else all of it.")
    ] = "",
    session: Annotated[str, typer.Option("--session", help="Another day of the session.")] = "",
    as_json: Json = False,
) -> None:
    """The latest days of documents and milestones before the session. Needs no database.

    Exit status 1 when a milestone stands later than its latest day."""
    from dataclasses import replace

    from travaux.core.schedules.working_back import work_back

    plan = usable(file)
    try:
        day = day_of(as_at) if as_at else _before_its_session(plan)
        net = network(plan, day, all_on_record=not as_at)
        if session:
            window = Window.parse(day_of(session, "--session").isoformat())
            tasks = tuple(
                replace(t, window=window, fixed=True, done_on=None) if t.code == net.target else t
                for t in net.tasks
            )
            net = replace(net, tasks=tasks)
        found = work_back(net)
    except Unusable as problem:
        raise fail(f"{file}: {words_of(problem.problem)}") from None
    sources = {d.code: d.source for d in plan.timing.deadlines}
    answer = {
        "target": found.target,
        "session": found.session.isoformat(),
        "as_at": day.isoformat(),
        "documents": [
            {
                "id": d.code,
                "by": d.by.isoformat(),
                "days_before": d.days,
                "submit": d.submit,
                "source": sources.get(d.code, ""),
            }
            for d in found.documents
        ],
        "milestones": [
            {
                "id": x.code,
                "window": x.window.text if x.window else None,
                "latest": x.latest.isoformat(),
                "latest_with_likely_times": x.likely.isoformat(),
                "begin_by": x.begin.isoformat() if x.begin else None,
                "spare_days": x.spare,
                "done": x.done,
            }
            for x in found.latest
        ],
        "left": [
            {
                "id": x.code,
                "document": x.document,
                "days_at_best": x.days,
                "needs": x.needs,
                "likely": x.likely,
            }
            for x in found.left
        ],
    }

    def lines() -> list[str]:
        titles = {m.code: m.titles.get("en", m.code) for m in plan.milestones}
        names = {d.code: d.titles.get("en", d.code) for d in plan.timing.deadlines}
        said = [f"{titles.get(found.target, found.target)}: {found.session}."]
        said += [f"{d.by}  {names.get(d.code, d.code)}" for d in found.documents]
        said += [
            f"{x.latest}  {titles.get(x.code, x.code)} (with likely times {x.likely}"
            + (f"; begin by {x.begin})" if x.begin else ")")
            for x in found.latest
            if not x.done
        ]
        said += [
            f"{titles.get(x.code, x.code)} leaves at best {max(0, x.days)} days before "
            f"{names.get(x.document, x.document).lower()}; the least that is needed: {x.needs}."
            for x in found.left
        ]
        return said

    give(answer, as_json, lines)
    if any(x.at_best is not None and x.at_best < 0 for x in found.latest):
        raise typer.Exit(NO)


def _before_its_session(plan: ProcessPlan) -> date:
    """The day before the session, looked at with all that is on record of it."""
    from travaux.core.processes.board import milestone_figures, steps_of

    stood = {s.code: s for _, s in milestone_figures(steps_of(plan), None, date.max)}
    ends = [s.current.starts_on for s in stood.values() if s.current]
    target = stood.get(plan.timing.session)
    if target and target.current:
        return target.current.starts_on - timedelta(days=1)
    if not ends:
        raise Unusable("schedule-without-milestones")
    return max(ends) - timedelta(days=1)
