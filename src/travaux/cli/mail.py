"""`travaux mail`: what came back, digests, and how often somebody gets mails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read, say, speaking

app = typer.Typer(help="Mails that came back, digests, wishes.", no_args_is_help=True)
MOST_FILES = 10_000


@app.command("bounce")
def bounce(
    paths: Annotated[
        list[str], typer.Argument(metavar="FILE.eml...", help="Reports, or a folder of them.")
    ],
    as_json: Json = False,
) -> None:
    """Read reports that mails could not be delivered; the same report again says nothing new.

    A folder is read whole, also a Maildir: run it by the clock over the mailbox of the sender.
    What is no report is passed over in a folder, and refused where it is named.
    """
    open_site()
    from travaux.core.problems import Unusable
    from travaux.people.actions import take_in_bounce
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import Refusal, explain

    told, passed = [], 0
    for path in paths:
        here = Path(path)
        whole = here.is_dir()
        files = sorted(f for f in here.rglob("*") if f.is_file())[:MOST_FILES] if whole else [here]
        for file in files:
            try:
                made = take_in_bounce(by=None, data=read(str(file)), at=clock.now())
            except (Unusable, Refusal) as problem:
                if not whole:
                    said = explain(problem) if isinstance(problem, Unusable) else problem.sentence
                    raise fail(
                        f"{file}: {said}", NO if isinstance(problem, Refusal) else 2
                    ) from None
                passed += 1
                continue
            told += [
                {"address": b.address, "status": b.status, "hard": b.hard, "mail": b.mail_key}
                for b in made
            ]
    if passed:
        say(f"{passed} files are no reports about mails from here; they were passed over.")
    give(
        {"bounces": told, "passed_over": passed},
        as_json,
        lambda: [f"{b['address']}\t{b['status']}\t{'hard' if b['hard'] else 'soft'}" for b in told],
    )


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Addresses whose mails came back, and whether anything more is sent to them."""
    open_site()
    from travaux.plumbing import clock
    from travaux.plumbing.bounces import is_stopped
    from travaux.plumbing.models import Bounce

    now = clock.now()
    seen = sorted(
        set(Bounce.objects.filter(lifted_at__isnull=True).values_list("address", flat=True))
    )
    rows = [{"address": a, "stopped": is_stopped(a, now)} for a in seen]
    give(
        {"addresses": rows},
        as_json,
        lambda: [f"{r['address']}\t{'stopped' if r['stopped'] else ''}" for r in rows],
    )


@app.command("digest")
def digest(as_json: Json = False) -> None:
    """Write the digests that are due now; the timetable does it by itself."""
    open_site()
    from travaux.plumbing.digests import gather

    with speaking():
        done = gather()
    give({"digests": done}, as_json, lambda: [f"digests: {done}"])


@app.command("wishes")
def wishes(
    email: Annotated[str, typer.Argument(help="E-mail of a person, or of an office.")],
    choose: Annotated[
        list[str] | None, typer.Option("--set", help="KIND=PACE, such as answers=weekly.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show how often somebody gets mails of each kind; with --set, change it for them."""
    open_site()
    from travaux.people.actions import wish_mails
    from travaux.people.models import Person
    from travaux.plumbing import clock
    from travaux.plumbing.digests import KINDS, pace_of

    person = Person.objects.filter(email__iexact=email).first()
    reader = person.key if person else email.lower()
    with speaking():
        if choose:
            paces = dict(one.partition("=")[::2] for one in choose)
            wish_mails(by=None, reader=reader, paces=paces, at=clock.now())
        answer = {kind: pace_of(reader, kind) for kind in KINDS}
    give(answer, as_json, lambda: [f"{k}: {v}" for k, v in answer.items()])
