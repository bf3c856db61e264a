"""`travaux meeting minutes|publish|decisions|decide|actions|owe|move-action`."""

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
    speaking,
    the_process,
)
from travaux.cli.meeting_places import (
    InLanguage,
    Key,
    OnItem,
    OnParagraph,
    Words,
    the_item,
    the_language,
    the_meeting,
    the_paragraph,
    the_words,
)


def add_to(app: typer.Typer) -> None:
    """These commands stand among those of `travaux meeting`."""
    for name, act in (
        ("minutes", minutes), ("publish", publish), ("decisions", decisions), ("decide", decide),
        ("actions", actions), ("owe", owe), ("move-action", move_action),
    ):  # fmt: skip
        app.command(name)(act)


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

    here = the_meeting(meeting, process, person, to_read=not text)
    if text:
        with speaking():
            write_minutes(
                by=acting(person), item=the_item(here, item), text=the_words(text), seen=seen,
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

    here = the_meeting(meeting, process, person)
    with speaking():
        done = publish_minutes(
            by=acting(person), meeting=here, summary=the_words(summary), language=the_language(language),
            at=clock.now(),
        )  # fmt: skip
    told = {"meeting": done.key, "minutes_published_at": done.minutes_published_at}
    give(told, as_json, lambda: [f"{done.key} published"])


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
    here = the_meeting(meeting, process, person, to_read=True)
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

    here = the_meeting(meeting, process, person)
    place = the_paragraph(here, paragraph)
    with speaking():
        made = act(
            by=acting(person), meeting=here, text=the_words(text), language=the_language(language),
            item=the_item(here, item) if item else None, anchor=place.anchor if place else None,
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
        here = the_meeting(meeting, process, person, to_read=True)
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
    here = the_meeting(meeting, process, person)
    with speaking():
        made = add_task(
            by=acting(person), meeting=here, text=the_words(text), owner=owner, due_on=day,
            item=the_item(here, item) if item else None, language=the_language(language),
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
