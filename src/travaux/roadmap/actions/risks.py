"""The register of risks: noted, looked at anew, happened or closed; each change leaves its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process, Risk
from travaux.roadmap.rules import may_change_plan
from travaux.roadmap.states import RISK_MOVES

LEVELS = range(1, 6)
MOST_WEEKS = 104


@action
def keep_risk(
    *,
    by: Person,
    process: Process,
    titles: Mapping[str, str],
    likelihood: int,
    effect: int,
    owner: str,
    response: Mapping[str, str],
    source: str,
    at: datetime,
    milestone: Milestone | None = None,
    line: str = "",
    weeks: int = 0,
    challenge: str = "",
    risk: Risk | None = None,
    seen: int | None = None,
) -> Risk:
    """A risk enters the register, or is looked at anew (`risk`, with the revision that was seen).

    `weeks`: by how much its milestone slips if it strikes; 0: that is not said, and the forecast
    is never asked with it.
    """
    require(may_change_plan(by, process))
    said = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not said:
        raise refuse("title-missing")
    if likelihood not in LEVELS or effect not in LEVELS:
        raise refuse("risk-level-unknown")
    if not owner.strip():
        raise refuse("risk-without-owner")
    if not 0 <= weeks <= MOST_WEEKS or (weeks and milestone is None):
        raise refuse("risk-weeks-without-milestone", most=MOST_WEEKS)
    if milestone is not None and milestone.process_id != process.pk:
        raise refuse("of-another-process")
    values: dict[str, Any] = {
        "titles": said,
        "likelihood": likelihood,
        "effect": effect,
        "owner": owner.strip()[:120],
        "response": {k: v.strip() for k, v in response.items() if v.strip()},
        "source": source.strip()[:300],
        "milestone": milestone,
        "line": line,
        "weeks": weeks,
        "challenge": challenge,
        "looked_at_on": at.date(),
        "by_key": by.key,
    }
    if risk is None:
        demonstration = process.demonstration or by.demonstration
        kept = Risk.objects.create(process=process, demonstration=demonstration, **values)
    else:
        revision = risk.revision if seen is None else seen
        changed = Risk.objects.filter(pk=risk.pk, revision=revision).update(
            **values, revision=revision + 1
        )
        if not changed:
            raise refuse("moved-meanwhile")
        kept = Risk.objects.get(pk=risk.pk)
    facts = {"likelihood": likelihood, "effect": effect, "weeks": weeks, "revision": kept.revision}
    record(by=by, subject=kept.key, process=process.code, at=at, facts=facts)
    return kept


@action
def settle_risk(*, by: Person, risk: Risk, verb: str, at: datetime) -> None:
    """A risk struck, or it is closed."""
    require(may_change_plan(by, risk.process))
    if verb not in RISK_MOVES:
        raise refuse("risk-level-unknown")
    move(risk, RISK_MOVES, verb, looked_at_on=at.date())
    record(by=by, subject=risk.key, process=risk.process.code, at=at, facts={"verb": verb})
