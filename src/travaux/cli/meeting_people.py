"""`travaux meeting register|participants|travel`: who takes part, and support to travel."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import As, InProcess, Json, acting, fail, give, open_site, speaking, write
from travaux.cli.meeting_places import Key, the_meeting


def add_to(app: typer.Typer) -> None:
    """Put these commands under `meeting`."""
    for function in (register, participants, travel):
        app.command()(function)


def register(
    meeting: Key,
    name: Annotated[str, typer.Option(help="Name.")],
    email: Annotated[str, typer.Option(help="Mail address.")],
    kind: Annotated[
        str,
        typer.Option(
            help="member, observer, intergovernmental, un, ngo, other, expert or secretariat."
        ),
    ],
    capacity: Annotated[
        str,
        typer.Option(help="head, alternate, representative, adviser, expert, observer or staff."),
    ] = "representative",
    mode: Annotated[str, typer.Option(help="in-person or online; empty: as the meeting.")] = "",
    state: Annotated[str, typer.Option(help="Code of the state.")] = "",
    organisation: Annotated[str, typer.Option(help="Name of the organisation.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Register somebody: oneself, somebody of one's delegation, or anybody as secretariat."""
    open_site()
    from travaux.meetings.actions import register as act
    from travaux.meetings.rules.places import Registering
    from travaux.people.models import Country, Organisation
    from travaux.plumbing import clock

    here = the_meeting(meeting, process, person)
    country = Country.objects.filter(code=state).first() if state else None
    if state and country is None:
        raise fail(f"--state {state}: no state has this code here.")
    body = Organisation.objects.filter(name__iexact=organisation).order_by("pk").first()
    told = Registering(
        name=name, email=email, kind=kind, capacity=capacity,
        mode=mode or ("in-person" if here.mode == "hybrid" else here.mode), country=country,
        organisation=body if organisation else None, delegation=organisation,
    )  # fmt: skip
    with speaking():
        made = act(by=acting(person), meeting=here, told=told, at=clock.now())
        give(
            {"participant": made.key, "state": str(made.state)},
            as_json,
            lambda: [f"{made.key} {made.state}"],
        )


def participants(
    meeting: Key,
    out: Annotated[str, typer.Option("--out", "-o", help="Write the list as .docx.")] = "",
    letters: Annotated[
        bool,
        typer.Option("--letters", help="With whose letter was seen; for who keeps the meeting."),
    ] = False,
    language: Annotated[str, typer.Option(help="Language of the list.")] = "en",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Who takes part, in the customary order; names only for those who may see them."""
    open_site()
    from travaux.meetings.documents import participant_list
    from travaux.meetings.queries.places import listed, sections
    from travaux.meetings.rules.meetings import keeps, sees_names
    from travaux.plumbing import clock

    here = the_meeting(meeting, process, person)
    if not sees_names(acting(person) if person else None, here, clock.now()):
        raise fail("The list is for those who take part: say who asks, --as EMAIL.", 1)
    if letters and not keeps(acting(person), here, clock.now()):
        raise fail("Letters are for those who keep the meeting: say who asks, --as EMAIL.", 1)
    if out:
        write(out, participant_list(here, language, letters=letters))
    told = [
        {"kind": s.kind, "party": d.name, "name": p.name, "capacity": str(p.capacity),
         "mode": str(p.mode), "letter_seen": p.letter_seen_at is not None}
        for s in sections(listed(here), language) for d in s.delegations for p in d.members
    ]  # fmt: skip
    give(
        {"participants": told},
        as_json,
        lambda: [f"{t['kind']}  {t['party']}  {t['name']}" for t in told] or ["nobody"],
    )


def travel(meeting: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The queue for support to travel, by the announced rule, with each decision and its reason."""
    open_site()
    from travaux.meetings.queries.travel import travel_queue
    from travaux.meetings.rules.meetings import may_keep
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = the_meeting(meeting, process, person)
    with speaking():
        require(may_keep(acting(person), here.process, clock.now()))
    found = travel_queue(here)
    told: dict[str, Any] = {
        "budget": found.budget,
        "granted": found.granted,
        "left": found.left,
        "queue": [
            {"number": x.place.number, "participant": x.travel.participant.key,
             "name": x.travel.participant.name, "group": x.place.group, "order": x.travel.order,
             "estimate": x.travel.estimate, "fits": x.place.fits, "state": str(x.travel.state),
             "reason": x.travel.reason}
            for x in found.lines
        ],
    }  # fmt: skip
    give(
        told,
        as_json,
        lambda: [f"{x['number']}  {x['name']}  {x['group']}  {x['state']}" for x in told["queue"]],
    )
