"""The first page of a process: what is open now, what is missing, what happened lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from travaux.consultations.queries import Standing as RoundStanding
from travaux.consultations.queries import open_rounds
from travaux.core.funding.money import Position
from travaux.core.problems import Unusable
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.funding.models import Snapshot
from travaux.reports.models import Report, ReportState
from travaux.reports.queries.board import funds
from travaux.reports.queries.mandate import ClauseStatus, mandate_status
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Known, Plan, plan_as_at


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page shows."""

    plan: Plan
    clauses: tuple[ClauseStatus, ...]
    rounds: tuple[RoundStanding, ...]
    funds: Position | None
    snapshot: Snapshot | None
    lately: tuple[Known, ...]
    version: Version | None
    report: Report | None
    demonstration: bool


def overview(process: Process, at: datetime) -> Overview:
    """The first page as it stands now."""
    today = at.date()
    plan = plan_as_at(process, None, today)
    rounds = tuple(open_rounds(process, at))
    try:
        position = funds(process, None)
    except Unusable:  # sums of several currencies have no one gap
        position = None
    version = (
        Version.objects.filter(text__process=process, state=VersionState.PUBLISHED)
        .select_related("text")
        .order_by("-published_at")
        .first()
    )
    return Overview(
        plan=plan,
        clauses=mandate_status(process, plan),
        rounds=rounds,
        funds=position if position and position.required else None,
        snapshot=Snapshot.objects.filter(process=process).order_by("-position").first(),
        lately=tuple(reversed(plan.changes[-4:])),
        version=version,
        report=Report.objects.filter(process=process, state=ReportState.FROZEN)
        .order_by("-number")
        .first(),
        demonstration=bool(version and version.demonstration)
        or any(r.round.demonstration for r in rounds),
    )
