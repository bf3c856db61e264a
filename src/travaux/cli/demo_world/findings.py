"""Invented findings of the demonstration: rated, settled, released, and set behind paragraphs."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

STATED = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
PROMISED = datetime(2024, 10, 14, 9, 0, tzinfo=UTC)
DELIVERED = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)
PAPER = b"%PDF-1.4\n% an invented paper of the demonstration\n%%EOF\n"
RELEASED = datetime(2024, 9, 20, 9, 0, tzinfo=UTC)


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
            _literature(world, by, authors)
        if one["stage"] == "published":
            _figures(world, by)
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


def _literature(world: Any, by: Any, readers: list[Any]) -> None:
    """Invented works from two invented searches; some of them read by two."""
    from travaux.core.evidence.references import read_references
    from travaux.evidence.actions import bring_literature, read_work
    from travaux.evidence.models.literature import Work

    at = Path(__file__)
    for number, search in enumerate(
        ("Invented database, one day", "Invented library, another day")
    ):
        data = at.with_name(f"literature-{number + 1}.ris").read_bytes()
        bring_literature(
            by=by,
            process=world.process,
            read=read_references(data, "literature.ris"),
            found_in=search,
            at=STATED,
            demonstration=True,
        )
    for work in Work.objects.filter(process=world.process, same_as__isnull=True)[:4]:
        for reader in readers:
            kept = "out" if "bridges" in work.title else "in"
            kept = "in" if "clerks" in work.title and reader is readers[0] else kept
            read_work(by=reader, work=work, stage="abstract", verdict=kept, reason="", at=STATED)


def _figures(world: Any, by: Any) -> None:
    """One invented indicator of invented states."""
    from travaux.evidence.actions import bring_series, confirm_series, describe_indicator
    from travaux.evidence.actions.indicators import Described
    from travaux.people.models import Country

    told = tomllib.loads(Path(__file__).with_name("findings.toml").read_text(encoding="utf-8"))
    indicator = describe_indicator(
        by=by,
        process=world.process,
        told=Described(
            titles=told["indicator"]["titles"],
            source="Invented office of statistics",
            licence="CC BY 4.0",
            retrieved_on=STATED.date(),
            unit="%",
        ),
        at=STATED,
        demonstration=True,
    )
    codes = (
        Country.objects.filter(demonstration=True).order_by("code").values_list("code", flat=True)
    )
    rows = [f"{code},{2021 + n % 3},{40 + 7 * n % 53}" for n, code in enumerate(codes[:24])]
    data = "REF_AREA,TIME_PERIOD,OBS_VALUE\n" + "\n".join([*rows, "Elsewhere,2023,12"])
    file = bring_series(
        by=by, indicator=indicator, data=data.encode(), name="invented.csv", series="", at=STATED
    )
    confirm_series(by=by, file=file, places={"Elsewhere": ""}, at=STATED)
