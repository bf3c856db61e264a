"""`travaux meeting speech|note|mend|drop`: what was said, on its way to a comment."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import As, InProcess, Json, acting, fail, give, open_site, speaking
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

Spoken = Annotated[str, typer.Argument(metavar="SPEECH", help="Key of what was noted.")]


def add_to(app: typer.Typer) -> None:
    """These commands stand among those of `travaux meeting`."""
    for name, act in (("speech", speech), ("note", note), ("mend", mend), ("drop", drop)):
        app.command(name)(act)


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


def _one_spoken(meeting: Any, key: str) -> Any:
    found = meeting.interventions.filter(key=key).first()
    if found is None:
        raise fail(f"{key}: nothing like this was noted; `travaux meeting speech` lists all.")
    return found


def speech(meeting: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """What was said on paragraphs, and where each intervention stands; for who writes minutes."""
    open_site()
    from travaux.meetings.queries.spoken import interventions_of
    from travaux.meetings.rules.spoken import may_follow_up
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = the_meeting(meeting, process, person)
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

    here = the_meeting(meeting, process, person)
    place = the_paragraph(here, paragraph)
    with speaking():
        made = note_intervention(
            by=acting(person),
            meeting=here,
            speaker=here.participants.filter(key=speaker).first(),
            paragraph=place,
            type=kind,
            text=the_words(text),
            proposed=the_words(proposed) if proposed else "",
            item=the_item(here, item) if item else None,
            language=the_language(language),
            at=clock.now(),
        )
    hint = told_beforehand(here, made.speaker, place)
    told = {**_spoken(made), "hint": hint}
    give(told, as_json, lambda: [f"{made.key} {made.state}", *([hint] if hint else [])])


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

    here = the_meeting(meeting, process, person)
    with speaking():
        done = ask_again(
            by=acting(person), intervention=_one_spoken(here, key), text=the_words(text),
            proposed=the_words(proposed) if proposed else "", at=clock.now(),
        )  # fmt: skip
    give(_spoken(done), as_json, lambda: [f"{done.key} {done.state}"])


def drop(
    meeting: Key, key: Spoken, process: InProcess = "", person: As = "", as_json: Json = False
) -> None:
    """Take back what was noted; it becomes no comment."""
    open_site()
    from travaux.meetings.actions import drop_intervention
    from travaux.plumbing import clock

    here = the_meeting(meeting, process, person)
    with speaking():
        done = drop_intervention(
            by=acting(person), intervention=_one_spoken(here, key), at=clock.now()
        )
    give(_spoken(done), as_json, lambda: [f"{done.key} {done.state}"])
