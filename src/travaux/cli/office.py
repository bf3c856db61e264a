"""`travaux office`: regional and country offices, their states, and what they do for them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    say,
    speaking,
    the_process,
    write,
)

app = typer.Typer(
    help="Offices: their states, coverage, invitations, reports.", no_args_is_help=True
)
Key = Annotated[str, typer.Argument(metavar="OFFICE", help="Key of the office.")]
States = Annotated[
    list[str] | None, typer.Option("--state", help="Code of a state; may come many times.")
]
Regions = Annotated[
    list[str] | None, typer.Option("--region", help="Code of a group of states; many times.")
]
Names = Annotated[
    list[str] | None, typer.Option("--name", help="Its name, as en=Office for ...; many times.")
]


def _office(key: str, process: str) -> Any:
    from travaux.people.queries.offices import office_named

    found = office_named(the_process(process).code, key)
    if found is None:
        raise fail(f"OFFICE {key}: there is no such office; `travaux office list` names them.")
    return found


def _names(told: list[str] | None) -> dict[str, str]:
    from travaux.plumbing.languages import SIX

    names = {}
    for one in told or []:
        language, _equals, text = one.partition("=")
        if language not in SIX or not text:
            raise fail(f"--name {one}: write it as en=Office for ..., in one of {', '.join(SIX)}.")
        names[language] = text
    return names


def _countries(codes: list[str] | None) -> list[Any]:
    from travaux.people.models import Country

    found = []
    for code in codes or []:
        country = Country.objects.filter(code__iexact=code).first()
        if country is None:
            raise fail(f"--state {code}: no state has this code here.")
        found.append(country)
    return found


def _told(office: Any) -> dict[str, Any]:
    from travaux.offices.queries import people_of
    from travaux.people.queries.offices import states_in_order
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    return {
        "office": office.key,
        "names": office.names,
        "regions": office.regions,
        "states": [{"code": c.code, "name": said(c.names)} for c in states_in_order(office)],
        "people": [a.person.email for a in people_of(office, clock.now())],
    }


def _line(told: dict[str, Any]) -> str:
    from travaux.plumbing.languages import said

    return f"{told['office']}  {said(told['names'])}  {len(told['states'])} states"


@app.command("list")
def list_(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The offices of a process; with --as those whose desk this person sees."""
    open_site()
    from travaux.offices.queries import offices_seen
    from travaux.people.queries.offices import offices_in
    from travaux.plumbing import clock

    here = the_process(process)
    found = (
        offices_seen(acting(person), here, clock.now()) if person else list(offices_in(here.code))
    )
    told = [_told(o) for o in found]
    give({"offices": told}, as_json, lambda: [_line(t) for t in told] or ["no office"])


@app.command("set-up")
def set_up(
    name: Names = None,
    region: Regions = None,
    state: States = None,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Set up an office for the states of regions, listed states, or both."""
    open_site()
    from travaux.people.actions import set_up_office
    from travaux.plumbing import clock

    here = the_process(process)
    with speaking():
        made = set_up_office(
            by=acting(person) if person else None,
            process_code=here.code,
            names=_names(name),
            regions=region or [],
            countries=_countries(state),
            demonstration=here.demonstration,
            at=clock.now(),
        )
    told = _told(made)
    give(told, as_json, lambda: [_line(told)])


@app.command("change")
def change(
    office: Key,
    name: Names = None,
    region: Regions = None,
    state: States = None,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Give an office another name, or other states; what is not said stays."""
    open_site()
    from travaux.people.actions import change_office
    from travaux.plumbing import clock

    here = _office(office, process)
    with speaking():
        done = change_office(
            by=acting(person) if person else None,
            office=here,
            names={**here.names, **_names(name)},
            regions=region if region is not None else here.regions,
            countries=_countries(state) if state is not None else list(here.listed.all()),
            at=clock.now(),
        )
    told = _told(done)
    give(told, as_json, lambda: [_line(told)])


@app.command("appoint")
def appoint(
    office: Key,
    email: Annotated[str, typer.Argument(help="E-mail of somebody with an account.")],
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Appoint somebody to an office: they work for its states and for no others."""
    open_site()
    from travaux.people.actions import appoint as act
    from travaux.people.models import Person, Role
    from travaux.plumbing import clock

    here = _office(office, process)
    whom = Person.objects.filter(email__iexact=email, is_active=True).first()
    if whom is None:
        raise fail(f"{email}: nobody here has this address; they make an account first.")
    with speaking():
        made = act(
            by=acting(person) if person else None,
            person=whom,
            role=Role.OFFICE,
            process_code=here.process_code,
            office=here,
            at=clock.now(),
        )
    give(
        {"appointment": made.key, "office": here.key, "person": whom.key},
        as_json,
        lambda: [f"{email} is of {here.key}"],
    )


@app.command("coverage")
def coverage(
    office: Key,
    round_: Annotated[str, typer.Option("--round", help="Key of a round; empty: all.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Who of its states and organisations was asked and heard, as the office itself reads it."""
    open_site()
    from travaux.offices.queries import figures_of
    from travaux.people.rules.offices import may_see_office
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said
    from travaux.plumbing.verdicts import require

    here = _office(office, process)
    with speaking():
        require(may_see_office(acting(person), here, clock.now()))
        told = figures_of(here, the_process(here.process_code), clock.now())
    if round_:
        told["rounds"] = [r for r in told["rounds"] if r["round"] == round_]
        if not told["rounds"]:
            raise fail(f"--round {round_}: none of its states is asked there.", 1)
    give(
        told,
        as_json,
        lambda: [
            f"{r['round']}  {said(r['titles'])}  {r['states']['heard']} of {r['states']['asked']}"
            for r in told["rounds"]
        ] or ["no round"],
    )  # fmt: skip


@app.command("invite")
def invite(
    office: Key,
    round_: Annotated[str, typer.Option("--round", help="Key of the round.")],
    party: Annotated[
        list[str] | None,
        typer.Option(
            "--party", help="state:CODE or organisation:KEY; none: all that can be reached."
        ),
    ] = None,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Invite or remind those of its states that were not heard; nobody twice on one day."""
    open_site()
    from travaux.comments.actions.inviting import write_reminders
    from travaux.consultations.queries import round_named
    from travaux.offices.queries import covered
    from travaux.plumbing import clock

    here, now = _office(office, process), clock.now()
    found = round_named(here.process_code, round_)
    if found is None:
        raise fail(f"--round {round_}: there is no such round.")
    with speaking():
        parties = party or [p.key for p in covered(here, found, now).reachable]
        written = write_reminders(
            by=acting(person), round=found, parties=parties, office=here, at=now
        )
    give({"written": written}, as_json, lambda: [f"{written} messages"])


@app.command("report")
def report(
    office: Key,
    text: Annotated[
        str, typer.Option("--text", help="File with what it adds; - reads input.")
    ] = "",
    language: Annotated[str, typer.Option(help="Language of the text.")] = "en",
    out: Annotated[str, typer.Option("--out", "-o", help="Also write it as .docx.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Report to the secretariat: figures counted now, kept as they are, and what the office adds."""
    open_site()
    import hashlib

    from travaux.offices import documents
    from travaux.offices.actions import send_report
    from travaux.plumbing import clock
    from travaux.plumbing.languages import SIX

    if language not in SIX:
        raise fail(f"--language {language}: known are {', '.join(SIX)}.")
    here, now = _office(office, process), clock.now()
    words = read(text).decode("utf-8", "replace") if text else ""
    with speaking():
        made = send_report(
            by=acting(person),
            office=here,
            process=the_process(here.process_code),
            text=words,
            language=language,
            # the same words in the same minute are one report, as two clicks are
            form_token=hashlib.sha256(f"{now:%Y-%m-%dT%H:%M}{words}".encode()).hexdigest()[:40],
            at=now,
        )
        if out:
            write(out, documents.write(made))
            say(f"{out} is written.")
    told = {"report": made.key, "at": made.at, "figures": made.figures}
    give(told, as_json, lambda: [made.key])
