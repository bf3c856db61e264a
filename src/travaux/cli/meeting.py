"""`travaux meeting ...`: meetings, their papers and participants, on the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli import meeting_minutes, meeting_people, meeting_speech
from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    speaking,
    the_process,
    write,
)
from travaux.cli.meeting_places import Key, the_meeting

app = typer.Typer(
    help="Meetings: papers, participants, minutes, speech, decisions, actions.",
    no_args_is_help=True,
)
meeting_minutes.add_to(app)
meeting_speech.add_to(app)
meeting_people.add_to(app)
PLAIN = {
    "mode", "zone", "venue", "city", "symbol", "host_named", "languages", "places", "remote_link",
    "names_public", "attribution", "reply_days", "travel_groups", "milestones",
}  # fmt: skip
INSTANTS = {"starts": "starts_at", "ends": "ends_at", "register_until": "register_until"}


def _told(meeting: Any) -> dict[str, Any]:
    from travaux.meetings.queries.meetings import host_name, place_words

    return {
        "meeting": meeting.key,
        "titles": meeting.titles,
        "series": meeting.series.key if meeting.series else None,
        "number": meeting.number,
        "state": str(meeting.state),
        "mode": str(meeting.mode),
        "place": place_words(meeting),
        "host": host_name(meeting),
        "group": meeting.group.key if meeting.group else None,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "zone": meeting.zone,
        "attribution": str(meeting.attribution),
        "reply_days": meeting.reply_days,
        "interests": meeting.occasion_id is not None,
        "minutes_published_at": meeting.minutes_published_at,
    }


def _line(told: dict[str, Any]) -> str:
    from travaux.plumbing.languages import said

    when = f"{told['starts_at']:%Y-%m-%d}"
    return f"{told['meeting']}  {when}  {told['mode']}  {told['state']}  {said(told['titles'])}"


@app.command("list")
def list_(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The meetings of a process, the latest first; those in preparation for its secretariat."""
    open_site()
    from travaux.meetings.queries.meetings import meetings_of
    from travaux.plumbing import clock

    who = acting(person) if person else None
    told = [_told(m) for m in meetings_of(the_process(process), who, clock.now())]
    give({"meetings": told}, as_json, lambda: [_line(t) for t in told] or ["no meeting"])


@app.command()
def show(meeting: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """One meeting: its rules as announced, its agenda, decisions and open actions."""
    open_site()
    from travaux.meetings.queries.meetings import carried_over
    from travaux.meetings.rules.meetings import reads_minutes
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    here = the_meeting(meeting, process, person)
    inside = reads_minutes(acting(person) if person else None, here, clock.now())
    tasks = [*here.tasks.all(), *carried_over(here)] if inside else []
    told = _told(here) | {
        "agenda": [{"item": i.position, "titles": i.titles} for i in here.items.all()],
        "mode_changes": list(here.mode_changes.values("before", "after", "reason", "at")),
        "decisions": list(here.decisions.values("number", "text")) if inside else [],
        "actions": [
            {"action": t.key, "text": t.text, "owner": t.owner, "due_on": t.due_on,
             "state": t.state, "from": t.meeting.key}
            for t in tasks
        ],
    }  # fmt: skip
    give(
        told,
        as_json,
        lambda: [_line(told), *(f"{i['item']}. {said(i['titles'])}" for i in told["agenda"])],
    )


def _plan(file: str) -> dict[str, Any]:
    try:
        told = tomllib.loads(read(file).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise fail(f"{file}: this is no TOML: {wrong}. Mend it there.") from None
    known = PLAIN | set(INSTANTS) | {"titles", "agenda", "round", "series", "group"}
    for name in told:
        if name not in known:
            raise fail(f"{file}: a meeting has no {name}; known: {', '.join(sorted(known))}.")
    for name in ("titles", "mode", "starts", "ends"):
        if not told.get(name):
            raise fail(f"{file}: {name} is missing.")
    return told


@app.command()
def prepare(
    file: Annotated[str, typer.Argument(help="TOML: titles, mode, starts, ends, zone, agenda.")],
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Prepare a meeting from a file, with the items of its agenda."""
    open_site()
    from django.db import transaction

    from travaux.consultations.queries import round_named
    from travaux.meetings.actions import add_item, prepare_meeting
    from travaux.meetings.models import Series
    from travaux.meetings.queries.meetings import groups_adopted
    from travaux.meetings.rules.meetings import Plan
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    told, at, here = _plan(file), clock.now(), the_process(process)
    zone = str(told.get("zone", "UTC"))
    with speaking(), transaction.atomic():
        by = acting(person)
        fields = {name: told[name] for name in PLAIN if name in told} | {"zone": zone}
        for name, column in INSTANTS.items():
            if name in told:
                given = told[name]
                text = given.isoformat() if hasattr(given, "isoformat") else str(given)
                fields[column] = read_instant(text, zone, end=name != "starts")
        for name in ("languages", "travel_groups", "milestones"):
            if name in fields:
                fields[name] = tuple(fields[name])
        if told.get("round"):
            fields["round"] = round_named(here.code, str(told["round"]))
            if fields["round"] is None:
                raise fail(f"{file}: there is no round {told['round']}.")
        if told.get("group"):
            fields["group"] = {g.key: g for g in groups_adopted(here)}.get(str(told["group"]))
            if fields["group"] is None:
                raise fail(f"{file}: there is no adopted group {told['group']}.")
        series = None
        if told.get("series"):
            series = Series.objects.filter(process=here, key=str(told["series"])).first()
            if series is None:
                raise fail(f"{file}: there is no series {told['series']}.")
        made = prepare_meeting(
            by=by, process=here, plan=Plan(titles=told["titles"], **fields), series=series, at=at
        )
        for item in told.get("agenda", ()):
            titles = item if isinstance(item, dict) else {"en": str(item)}
            add_item(by=by, meeting=made, titles=titles, at=at)
        give(_told(made), as_json, lambda: [made.key])


@app.command()
def announce(
    meeting: Key,
    interests: Annotated[
        bool,
        typer.Option("--interests", help="Experts declare their interests anew before it."),
    ] = False,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Announce a meeting; its rules of speech and of travel stand from then on."""
    open_site()
    from travaux.meetings.actions import announce_meeting
    from travaux.plumbing import clock

    here = the_meeting(meeting, process, person)
    with speaking():
        done = announce_meeting(
            by=acting(person), meeting=here, with_interests=interests, at=clock.now()
        )
        give(_told(done), as_json, lambda: [f"{done.key} announced"])


@app.command()
def papers(
    meeting: Key,
    issue: Annotated[str, typer.Option("--issue", help="File of a paper to issue.")] = "",
    symbol: Annotated[str, typer.Option(help="Its symbol; empty: the next free one.")] = "",
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    language: Annotated[str, typer.Option(help="Its language.")] = "en",
    release: Annotated[
        str, typer.Option(help="Key or number of the release of the assessment that it rests on.")
    ] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """The document list of a meeting, with what came late; `--issue` adds a paper first."""
    open_site()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.evidence.queries.releases import release_named
    from travaux.meetings.actions import issue_paper
    from travaux.meetings.queries.meetings import papers_of, proposals
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    here = the_meeting(meeting, process, person)
    with speaking():
        who = acting(person) if person or issue else None
        if issue:
            free = [s for _kind, s in proposals(here)]
            rests = release_named(here.process.code, release) if release else None
            if release and rests is None:
                raise fail(
                    f"--release {release}: the process has no release of this key or number."
                )
            issue_paper(
                by=acting(person), meeting=here, symbol=symbol or (free[0] if free else ""),
                titles={language: title}, language=language,
                file=SimpleUploadedFile(Path(issue).name, read(issue)), release=rests,
                at=clock.now(),
            )  # fmt: skip
        told = [
            {"paper": p.paper.key, "symbol": p.paper.symbol, "titles": p.paper.titles,
             "languages": [i.language for i in p.issues], "issued_at": p.paper.issued_at,
             "distribution": p.paper.distribution, "days_late": p.late,
             "release": p.paper.release.key if p.paper.release else ""}
            for p in papers_of(here, who, clock.now())
        ]  # fmt: skip
    give(
        {"papers": told},
        as_json,
        lambda: [
            f"{t['symbol']}  {said(t['titles'])}" + (f"  late by {t['days_late']}" if t["days_late"] else "")
            for t in told
        ] or ["no paper"],
    )  # fmt: skip


@app.command("turn-online")
def turn_online(
    meeting: Key,
    reason: Annotated[str, typer.Option(help="Why; it is published and told to all.")],
    link: Annotated[str, typer.Option(help="Address for joining.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Turn a meeting in person online, with its reason; everybody who registered is told."""
    open_site()
    from travaux.meetings.actions import turn_online as act
    from travaux.plumbing import clock

    here = the_meeting(meeting, process, person)
    with speaking():
        done = act(by=acting(person), meeting=here, reason=reason, remote_link=link, at=clock.now())
        give(_told(done), as_json, lambda: [f"{done.key} online"])


@app.command()
def report(
    meeting: Key,
    out: Annotated[str, typer.Option("--out", "-o", help="Where the .docx goes.")],
    language: Annotated[str, typer.Option(help="Language of the report.")] = "en",
    process: InProcess = "",
    person: As = "",
) -> None:
    """The report of a meeting as a Word file, made from its record."""
    open_site()
    from travaux.meetings.documents import report as made
    from travaux.meetings.rules.meetings import reads_minutes
    from travaux.plumbing import clock

    here, now = the_meeting(meeting, process, person), clock.now()
    if not reads_minutes(acting(person) if person else None, here, now):
        raise fail("The minutes are not published yet: say who asks, --as EMAIL.", 1)
    write(out, made(here, now, language))
