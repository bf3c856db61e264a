"""The pool of a group: out of a table or a closed call, with scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from travaux.calls.models import Call, Kind, NamesRule
from travaux.calls.queries import pool_of, standing
from travaux.calls.queries.scores import scores_for_pool
from travaux.core.panels.reading import read_pool
from travaux.core.panels.tables import read_table
from travaux.core.problems import Unusable
from travaux.journal.actions import action, record
from travaux.panels.actions.preparing import _changed, _open
from travaux.panels.models import Nominee, Panel
from travaux.panels.states import Demand
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import refuse


@action
def keep_pool_file(*, by: Person, panel: Panel, data: Any, name: str, at: datetime) -> Panel:
    """A pool file is kept as it came; its columns are chosen next."""
    panel = _open(panel, by, None)
    file = keep_file(data, name=name, at=at, by=by, process_code=panel.process.code)
    _changed(panel, pool_file=file)
    facts = {"file": file.key, "digest": file.digest}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    panel.refresh_from_db()
    return panel


@action
def take_pool(
    *,
    by: Person,
    panel: Panel,
    data: bytes,
    code_column: str,
    features: Sequence[str],
    at: datetime,
    name_column: str = "",
    score_column: str = "",
    language: str = "en",
    seen: int | None = None,
) -> int:
    """The pool is taken from a table: codes, attributes, scores and names; what was there goes.

    Demands on persons whose code is in the new pool stay. Errors: as `read_pool` and `read_table`.
    """
    panel = _open(panel, by, seen)
    if not features:
        raise refuse("features-first")
    count, scored = _take(panel, data, code_column, features, name_column, score_column)
    Panel.objects.filter(pk=panel.pk).update(pool_language=language[:8])
    facts = {"people": count, "features": len(features), "scored": scored}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return count


@action
def take_pool_of_call(
    *, by: Person, panel: Panel, call: Call, at: datetime, seen: int | None = None
) -> int:
    """The confirmed nominations of a closed call are the pool; names are published as it announced.

    Scores come along in the figure that the call set, once its reviewing is closed and everybody in
    the pool has one; otherwise they come after, from a table by code: `give_scores`.
    """
    panel = _open(panel, by, seen)
    if call.process_id != panel.process_id or call.kind != Kind.NOMINATION:
        raise refuse("call-not-of-nominees")
    if not standing(call, at).is_closed:
        raise refuse("call-still-open")
    pool = pool_of(call)
    if not pool.rows:
        raise refuse("call-without-nominees")
    features = list(pool.columns)
    count, _ = _take(panel, pool.to_csv().encode(), "id", features, "", "")
    applications = {a.key: a for a in call.applications.all()}
    nominees = list(panel.nominees.all())
    told = scores_for_pool(call)
    scored = told is not None and told.complete
    for nominee in nominees:
        application = applications[nominee.code]
        if told is not None and scored:
            nominee.score = told.scores[nominee.code]
        nominee.application, nominee.name = application.key, application.name[:300]
        nominee.person_id = application.person_id
    Nominee.objects.bulk_update(nominees, ["application", "name", "person", "score"])
    named = call.names_rule in (NamesRule.CHOSEN, NamesRule.ALL)
    Panel.objects.filter(pk=panel.pk).update(
        call=call, names_announced=said(call.titles)[:300] if named else ""
    )
    facts = {
        "call": call.key,
        "people": count,
        "scores": told.figure if told is not None and scored else "",
        "scores_digest": told.digest if told is not None and scored else "",
    }
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return count


@action
def give_scores(
    *,
    by: Person,
    panel: Panel,
    data: bytes,
    code_column: str,
    score_column: str,
    at: datetime,
    seen: int | None = None,
) -> int:
    """Everybody in the pool gets the score of a table with codes and scores."""
    panel = _open(panel, by, seen)
    pool, problems, _, _ = read_pool(data, [], id_column=code_column, score_column=score_column)
    if pool is None:
        raise Unusable(problems[0].code, problems[0].where, **dict(problems[0].facts))
    told = dict(zip(pool.ids, pool.scores or (), strict=True))
    nominees = list(panel.nominees.all())
    lacking = [n.code for n in nominees if n.code not in told]
    if lacking:
        raise refuse("scores-lacking", count=len(lacking), first=lacking[0])
    for nominee in nominees:
        nominee.score = told[nominee.code]
    Nominee.objects.bulk_update(nominees, ["score"])
    _changed(panel)
    facts = {"people": len(nominees)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return len(nominees)


def _take(
    panel: Panel,
    data: bytes,
    code_column: str,
    features: Sequence[str],
    name_column: str,
    score_column: str,
) -> tuple[int, bool]:
    """The pool's rows out of a table: how many, and whether they have scores."""
    pool, problems, _, _ = read_pool(
        data, list(features), id_column=code_column, score_column=score_column
    )
    if pool is None:
        raise Unusable(problems[0].code, problems[0].where, **dict(problems[0].facts))
    names = _names(data, name_column, [code_column, *features])
    demanded = {n.code: n for n in panel.nominees.exclude(demand="")}
    panel.nominees.all().delete()
    Nominee.objects.bulk_create(
        Nominee(
            panel=panel,
            code=code[:80],
            name=(names[n] if names else "")[:300],
            features={f: list(pool.features[f][n]) for f in features},
            score=None if pool.scores is None else pool.scores[n],
            demand=demanded[code].demand if code in demanded else Demand.NONE,
            demand_reason=demanded[code].demand_reason if code in demanded else "",
            position=n,
        )
        for n, code in enumerate(pool.ids)
    )
    panel.quotas.exclude(feature__in=features).delete()
    limits = [a for a in panel.at_most if a["feature"] in features]
    _changed(panel, at_most=limits, call=None, names_announced="")
    return len(pool), pool.scores is not None


def _names(data: bytes, column: str, wanted: Sequence[str]) -> list[str]:
    if not column:
        return []
    table = read_table(data, [column, *wanted], "pool")
    place = table.column(column)
    if place is None:
        there = ", ".join(table.headings)
        raise Unusable("column-missing", "row 1", column=column, there=there)
    return [cells[place] for _, cells in table.lines]
