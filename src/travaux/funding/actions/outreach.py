"""Where the work was presented, whom that reached, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.funding.models import Outreach, Reached
from travaux.funding.rules import may_record_money
from travaux.funding.states import REACHED_MOVES
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def keep_outreach(
    *,
    by: Person,
    process: Process,
    titles: Mapping[str, str],
    window: str,
    place: str,
    presenter: str,
    material: str,
    source: str,
    at: datetime,
) -> Outreach:
    """An event at which the work was or will be presented: who, when, where, with what."""
    require(may_record_money(by, process))
    said = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not said:
        raise refuse("title-missing")
    try:
        when = Window.parse(window).text
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    kept = Outreach.objects.create(
        process=process,
        titles=said,
        window=when,
        place=place.strip()[:120],
        presenter=presenter.strip()[:200],
        material=material.strip()[:300],
        source=source.strip()[:300],
        by_key=by.key,
        demonstration=process.demonstration or by.demonstration,
    )
    record(by=by, subject=kept.key, process=process.code, at=at, facts={"window": when})
    return kept


@action
def note_reached(
    *, by: Person, outreach: Outreach, party: str, consent: str, at: datetime
) -> Reached:
    """A state or an organisation was met there and agreed to be noted: how it did is kept."""
    require(may_record_money(by, outreach.process))
    if not party.strip():
        raise refuse("reached-without-name")
    if not consent.strip():
        raise refuse("reached-without-consent")
    kept, new = Reached.objects.get_or_create(
        outreach=outreach,
        party=party.strip()[:200],
        defaults={"consent": consent.strip()[:300], "on": at.date(), "by_key": by.key},
    )
    if not new:
        raise refuse("reached-already")
    record(by=by, subject=kept.key, process=outreach.process.code, at=at)
    return kept


@action
def move_reached(*, by: Person, reached: Reached, verb: str, at: datetime, event: str = "") -> None:
    """From contact to invitation, to a contribution, or to a pledge on record."""
    process = reached.outreach.process
    require(may_record_money(by, process))
    if verb not in REACHED_MOVES:
        raise refuse("lead-cannot-do-that")
    if verb == "pledge" and event not in {e.code or e.key for e in process.money_events.all()}:
        raise refuse("promise-unknown")
    also = {"event": event} if verb == "pledge" else {}
    move(reached, REACHED_MOVES, verb, on=at.date(), **also)
    record(by=by, subject=reached.key, process=process.code, at=at, facts={"verb": verb})
