"""Releasing the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.core.ledger.canonical import digest
from travaux.evidence.models import EvidenceRelease, Stage
from travaux.evidence.queries.releases import changes_between, content_now
from travaux.evidence.rules.releases import evidence_may_go_out, may_release_evidence
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process

ORDER = [Stage.PRELIMINARY, Stage.FINAL, Stage.PUBLISHED]


@action
def release_evidence(
    *,
    by: Person,
    process: Process,
    stage: str,
    titles: Mapping[str, str],
    at: datetime,
    symbol: str = "",
    note: str = "",
    language: str = "",
    milestone: Milestone | None = None,
    seen: int | None = None,
    demonstration: bool = False,
) -> EvidenceRelease:
    """What is known now is frozen under a number. A stage never goes back.

    `seen`: the number of the last release that the person had before them.
    """
    process = Process.objects.select_for_update().get(pk=process.pk)
    require(may_release_evidence(by, process, at))
    last = EvidenceRelease.objects.filter(process=process).order_by("-number").first()
    if seen is not None and seen != (last.number if last else 0):
        raise refuse("moved-meanwhile")
    if stage not in Stage.values:
        raise refuse("stage-unknown", stage=str(stage)[:40])
    if last is not None and ORDER.index(Stage(stage)) < ORDER.index(Stage(last.stage)):
        raise refuse("stage-goes-back")
    if milestone is not None and milestone.process_id != process.pk:
        raise refuse("moved-meanwhile")
    content = content_now(process)
    if not any(content.values()):
        raise refuse("no-evidence-to-release")
    require(evidence_may_go_out(process, lambda: digest(content)))
    made = EvidenceRelease.objects.create(
        process=process,
        number=(last.number if last else 0) + 1,
        stage=stage,
        titles={k: v.strip()[:300] for k, v in titles.items() if v.strip()},
        symbol=symbol.strip()[:80],
        note=note.strip()[:4000],
        language=language,
        milestone=milestone,
        content=content,
        changes=changes_between(last.content if last else {}, content),
        content_hash=digest(content),
        released_at=at,
        by_key=by.key,
        demonstration=demonstration or process.demonstration,
    )
    record(
        by=by,
        subject=made.key,
        process=process.code,
        at=at,
        facts={"number": made.number, "stage": stage, "hash": made.content_hash},
    )
    return made
