"""What the commands of `travaux meeting` ask for: a meeting, an item, a paragraph, words."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import acting, fail, read, the_process

Key = Annotated[str, typer.Argument(metavar="MEETING", help="Key of the meeting.")]
Words = Annotated[str, typer.Option("--text", help="File with the words; - reads input.")]
OnItem = Annotated[int, typer.Option("--item", help="Number of the item of the agenda.")]
OnParagraph = Annotated[
    str, typer.Option("--paragraph", help="Number or key of a paragraph of its draft.")
]
InLanguage = Annotated[str, typer.Option("--language", help="Language of the words.")]


def the_words(file: str) -> str:
    if not file:
        raise fail("Say the words: --text FILE, or --text - for standard input.")
    return read(file).decode("utf-8", "replace")


def the_language(code: str) -> str:
    from travaux.plumbing.languages import SIX

    if code not in SIX:
        raise fail(f"--language {code}: known are {', '.join(SIX)}.")
    return code


def the_meeting(key: str, process: str, person: str, *, to_read: bool = False) -> Any:
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


def the_item(meeting: Any, number: int) -> Any:
    found = meeting.items.filter(position=number).first()
    if found is None:
        known = ", ".join(str(i.position) for i in meeting.items.all()) or "none"
        raise fail(f"--item {number}: the agenda has no such item; it has {known}.")
    found.meeting = meeting
    return found


def the_paragraph(meeting: Any, named: str) -> Any:
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
