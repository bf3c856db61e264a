"""Invented findings of the demonstration: rated, settled, released, and set behind paragraphs."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from travaux.cli.demo_world import sources

STATED = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
PROMISED = datetime(2024, 10, 14, 9, 0, tzinfo=UTC)
DELIVERED = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)
PAPER = b"%PDF-1.4\n% an invented paper of the demonstration\n%%EOF\n"
RELEASED = datetime(2024, 9, 20, 9, 0, tzinfo=UTC)
GROUNDED = datetime(2024, 11, 6, 9, 0, tzinfo=UTC)


def tell(world: Any, at: datetime) -> None:
    """Findings stand by their authors' ratings; the releases, a paper of a meeting that rests on one,
    and grounds of some paragraphs."""
    from travaux.drafts.models import Version
    from travaux.evidence.actions import (
        name_finding_author,
        put_finding_to_authors,
        rate_finding,
        release_evidence,
        rest_finding_on,
        settle_finding,
        state_finding,
    )
    from travaux.evidence.actions.findings import Stated
    from travaux.evidence.actions.questions import Named
    from travaux.grounds.actions import ground_paragraph, waive_ground
    from travaux.grounds.queries import needs_ground

    told = tomllib.loads(Path(__file__).with_name("findings.toml").read_text(encoding="utf-8"))
    role = {s.role: world.people[s.email] for s in reversed(world.sign_ins)}
    by = role["secretariat"]
    authors = [p for p in (role.get("expert"), role.get("drafter")) if p is not None]
    made = []
    for one in told["findings"]:
        stated = Stated(
            one["statements"],
            world.evidence.get(one.get("question", "")),
            regions=one.get("regions", ()),
            levels=one.get("levels", ()),
        )
        finding = state_finding(
            by=by, process=world.process, stated=stated, at=STATED, demonstration=True
        )
        for source in one["sources"]:
            named = Named(kind=source["kind"], title=source["title"], language="en")
            rest_finding_on(
                by=by, finding=finding, named=named, place=source.get("place", ""), at=STATED
            )
        quoted = world.evidence.get("quotation") if one.get("quotes") else None
        if quoted is not None:
            named = Named("interview", subject_key=quoted.interview.key, part=quoted.key)
            rest_finding_on(by=by, finding=finding, named=named, place="", at=STATED)
        for author in authors:
            name_finding_author(by=by, finding=finding, person=author, at=STATED)
        put_finding_to_authors(by=by, finding=finding, at=STATED)
        finding.refresh_from_db()
        for author, rating in zip(authors, one["ratings"], strict=False):
            rate_finding(
                by=author,
                finding=finding,
                evidence_high=rating[0] == "high",
                agreement_high=rating[1] == "high",
                reason="",
                language="en",
                seen=finding.revision,
                at=STATED,
            )
        if len(one["ratings"]) >= len(authors):
            settle_finding(by=by, finding=finding, at=STATED)
        made.append(finding)
    milestones = {m.code: m for m in world.process.milestones.all()}
    for one in told["releases"]:  # the Outlook's three milestones; each holds more than before
        if one["stage"] == "final":
            sources.literature(world, by, authors)
        if one["stage"] == "published":
            sources.figures(world, by)
        world.evidence[f"release {one['stage']}"] = release_evidence(
            by=by,
            process=world.process,
            stage=one["stage"],
            titles=one["titles"],
            note=one["note"],
            language="en",
            milestone=milestones.get(one["milestone"]),
            at=datetime.combine(one["on"], RELEASED.time(), UTC),
            demonstration=True,
        )
    _ground_guidelines(world, by, told["guidelines"], made)
    _promises(world, by)
    _paper(world, by, told["paper"], at)
    version = (
        Version.objects.filter(text__process=world.process, state="published")
        .select_related("text__process")
        .order_by("text__pk", "number")
        .last()
    )
    if version is None:
        return
    rows = [p for p in version.paragraphs.select_related("anchor") if needs_ground(p)]
    for row, ground in zip(rows[1:], told["grounds"], strict=False):
        ground_paragraph(
            by=by,
            version=version,
            anchor=row.anchor,
            kind="finding",
            subject_key=made[ground["finding"] - 1].key,
            bearing=ground["bearing"],
            reason=ground.get("reason", ""),
            language="en",
            at=RELEASED,
            demonstration=True,
        )
    waive_ground(
        by=by,
        version=version,
        anchor=rows[0].anchor,
        reason="It names the purpose of the text.",
        language="en",
        at=RELEASED,
    )


def _ground_guidelines(
    world: Any, by: Any, told: list[dict[str, Any]], findings: list[Any]
) -> None:
    """What some paragraphs of the third version stand on: findings, and a practice of the library."""
    from travaux.grounds.actions import ground_paragraph

    version = world.versions[1]
    rows = {
        p.number.rstrip("."): p
        for p in version.paragraphs.select_related("anchor").filter(kind="paragraph")
    }
    for one in told:
        stands_on = (
            world.evidence["practices"][one["practice"] - 1]
            if "practice" in one
            else findings[one["finding"] - 1]
        )
        ground_paragraph(
            by=by,
            version=version,
            anchor=rows[one["paragraph"]].anchor,
            kind="practice" if "practice" in one else "finding",
            subject_key=stands_on.key,
            bearing=one["bearing"],
            reason=one["reason"],
            language="en",
            at=GROUNDED,
            demonstration=True,
        )


def _promises(world: Any, by: Any) -> None:
    """What the partners of the call promised is followed, and tied to what it is for: one part came,
    another is overdue."""
    from travaux.calls.actions import report_commitment, take_commitments
    from travaux.calls.models import Application, Commitment
    from travaux.evidence.actions import tie_promise

    for offer in Application.objects.filter(call=world.calls["partnership"], state="submitted"):
        take_commitments(by=by, application=offer, at=PROMISED)
    found = Commitment.objects.filter(application__call=world.calls["partnership"])
    for one in found.order_by("due_on", "pk"):
        kind, key = ("milestone", "outlook-draft") if one.offer == "survey" else (
            "deliverable", "assessment",
        )  # fmt: skip
        tie_promise(
            by=by, process=world.process, promise=one.key, kind=kind, subject_key=key, at=PROMISED
        )
        if one.offer == "survey":
            report_commitment(
                by=by,
                commitment=one,
                state="delivered",
                note="Answers of forty invented cities",
                delivered_on=DELIVERED.date(),
                at=DELIVERED,
            )


def _paper(world: Any, by: Any, told: dict[str, Any], at: datetime) -> None:
    """The next meeting has the final results before it: its paper points to the release."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.meetings.actions import issue_paper

    issue_paper(
        by=by,
        meeting=world.meetings["second"],
        symbol=told["symbol"],
        titles=told["titles"],
        language="en",
        file=SimpleUploadedFile("results.pdf", PAPER),
        release=world.evidence["release final"],
        at=at - timedelta(days=5),
    )
