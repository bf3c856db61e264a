"""`travaux round`: a version goes out for comments."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    As,
    AsAnnounced,
    InProcess,
    Json,
    NewDeadline,
    Why,
    acting,
    fail,
    give,
    open_site,
    speaking,
)

app = typer.Typer(help="Rounds of comments: open, extend, close, list.", no_args_is_help=True)

Instant = "2024-11-04T00:00, with an offset, or as clocks of the zone show it; a day alone counts"
Zone = Annotated[str, typer.Option("--zone", help="Zone of the deadline, such as Africa/Nairobi.")]


def _round(key: str, process: str) -> Any:
    from travaux.consultations.models import Round

    found = (
        Round.objects.filter(key=key).select_related("process", "version__text", "track").first()
    )
    if found is None or (process and found.process.code != process):
        known = ", ".join(Round.objects.order_by("pk").values_list("key", flat=True)[:10]) or "none"
        raise fail(f"ROUND {key}: there is no such round; known: {known}.")
    return found


def _version(key: str, process: str) -> Any:
    from travaux.drafts.models import Version

    found = Version.objects.filter(key=key).select_related("text__process").first()
    if found is None or (process and found.text.process.code != process):
        raise fail(f"--draft {key}: there is no such version; `travaux draft list` names them.")
    return found


def _track(key: str, process: str) -> Any:
    from travaux.consultations.queries import track_named

    if not key:
        return None
    found = track_named(process, key)
    if found is None:
        raise fail(f"--track {key}: the process {process} has no such track.")
    return found


def _told(round: Any, at: Any) -> dict[str, Any]:
    from travaux.consultations.queries import standing

    now = standing(round, at, staff=True)  # whoever runs it holds the database
    return {
        "round": round.key,
        "process": round.process.code,
        "track": round.track.key if round.track is not None else None,
        "version": round.version.key,
        "phase": str(now.phase.value),
        "opens_at": round.opens_at.isoformat(),
        "closes_at": now.ends_at.isoformat(),
        "zone": round.zone,
        "comments": now.comments,
    }


@app.command("open")
def open_(
    draft: Annotated[str, typer.Option("--draft", help="Key of the published version.")],
    begins: Annotated[str, typer.Option("--from", help=f"Opening: {Instant}.")],
    ends: Annotated[str, typer.Option("--to", help=f"Deadline: {Instant} until 23:59.")],
    zone: Zone = "UTC",
    wording: Annotated[str, typer.Option(help="The deadline as announced.")] = "",
    title: Annotated[str, typer.Option(help="Title of the round, in English.")] = "",
    audience: Annotated[str, typer.Option(help="everyone or appointed")] = "everyone",
    types: Annotated[str, typer.Option(help="Table of types: iso-iec or ippc")] = "iso-iec",
    four_eyes: Annotated[bool, typer.Option(help="A second person settles each answer.")] = True,
    late: Annotated[bool, typer.Option(help="Accept late comments, marked.")] = True,
    grace: Annotated[int, typer.Option(help="Minutes of grace, announced beforehand.")] = 0,
    minimum: Annotated[int, typer.Option(help="Minimum period in days.")] = 0,
    language: Annotated[
        list[str] | None, typer.Option(help="A required language; repeatable.")
    ] = None,
    release: Annotated[
        str, typer.Option(help="with-next-draft, on-date or after-adoption")
    ] = "with-next-draft",
    release_on: Annotated[str, typer.Option(help="Date of release, as YYYY-MM-DD.")] = "",
    track: Annotated[str, typer.Option(help="Key of the track; else open to everyone.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Open a round on a published version."""
    open_site()
    from datetime import date

    from travaux.consultations.actions import open_round
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    with speaking():
        version = _version(draft, process)
        try:
            day = date.fromisoformat(release_on) if release_on else None
        except ValueError:
            raise fail(f"--release-on {release_on}: write the date like 2024-12-01.") from None
        made = open_round(
            by=acting(person),
            version=version,
            opens_at=read_instant(begins, zone),
            closes_at=read_instant(ends, zone, end=True),
            zone=zone,
            wording=wording,
            wording_language="en" if wording else "",
            titles={"en": title} if title else {},
            track=_track(track, version.text.process.code),
            audience=audience,
            types=types,
            four_eyes=four_eyes,
            accepts_late=late,
            grace_minutes=grace,
            minimum_days=minimum,
            required_languages=language or [],
            release_rule=release,
            release_on=day,
            at=clock.now(),
        )
        give(_told(made, clock.now()), as_json, lambda: [made.key])


@app.command()
def close(
    round: Annotated[str, typer.Argument(help="Key of the round.")],
    reason: Annotated[str, typer.Option(help="Why; it stands on record.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Close a round before its deadline, with the reason on record."""
    open_site()
    from travaux.consultations.actions import close_round
    from travaux.plumbing import clock

    with speaking():
        done = close_round(
            by=acting(person), round=_round(round, process), reason=reason, at=clock.now()
        )
        give(_told(done, clock.now()), as_json, lambda: [f"{done.key} closed"])


@app.command()
def extend(
    round: Annotated[str, typer.Argument(help="Key of the round.")],
    ends: NewDeadline,
    reason: Why = "",
    wording: AsAnnounced = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Extend a round for all, with the reason on record."""
    open_site()
    from travaux.consultations.actions import extend_round
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    with speaking():
        found = _round(round, process)
        extension = extend_round(
            by=acting(person),
            round=found,
            closes_at=read_instant(ends, found.zone, end=True),
            reason=reason,
            wording=wording,
            at=clock.now(),
        )
        found.refresh_from_db()
        told = _told(found, clock.now())
        give(told, as_json, lambda: [f"{found.key} until {extension.closes_at_after.isoformat()}"])


@app.command("issued")
def issued(
    round: Annotated[str, typer.Argument(help="Key of the round.")],
    language: Annotated[str, typer.Argument(help="Language, such as ar; none: show.")] = "",
    on: Annotated[str, typer.Option("--on", help="The day, as YYYY-MM-DD; else today.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """In which language the text was issued when; with a language, write it down.

    The minimum period of a round runs from the last required language; where it then ends after the
    deadline, the round is extended for all.
    """
    open_site()
    from travaux.consultations.actions import record_issue
    from travaux.consultations.rules import earliest_end, missing_languages
    from travaux.consultations.rules import issued as dates
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    with speaking():
        found, now = _round(round, process), clock.now()
        if language:
            day = read_instant(on, found.zone) if on else now
            record_issue(by=acting(person), round=found, language=language, issued_at=day, at=now)
            found.refresh_from_db()
        earliest = earliest_end(found)
        told = {
            "round": found.key,
            "issued": {code: at.isoformat() for code, at in dates(found).items()},
            "missing": missing_languages(found),
            "minimum_days": found.minimum_days,
            "not_before": earliest.isoformat() if earliest else None,
            "closes_at": found.closes_at.isoformat(),
        }
        give(told, as_json, lambda: [f"{k}: {v}" for k, v in told.items()])


@app.command("list")
def list_(process: InProcess = "", as_json: Json = False) -> None:
    """The rounds of a process, the latest first."""
    open_site()
    from travaux.cli.doors import the_process
    from travaux.consultations.queries import rounds_of
    from travaux.plumbing import clock

    with speaking():
        found = [_told(r, clock.now()) for r in rounds_of(the_process(process))]
        give(
            found,
            as_json,
            lambda: [f"{r['round']}  {r['phase']}  until {r['closes_at']}" for r in found],
        )


@app.command()
def coverage(
    first: Annotated[str, typer.Argument(metavar="[PROCESS]", help="Code of the process.")],
    second: Annotated[str, typer.Argument(metavar="ROUND", help="Key of the round.")] = "",
    process: InProcess = "",
    as_json: Json = False,
) -> None:
    """Who was asked and heard: states, organisations, experts and persons, by region and section."""
    open_site()
    from travaux.comments.queries.coverage import read_monitor
    from travaux.plumbing import clock

    with speaking():
        round = _round(second or first, first if second else process)
        at = clock.now()
        told = _coverage(round, read_monitor(round, at), at)
        give(
            told,
            as_json,
            lambda: [
                f"{kind}: {n['heard']} heard of {n['asked']}" for kind, n in told["totals"].items()
            ],
        )


def _coverage(round: Any, found: Any, at: Any) -> dict[str, Any]:
    from travaux.core.comments.coverage import Counts, Kind

    def counted(counts: Any) -> dict[str, int]:
        return {**{n: getattr(counts, n) for n in Counts.__slots__}, "heard": counts.heard}

    table = found.coverage
    return {
        "round": round.key,
        "process": round.process.code,
        "as_at": at.isoformat(),
        "sections": [
            {"section": h.anchor, "number": h.number, "title": h.title} for h in found.sections
        ],
        "totals": {kind.value: counted(table.total(kind)) for kind in Kind},
        "lines": [
            {"kind": kind.value, "region": region, "group": group, **counted(counts)}
            for (kind, region, group), counts in sorted(table.lines.items())
        ],
        "cells": [
            {
                "kind": kind.value,
                "region": region,
                "group": group,
                "section": section,
                "submitted": cell.submitted,
                "nil": cell.nil,
            }
            for (kind, region, group, section), cell in sorted(table.cells.items())
        ],
        "gaps": [
            {
                "kind": g.target.kind.value,
                "region": g.target.region,
                "at_least": g.target.at_least,
                "heard": g.heard,
            }
            for g in table.gaps
        ],
        "unheard": [
            {"party": p.key, "region": p.region, "standing": p.standing.value}
            for p in table.unheard
        ],
        "version": table.version,
    }
