"""`travaux meeting minutes|publish|speech|note|mend|drop|decisions|decide|actions|owe|move-action`."""

from __future__ import annotations

from datetime import date
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
    speaking,
    the_process,
)

Key = Annotated[str, typer.Argument(metavar="MEETING", help="Key of the meeting.")]
Words = Annotated[str, typer.Option("--text", help="File with the words; - reads input.")]
OnItem = Annotated[int, typer.Option("--item", help="Number of the item of the agenda.")]
OnParagraph = Annotated[
    str, typer.Option("--paragraph", help="Number or key of a paragraph of its draft.")
]
InLanguage = Annotated[str, typer.Option("--language", help="Language of the words.")]


def add_to(app: typer.Typer) -> None:
    """These commands stand among those of `travaux meeting`."""
    for name, act in (
        ("minutes", minutes), ("publish", publish), ("speech", speech), ("note", note),
        ("mend", mend), ("drop", drop), ("decisions", decisions), ("decide", decide),
        ("actions", actions), ("owe", owe), ("move-action", move_action),
    ):  # fmt: skip
        app.command(name)(act)


def _words(file: str) -> str:
    if not file:
        raise fail("Say the words: --text FILE, or --text - for standard input.")
    return read(file).decode("utf-8", "replace")


def _language(code: str) -> str:
    from travaux.plumbing.languages import SIX

    if code not in SIX:
        raise fail(f"--language {code}: known are {', '.join(SIX)}.")
    return code


def _meeting(key: str, process: str, person: str, *, to_read: bool = False) -> Any:
    """The meeting, for who sees it; with `to_read` for who reads its minutes."""
    from travaux.meetings.queries.meetings import meeting_named
    from travaux.meetings.rules.meetings import may_see, reads_minutes
    from travaux.plumbing import clock

    found = meeting_named(the_process(process).code, key)
    who = acting(person) if person else None
    if found is None or not may_see(who, found, clock.now()):
        raise fail(f"{key}: no such meeting; `travaux meeting list` names them.")
    if to_read and not reads_minutes(who, found, clock.now()):
        raise fail("The minutes are not published yet: say who asks, --as EMAIL.", 1)
    return found


def _item(meeting: Any, number: int) -> Any:
    found = meeting.items.filter(position=number).first()
    if found is None:
        known = ", ".join(str(i.position) for i in meeting.items.all()) or "none"
        raise fail(f"--item {number}: the agenda has no such item; it has {known}.")
    found.meeting = meeting
    return found


def _paragraph(meeting: Any, named: str) -> Any:
    """A paragraph of the draft in question by the number that is printed, or by its key."""
    if not named:
        return None
    if meeting.round is None:
        raise fail("This meeting speaks on no draft: leave --paragraph away.")
    rows = meeting.round.version.paragraphs.select_related("anchor")
    found = rows.filter(anchor__key=named).first() or rows.filter(number=named).first()
    if found is None:
        raise fail(f"--paragraph {named}: the draft has no such paragraph.")
    return found


def minutes(
    meeting: Key,
    item: OnItem = 0,
    text: Words = "",
    seen: Annotated[
        int, typer.Option("--seen", help="Revision that you read; needed to write.")
    ] = -1,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """The minutes, item by item; with --item, --text and --seen one item is written.

    Where somebody else wrote meanwhile it is refused, and both texts can be looked at.
    """
    open_site()
    from travaux.meetings.actions import write_minutes
    from travaux.plumbing import clock
    from travaux.plumbing.languages import said

    here = _meeting(meeting, process, person, to_read=not text)
    if text:
        with speaking():
            write_minutes(
                by=acting(person), item=_item(here, item), text=_words(text), seen=seen,
                at=clock.now(),
            )  # fmt: skip
    told = [
        {"item": i.position, "titles": i.titles, "minutes": i.minutes, "revision": i.revision,
         "at": i.minutes_at}
        for i in here.items.all()
        if not item or i.position == item
    ]  # fmt: skip
    give(
        {"minutes": told},
        as_json,
        lambda: [
            line
            for t in told
            for line in (
                f"{t['item']}. {said(t['titles'])}  revision {t['revision']}",
                t["minutes"],
            )
            if line
        ],
    )


def publish(
    meeting: Key,
    summary: Annotated[str, typer.Option("--summary", help="File with a summary for everybody.")],
    language: InLanguage = "en",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Publish minutes and decisions, with a summary; they stand from then on."""
    open_site()
    from travaux.meetings.actions import publish_minutes
    from travaux.plumbing import clock

    here = _meeting(meeting, process, person)
    with speaking():
        done = publish_minutes(
            by=acting(person), meeting=here, summary=_words(summary), language=_language(language),
            at=clock.now(),
        )  # fmt: skip
    told = {"meeting": done.key, "minutes_published_at": done.minutes_published_at}
    give(told, as_json, lambda: [f"{done.key} published"])


def _spoken(one: Any) -> dict[str, Any]:
    return {
        "speech": one.key,
        "said_at": one.said_at,
        "speaker": one.speaker.key if one.speaker else None,
        "paragraph": one.paragraph.anchor.key if one.paragraph else None,
        "type": one.type,
        "text": one.text,
        "proposed": one.proposed,
        "language": one.language,
        "state": str(one.state),
        "due_at": one.due_at,
        "dispute": one.dispute,
        "comment": one.comment.key if one.comment else None,
    }


def speech(meeting: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """What was said on paragraphs, and where each intervention stands; for who writes minutes."""
    open_site()
    from travaux.meetings.queries.spoken import interventions_of
    from travaux.meetings.rules.spoken import may_follow_up
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = _meeting(meeting, process, person)
    with speaking():
        require(may_follow_up(acting(person), here, clock.now()))
    told = [_spoken(one) for one in interventions_of(here)]
    give(
        {"speech": told},
        as_json,
        lambda: [f"{t['speech']}  {t['state']}  {t['text'][:60]}" for t in told] or ["nothing"],
    )


def note(
    meeting: Key,
    speaker: Annotated[str, typer.Option("--speaker", help="Key of a participant.")],
    kind: Annotated[str, typer.Option("--type", help="Type of comment, as te, ge, ed.")],
    text: Words = "",
    proposed: Annotated[str, typer.Option("--proposed", help="File with proposed words.")] = "",
    paragraph: OnParagraph = "",
    item: OnItem = 0,
    language: InLanguage = "en",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Note what somebody said; they get it to confirm or mend, then it is a comment."""
    open_site()
    from travaux.meetings.actions import note_intervention
    from travaux.meetings.rules.spoken import told_beforehand
    from travaux.plumbing import clock

    here = _meeting(meeting, process, person)
    place = _paragraph(here, paragraph)
    with speaking():
        made = note_intervention(
            by=acting(person),
            meeting=here,
            speaker=here.participants.filter(key=speaker).first(),
            paragraph=place,
            type=kind,
            text=_words(text),
            proposed=_words(proposed) if proposed else "",
            item=_item(here, item) if item else None,
            language=_language(language),
            at=clock.now(),
        )
    hint = told_beforehand(here, made.speaker, place)
    told = {**_spoken(made), "hint": hint}
    give(told, as_json, lambda: [f"{made.key} {made.state}", *([hint] if hint else [])])


def _one_spoken(meeting: Any, key: str) -> Any:
    found = meeting.interventions.filter(key=key).first()
    if found is None:
        raise fail(f"{key}: nothing like this was noted; `travaux meeting speech` lists all.")
    return found


Spoken = Annotated[str, typer.Argument(metavar="SPEECH", help="Key of what was noted.")]


def mend(
    meeting: Key,
    key: Spoken,
    text: Words = "",
    proposed: Annotated[str, typer.Option("--proposed", help="File with proposed words.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Mend what its speaker disputed; they are asked anew."""
    open_site()
    from travaux.meetings.actions import ask_again
    from travaux.plumbing import clock

    here = _meeting(meeting, process, person)
    with speaking():
        done = ask_again(
            by=acting(person), intervention=_one_spoken(here, key), text=_words(text),
            proposed=_words(proposed) if proposed else "", at=clock.now(),
        )  # fmt: skip
    give(_spoken(done), as_json, lambda: [f"{done.key} {done.state}"])


def drop(
    meeting: Key, key: Spoken, process: InProcess = "", person: As = "", as_json: Json = False
) -> None:
    """Take back what was noted; it becomes no comment."""
    open_site()
    from travaux.meetings.actions import drop_intervention
    from travaux.plumbing import clock

    here = _meeting(meeting, process, person)
    with speaking():
        done = drop_intervention(
            by=acting(person), intervention=_one_spoken(here, key), at=clock.now()
        )
    give(_spoken(done), as_json, lambda: [f"{done.key} {done.state}"])


def _decision(one: Any) -> dict[str, Any]:
    return {
        "decision": one.key,
        "number": one.number,
        "item": one.item.position if one.item else None,
        "paragraph": one.anchor.key if one.anchor else None,
        "text": one.text,
        "language": one.language,
    }


def decisions(
    meeting: Key, process: InProcess = "", person: As = "", as_json: Json = False
) -> None:
    """What a meeting decided, by number."""
    open_site()
    here = _meeting(meeting, process, person, to_read=True)
    told = [_decision(d) for d in here.decisions.select_related("item", "anchor")]
    give(
        {"decisions": told},
        as_json,
        lambda: [f"{t['number']}. {t['text']}" for t in told] or ["no decision"],
    )


def decide(
    meeting: Key,
    text: Words = "",
    item: OnItem = 0,
    paragraph: OnParagraph = "",
    language: InLanguage = "en",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Write down a decision; it gets the next number, and may be on a paragraph."""
    open_site()
    from travaux.meetings.actions import decide as act
    from travaux.plumbing import clock

    here = _meeting(meeting, process, person)
    place = _paragraph(here, paragraph)
    with speaking():
        made = act(
            by=acting(person), meeting=here, text=_words(text), language=_language(language),
            item=_item(here, item) if item else None, anchor=place.anchor if place else None,
            at=clock.now(),
        )  # fmt: skip
    give(_decision(made), as_json, lambda: [f"{made.number}. {made.text}"])


def _task(one: Any) -> dict[str, Any]:
    return {
        "action": one.key,
        "meeting": one.meeting.key,
        "text": one.text,
        "owner": one.owner,
        "due_on": one.due_on,
        "state": str(one.state),
        "note": one.note,
    }


def actions(
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help="Key of a meeting; empty: all meetings.")
    ] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """What is owed: after one meeting with what came from earlier ones of its series, or after all."""
    open_site()
    from travaux.meetings.queries.meetings import carried_over, tasks_of
    from travaux.meetings.rules.meetings import is_staff
    from travaux.plumbing import clock

    if meeting:
        here = _meeting(meeting, process, person, to_read=True)
        found = [*here.tasks.select_related("meeting"), *carried_over(here)]
    else:
        home = the_process(process)
        if not is_staff(acting(person), home.code, clock.now()):
            raise fail("What is owed after all meetings is for who answers in this process.", 1)
        found = list(tasks_of(home))
    told = [_task(t) for t in found]
    give(
        {"actions": told},
        as_json,
        lambda: (
            [f"{t['action']}  {t['state']}  {t['owner']}: {t['text'][:60]}" for t in told]
            or ["nothing is owed"]
        ),
    )


def owe(
    meeting: Key,
    owner: Annotated[str, typer.Option("--owner", help="An office or a delegation, no person.")],
    text: Words = "",
    due: Annotated[str, typer.Option("--due", help="Day, as 2024-11-04; empty: none.")] = "",
    item: OnItem = 0,
    language: InLanguage = "en",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Write down an action that is owed; it goes on with the series while it is open."""
    open_site()
    from travaux.meetings.actions import add_task
    from travaux.plumbing import clock

    try:
        day = date.fromisoformat(due) if due else None
    except ValueError:
        raise fail(f"--due {due}: no day. Write it as 2024-11-04.") from None
    here = _meeting(meeting, process, person)
    with speaking():
        made = add_task(
            by=acting(person), meeting=here, text=_words(text), owner=owner, due_on=day,
            item=_item(here, item) if item else None, language=_language(language),
            at=clock.now(),
        )  # fmt: skip
    give(_task(made), as_json, lambda: [made.key])


def move_action(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="Key of the action.")],
    to: Annotated[str, typer.Option("--to", help="done, dropped or open.")],
    note: Annotated[str, typer.Option("--note", help="What was done, or why it is dropped.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """An action is done, given up with its reason, or open again."""
    open_site()
    from travaux.meetings.actions import move_task
    from travaux.meetings.queries.meetings import tasks_of
    from travaux.plumbing import clock

    found = tasks_of(the_process(process)).filter(key=action).first()
    if found is None:
        raise fail(f"{action}: no such action; `travaux meeting actions` lists them.")
    with speaking():
        done = move_task(by=acting(person), task=found, to=to, note=note, at=clock.now())
    give(_task(done), as_json, lambda: [f"{done.key} {done.state}"])
