"""`travaux evidence`: findings as they stand, releases, and what the paragraphs stand on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import As, Json, acting, fail, give, open_site, speaking, the_process
from travaux.cli.evidence_promises import promises, tie

app = typer.Typer(
    help="The assessment: its findings, its releases, and what the text stands on.",
    no_args_is_help=True,
)
app.command()(promises)
app.command()(tie)
Code = Annotated[str, typer.Argument(metavar="PROCESS", help="Code of the process.")]


@app.command()
def findings(process: Code, person: As = "", as_json: Json = False) -> None:
    """The findings of a process: with --as those that this person may read, else the public ones."""
    open_site()
    from travaux.evidence.queries.findings import findings_visible_to
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    here = the_process(process)
    with speaking():
        found = findings_visible_to(acting(person) if person else None, here, clock.now())
        rows = [
            {
                "finding": f.key,
                "number": f.number,
                "state": f.state,
                "statement": said(f.statements),
                "box": f.box,
                "ratings": f.counts,
                "regions": f.regions,
                "levels": f.levels,
                "sources": len(f.standing_sources),  # type: ignore[attr-defined]
            }
            for f in found
        ]
        give(
            {"process": here.code, "findings": rows},
            as_json,
            lambda: (
                [f"{r['number']}. {r['statement']}  [{r['box'] or r['state']}]" for r in rows]
                or ["No finding may be read yet."]
            ),
        )


@app.command()
def release(
    process: Code,
    stage: Annotated[str, typer.Option(help="preliminary, final or published.")],
    person: As = "",
    title: Annotated[str, typer.Option(help="Title of the release.")] = "",
    symbol: Annotated[str, typer.Option(help="Symbol of the document.")] = "",
    note: Annotated[str, typer.Option(help="What readers should know.")] = "",
    milestone: Annotated[str, typer.Option(help="Code of the milestone that it fulfils.")] = "",
    as_json: Json = False,
) -> None:
    """Freeze what is known now under the next number; needs --as a person of the secretariat."""
    open_site()
    from travaux.evidence.actions import release_evidence
    from travaux.plumbing import clock
    from travaux.plumbing.languages import current

    here = the_process(process)
    if not person:
        raise fail("--as EMAIL: name who releases it; the same rules bind as on the site.")
    step = here.milestones.filter(code=milestone).first() if milestone else None
    if milestone and step is None:
        raise fail(f"--milestone {milestone}: the process has no milestone of this code.")
    with speaking():
        made = release_evidence(
            by=acting(person),
            process=here,
            stage=stage,
            titles={current(): title} if title else {},
            symbol=symbol,
            note=note,
            language=current(),
            milestone=step,
            at=clock.now(),
        )
        answer = {
            "release": made.key,
            "number": made.number,
            "stage": made.stage,
            "hash": made.content_hash,
            "parts": {part: len(items) for part, items in made.content.items()},
            "changes": made.changes,
        }
        give(
            answer,
            as_json,
            lambda: [f"Release {made.number} ({made.stage}): {made.content_hash}"],
        )


@app.command()
def releases(process: Code, as_json: Json = False) -> None:
    """All releases of the assessment, the newest first."""
    open_site()
    from travaux.evidence.queries.releases import releases_of
    from travaux.plumbing.languages import said

    here = the_process(process)
    with speaking():
        rows: list[dict[str, Any]] = [
            {
                "release": r.key,
                "number": r.number,
                "stage": r.stage,
                "title": said(r.titles),
                "symbol": r.symbol,
                "released_at": r.released_at.isoformat(),
                "hash": r.content_hash,
            }
            for r in releases_of(here)
        ]
        give(
            {"process": here.code, "releases": rows},
            as_json,
            lambda: (
                [
                    f"{r['number']}  {r['stage']}  {r['released_at'][:10]}  {r['title']}"
                    for r in rows
                ]
                or ["Nothing was released yet."]
            ),
        )


@app.command()
def grounds(
    process: Code,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Key of the version.")],
    person: As = "",
    as_json: Json = False,
) -> None:
    """What each paragraph of a version stands on, and which stand on nothing (exit 1 if any)."""
    open_site()
    from django.http import Http404

    from travaux.drafts.queries.lists import version_for
    from travaux.grounds.queries import standings_of
    from travaux.plumbing import clock

    here = the_process(process)
    with speaking():
        who = acting(person) if person else None
        try:
            found = version_for(here.code, version, who)
        except Http404:
            raise fail(f"VERSION {version}: the process has no version of this key.") from None
        rows = [
            {
                "paragraph": s.paragraph.anchor.key,
                "number": s.paragraph.number,
                "supports": s.supports,
                "limits": s.limits,
                "contradicts": s.contradicts,
                "changed": s.changed,
                "waived": s.waiver is not None,
                "bare": s.bare,
            }
            for s in standings_of(found, who, clock.now())
        ]
        bare = [r for r in rows if r["bare"]]
        give(
            {"version": found.key, "paragraphs": rows, "bare": len(bare)},
            as_json,
            lambda: [
                f"{len(bare)} of {len(rows)} paragraphs stand on nothing.",
                *(f"  {r['number'] or r['paragraph']}" for r in bare),
            ],
        )
    if bare:
        raise typer.Exit(1)
