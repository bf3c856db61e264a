"""`travaux interests`: how declarations of interests stand; never what was declared."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import As, Json, acting, fail, give, open_site, speaking, the_process

app = typer.Typer(
    help="Declarations of interests: how they stand, who assesses.", no_args_is_help=True
)
Code = Annotated[str, typer.Argument(metavar="PROCESS", help="Code of the process.")]


def _instant(value: Any) -> str | None:
    return value.isoformat() if value else None


@app.command("list")
def list_(process: Code, person: As = "", as_json: Json = False) -> None:
    """Who declares in a process, how each declaration stands, until when it counts.

    With --as the register is shown to its secretariat and its assessors alone.
    """
    open_site()
    from travaux.people.queries import assessors_of, register, rule_of
    from travaux.people.rules import may_see_register
    from travaux.people.wording.interests import stand_name
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said
    from travaux.plumbing.verdicts import require

    code, now = the_process(process).code, clock.now()
    with speaking():
        if person:
            require(may_see_register(acting(person), code, now))
        rule, rows = rule_of(code), register(code, now)
        answer = {
            "process": code,
            "roles": list(rule.roles),
            "valid_days": rule.valid_days,
            "assessors": [a.person.email for a in assessors_of(code, now)],
            "declarations": [
                {
                    "person": str(row.duty.person),
                    "email": row.duty.person.email,
                    "roles": row.duty.roles,
                    "groups": [said(title) for title in row.duty.groups],
                    "state": row.standing.stand.value,
                    "begun": row.standing.stand.begins,
                    "topics": [t.name for t in row.standing.topics],
                    "version": row.standing.declaration.number if row.standing.declaration else 0,
                    "declared_at": _instant(
                        row.standing.declaration.at if row.standing.declaration else None
                    ),
                    "until": _instant(row.standing.until),
                    "renew": row.standing.renew,
                }
                for row in rows
            ],
        }
        give(
            answer,
            as_json,
            lambda: (
                [f"{row.duty.person}  {stand_name(row.standing.stand)}" for row in rows]
                or ["Nobody is asked to declare."]
            ),
        )


@app.command()
def assessor(
    process: Code, email: Annotated[str, typer.Argument(metavar="EMAIL")], person: As = ""
) -> None:
    """Name somebody to assess declarations; without --as it is the technical officer's own act."""
    open_site()
    from travaux.people.actions import name_assessor
    from travaux.people.models import Person
    from travaux.plumbing import clock

    code = the_process(process).code
    whom = Person.objects.filter(email__iexact=email, is_active=True).first()
    if whom is None:
        raise fail(
            f"EMAIL {email}: nobody here has this address; `travaux user add` makes accounts."
        )
    with speaking():
        made = name_assessor(
            by=acting(person) if person else None, process_code=code, person=whom, at=clock.now()
        )
        give({"assessor": made.key}, True)
