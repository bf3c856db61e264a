"""What the mandate asked for, and what fulfils it, as at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timezone

from travaux.consultations.models import Round
from travaux.core.processes.board import DeliverableState, clause_state, deliverable_state
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.evidence.models import EvidenceRelease
from travaux.reports.models import Report, ReportState
from travaux.roadmap.models import Clause, Deliverable, Process
from travaux.roadmap.queries import Plan, Step


@dataclass(frozen=True, slots=True)
class DeliverableStatus:
    """A deliverable, its state, and all that points to it.

    What a demonstration made for it is shown, marked; beside a real mandate it counts for nothing.
    """

    deliverable: Deliverable
    state: DeliverableState
    steps: tuple[Step, ...]
    versions: tuple[Version, ...]
    rounds: tuple[Round, ...]
    reports: tuple[Report, ...]
    invented_versions: tuple[Version, ...] = ()
    invented_rounds: tuple[Round, ...] = ()
    releases: tuple[EvidenceRelease, ...] = ()  # of the assessment, by the milestone they fulfil
    invented_releases: tuple[EvidenceRelease, ...] = ()

    @property
    def done(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.standing.state == "done")

    @property
    def doing(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.standing.state == "under-way")

    @property
    def to_come(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.standing.state in {"planned", "fixed"})

    @property
    def silent(self) -> tuple[Step, ...]:
        """Planned time past, nothing on record."""
        return tuple(s for s in self.steps if s.standing.state == "not-on-record")


@dataclass(frozen=True, slots=True)
class ClauseStatus:
    """An operative clause with its deliverables."""

    clause: Clause
    state: DeliverableState
    deliverables: tuple[DeliverableStatus, ...]


def end_of(day: date) -> datetime:
    """The last instant of a day, in UTC: what happened on the day of the cut-off counts."""
    return datetime.combine(day, time.max, tzinfo=timezone.utc)  # noqa: UP017


def mandate_status(process: Process, plan: Plan) -> tuple[ClauseStatus, ...]:
    """Every clause with its state: fulfilled, under way or open. A fixed number of queries.

    Invented texts, rounds and reports of a demonstration never count towards a real mandate.
    """
    until = end_of(plan.as_at) if plan.as_at else None
    versions = Version.objects.filter(
        text__process=process, state=VersionState.PUBLISHED
    ).select_related("text")
    rounds = Round.objects.filter(process=process)
    reports = Report.objects.filter(process=process, state=ReportState.FROZEN)
    if not process.demonstration:
        reports = reports.filter(demonstration=False)
    releases = EvidenceRelease.objects.filter(process=process, milestone__isnull=False)
    releases = releases.select_related("milestone").defer("content", "changes")
    if until is not None:
        releases = releases.filter(released_at__lte=until)
        versions = versions.filter(published_at__lte=until)
        rounds = rounds.filter(opens_at__lte=until)
        reports = reports.filter(cut_off__lte=plan.as_at)
    by_version: dict[int, list[Version]] = {}
    invented_versions: dict[int, list[Version]] = {}
    for version in versions.order_by("number"):
        invented = version.demonstration and not process.demonstration
        where = invented_versions if invented else by_version
        where.setdefault(version.text.deliverable_id or 0, []).append(version)
    by_round: dict[int, list[Round]] = {}
    invented_rounds: dict[int, list[Round]] = {}
    for one in rounds.order_by("opens_at"):
        invented = one.demonstration and not process.demonstration
        rounds_of = invented_rounds if invented else by_round
        rounds_of.setdefault(one.deliverable_id or 0, []).append(one)
    by_release: dict[int, list[EvidenceRelease]] = {}
    invented_releases: dict[int, list[EvidenceRelease]] = {}
    for release in releases.order_by("number"):
        invented = release.demonstration and not process.demonstration
        releases_of = invented_releases if invented else by_release
        milestone = release.milestone
        releases_of.setdefault((milestone and milestone.deliverable_id) or 0, []).append(release)
    by_report: dict[int, list[Report]] = {}
    for report in reports.order_by("number"):
        by_report.setdefault(report.deliverable_id or 0, []).append(report)
    by_step: dict[int, list[Step]] = {}
    for step in plan.steps:
        by_step.setdefault(step.milestone.deliverable_id or 0, []).append(step)

    found: dict[int, DeliverableStatus] = {}
    for deliverable in process.deliverables.all():
        steps = by_step.get(deliverable.pk, [])
        made = (
            by_version.get(deliverable.pk, []),
            by_round.get(deliverable.pk, []),
            by_report.get(deliverable.pk, []),
            by_release.get(deliverable.pk, []),
        )
        found[deliverable.pk] = DeliverableStatus(
            deliverable,
            deliverable_state(
                [s.standing for s in steps], deliverable.fulfilled_when, reported=any(made)
            ),
            tuple(steps),
            tuple(made[0]),
            tuple(made[1]),
            tuple(made[2]),
            tuple(invented_versions.get(deliverable.pk, [])),
            tuple(invented_rounds.get(deliverable.pk, [])),
            tuple(made[3]),
            tuple(invented_releases.get(deliverable.pk, [])),
        )
    status = []
    for clause in process.clauses.prefetch_related("deliverables"):
        parts = tuple(found[d.pk] for d in clause.deliverables.all())
        status.append(ClauseStatus(clause, clause_state([p.state for p in parts]), parts))
    return tuple(status)
