"""`travaux demo`: a world to look at, invented but for the plan of the reference process.

Everything is done by the public actions of the rooms, as people would do it: texts are brought in
and published, comments handed in, answered by two persons and released, the next draft made.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.demo_world.world import JOINED, SignIn, World, by_role, read_world
from travaux.cli.doors import Json, fail, give, open_site, say, speaking

SIGN_INS = "demo-sign-ins.txt"


def is_built() -> bool:
    """Whether the demonstration stands in this installation already."""
    from travaux.people.models import Person

    told = read_world()
    first = told["people"][0]["email"]
    return Person.objects.filter(email=first, demonstration=True).exists()


def build(*, at: datetime) -> World:
    """Load the reference process and tell the whole story; all of it happens, or none.

    `at` is now: the first round lies in the past, the second is open at this instant.
    """
    from django.db import transaction

    from travaux.cli.demo_world import (
        advice,
        calls,
        desk,
        evidence,
        findings,
        interests,
        interviews,
        languages,
        letters,
        meetings,
        money,
        negotiation,
        nominations,
        offices,
        panels,
        people,
        plan,
        practices,
        reports,
        reviews,
        rounds,
        survey,
        theme,
        tracks,
        voices,
    )

    told = read_world()
    with transaction.atomic():
        world = World(_load_process(told["process"], at))
        people.gather(world, told)
        interests.begin(world)
        calls.tell(world, at)
        panels.tell(world)
        rounds.first_round(world, told)
        rounds.third_version(world, told)
        interests.tell(world, at)
        reviews.tell(world, at)  # reviewers have declared their interests by then
        rounds.second_round(world, told, at)
        negotiation.tell(world, by_role(world, "secretariat")[0], by_role(world, "drafter")[0], at)
        tracks.tell(world, by_role(world, "secretariat")[0], at)
        theme.tell(world, at)
        languages.tell(world, at)
        desk.tell(world, at)
        voices.tell(world, by_role(world, "secretariat")[0], at)
        meetings.tell(world, at)
        advice.tell(world, by_role(world, "secretariat")[0], by_role(world, "drafter")[0], at)
        offices.tell(world, by_role(world, "secretariat")[0], by_role(world, "office")[0], at)
        reports.tell(world, told["report"], at)
        letters.tell(
            process_code=world.process.code,
            secretariat=by_role(world, "secretariat")[0],
            approver=by_role(world, "drafter")[0],
            joined=JOINED,
            at=at,
        )
        nominations.tell(world, at)
        evidence.tell(world, at)
        interviews.tell(world, at)
        survey.read_in_words(world)
        practices.tell(world)
        findings.tell(world, at)
        plan.tell(world, by_role(world, "secretariat")[0], at)
        money.tell(world, by_role(world, "secretariat")[0], by_role(world, "fund-raiser")[0], at)
    return world


def _load_process(code: str, at: datetime) -> Any:
    import travaux.roadmap
    from travaux.core.processes.reading import read_process
    from travaux.funding.actions import load_money
    from travaux.roadmap.actions import load_process

    path = Path(travaux.roadmap.__file__).parent / "data" / f"{code}.toml"
    plan, problems = read_process(path.read_bytes())
    if plan is None or problems:
        raise fail(f"{path.name}: {problems[0].code if problems else 'no plan'}.")
    process = load_process(by=None, plan=plan, at=at)
    load_money(by=None, process=process, plan=plan, at=at)
    return process


def _lines(sign_ins: list[SignIn]) -> list[str]:
    wide = max(len(s.email) for s in sign_ins)
    lines = ["Everything here but the plan is invented. Sign in with:"]
    for s in sign_ins:
        lines.append(f"  {s.email:<{wide}}  {s.password}  {s.role}")
        if s.secret:
            lines.append(f"    second factor: {s.secret}")
            lines.append(f"    {s.otpauth}")
            lines.append(f"    a code for this moment: travaux user code {s.email}")
    return lines


def _keep(home: Path, lines: list[str]) -> None:
    """The sign-ins for the next start, readable by the owner of the installation alone."""
    path = home / SIGN_INS
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")


def demo(
    beside: Annotated[
        bool, typer.Option("--beside", help="Build it beside what is loaded already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the demonstration once; after that, print again how to sign in."""
    open_site()
    from django.conf import settings

    from travaux.plumbing import clock
    from travaux.roadmap.models import Process

    code = read_world()["process"]
    if is_built():
        path = settings.HOME / SIGN_INS
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = kept or ["The demonstration stands; its sign-ins were not kept here."]
        give({"process": code, "built": False, "sign_ins": str(path)}, as_json, lambda: kept)
        return
    if Process.objects.exists() and not beside:
        told = ["A process is loaded here: no demonstration is built (--beside builds it still)."]
        give({"process": None, "built": False, "sign_ins": None}, as_json, lambda: told)
        return
    say("Building the demonstration ...")
    with speaking():
        world = build(at=clock.now())
    lines = _lines(world.sign_ins)
    _keep(settings.HOME, lines)
    answer = {
        "process": code,
        "built": True,
        "sign_ins": [
            {
                "role": s.role,
                "email": s.email,
                "password": s.password,
                "secret": s.secret or None,
                "otpauth": s.otpauth or None,
            }
            for s in world.sign_ins
        ],
    }
    give(answer, as_json, lambda: lines)


def add_to(app: typer.Typer) -> None:
    """Mount the command."""
    app.command("demo")(demo)
