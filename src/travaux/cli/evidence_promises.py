"""`travaux evidence promises` and `tie`: what partners promised, and what it is for."""

from __future__ import annotations

from typing import Annotated

import typer

from travaux.cli.doors import As, Json, acting, fail, give, open_site, speaking, the_process

Code = Annotated[str, typer.Argument(metavar="PROCESS", help="Code of the process.")]


def promises(
    process: Code,
    late: Annotated[bool, typer.Option("--late", help="Only those whose day has passed.")] = False,
    person: As = "",
    as_json: Json = False,
) -> None:
    """What partners promised in calls, by when, how far it is, and which parts it is for; needs --as
    a person of the secretariat."""
    open_site()
    from travaux.evidence.queries.partners import promises_of
    from travaux.evidence.rules.standing import is_secretariat
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here, at = the_process(process), clock.now()
    if not person:
        raise fail("--as EMAIL: name who asks; the same rules bind as on the site.")
    with speaking():
        require(is_secretariat(acting(person), here.code, at))
        rows = [
            {
                "promise": p.key,
                "partner": p.partner,
                "what": p.what,
                "due_on": p.due_on,
                "state": p.state,
                "late": p.late,
                "delivered_on": p.delivered_on,
                "parts": [{"tie": tie, "kind": kind, "name": name} for tie, kind, name in p.parts],
            }
            for p in promises_of(here, at)
            if p.late or not late
        ]
        give(
            {"process": here.code, "promises": rows},
            as_json,
            lambda: (
                [
                    f"{r['promise']}  {'late' if r['late'] else r['state']}  {r['due_on'] or ''}  "
                    f"{r['partner']}: {r['what']}"
                    for r in rows
                ]
                or ["Nothing is promised."]
            ),
        )


def tie(
    process: Code,
    promise: Annotated[str, typer.Argument(metavar="PROMISE", help="Key of the promise.")],
    part: Annotated[
        str,
        typer.Argument(
            metavar="PART",
            help="KIND:KEY, such as milestone:outlook-draft, deliverable:assessment, question:KEY.",
        ),
    ],
    undo: Annotated[bool, typer.Option("--undo", help="It is not for this part any more.")] = False,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Say which part of the assessment a promise is for; needs --as a person of the secretariat."""
    open_site()
    from travaux.evidence.actions import tie_promise, untie_promise
    from travaux.evidence.models import PromisedPart
    from travaux.plumbing import clock

    here = the_process(process)
    if not person:
        raise fail("--as EMAIL: name who says so; the same rules bind as on the site.")
    kind, _colon, key = part.partition(":")
    with speaking():
        by = acting(person)
        if undo:
            standing = PromisedPart.objects.filter(
                process=here, promise_key=promise, kind=kind, subject_key=key, ended_at=None
            )
            for one in standing:
                untie_promise(by=by, tie=one, at=clock.now())
                break
            else:
                raise fail(f"{promise} is not tied to {part}.")
        else:
            tie_promise(
                by=by, process=here, promise=promise, kind=kind, subject_key=key, at=clock.now()
            )
        told = {"promise": promise, "kind": kind, "part": key, "tied": not undo}
        give(told, as_json, lambda: [f"{promise} {'is no longer' if undo else 'is'} for {part}."])
