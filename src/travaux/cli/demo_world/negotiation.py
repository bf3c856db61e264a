"""An invented text under negotiation, with brackets and positions; and files that wait in an inbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

TITLES = {
    "en": "Elements on follow-up (invented)",
    "fr": "Éléments relatifs au suivi (inventés)",
    "es": "Elementos sobre el seguimiento (inventados)",
    "ru": "Элементы о последующих мерах (вымышлены)",
    "ar": "عناصر بشأن المتابعة (مختلقة)",
    "zh": "后续行动要点（虚构）",
}
FIRST = """# Follow-up

1. Cities [shall][should] name an office that answers residents {State A+}.

2. Reports are made every [two][four] years [, in all official languages].

3. [States share what they learned.

4. A summary is kept in plain words.]

# Means

5. Support is given on request:

   (a) in advice;

   (b) in training [and in money].
"""
#: What the second version says otherwise, by paragraph.
SECOND = {
    "1": "Cities should name an office that answers residents.",
    "2": "Reports are made every four years [, in the six official languages].",
}
#: The chair's own text, without brackets.
THIRD = {
    "2": "Reports are made every four years, in the six official languages.",
    "3": "States share what they learned.",
    "4": "A summary is kept in plain words.",
}
POSITIONS = (
    ("farid@demo.example", "1", 0, "support", "Awaits nothing further."),
    ("mei@demo.example", "1", 1, "support", ""),
    ("farid@demo.example", "2", 0, "support", ""),
    ("mei@demo.example", "2", 2, "oppose", "The budget is not known."),
    ("mei@demo.example", "2", 1, "reserve", "Awaits instructions."),
)
LETTER = """State C (invented)

Paragraph 2: we would add that data are kept in the country.

On the text as a whole: well made.
"""
TABLE = (
    "Member,Clause,Paragraph,Type of comment,Comments,Proposed change\r\n"
    "State D (invented),,1,ge,The first words are too long.,Say it in one line.\r\n"
    "State D (invented),,999,te,This paragraph is not there.,\r\n"
)

#: What stands in a kit that came back: type, comment, proposed change.
KIT = {
    "-": ("General", "Invented: the text reads well.", ""),
    "first": ("Editorial", "Invented: say first what this is for.", ""),
}


def tell(world: Any, secretariat: Any, drafter: Any, at: datetime) -> None:
    """Three versions, the last of them a chair's text; then files are dropped into the inbox."""
    from travaux.drafts import actions

    day = at - timedelta(days=40)
    first = actions.import_text(
        by=drafter,
        process=world.process,
        data=FIRST.encode(),
        name="elements.md",
        titles=TITLES,
        symbol="DEMO/ELEMENTS/1",
        dated_on=day.date(),
        language="en",
        demonstration=True,
        at=day,
    )
    _out(first, secretariat, drafter, day, distribution="limited")
    for email, number, bracket, stance, note in POSITIONS:
        actions.take_position(
            by=world.people[email],
            paragraph=_at(first, number),
            bracket=bracket,
            stance=stance,
            note=note,
            at=day + timedelta(days=1),
        )
    second = _next(first, SECOND, "DEMO/ELEMENTS/2", drafter, day + timedelta(days=12))
    _out(second, secretariat, drafter, day + timedelta(days=13))
    actions.set_status(
        by=secretariat, paragraph=_at(second, "1"), status="agreed", at=day + timedelta(days=14)
    )
    chairs = _next(second, THIRD, "DEMO/ELEMENTS/3", drafter, day + timedelta(days=25))
    _out(
        chairs,
        secretariat,
        drafter,
        day + timedelta(days=26),
        beside=True,
        agenda="Item 3 (invented)",
    )
    actions.suggest(
        by=world.people["mei@demo.example"],
        paragraph=_at(chairs, "2"),
        words="Reports are made every four years, where means allow in the six official languages.",
        reason="The budget is not known.",
        at=day + timedelta(days=27),
    )
    _inbox(world, secretariat, at)


def _at(version: Any, number: str) -> Any:
    return version.paragraphs.select_related("anchor", "version__text__process").get(
        number=number, kind="paragraph"
    )


def _next(before: Any, words: dict[str, str], symbol: str, drafter: Any, at: datetime) -> Any:
    from travaux.drafts import actions

    version = actions.start_working_version(
        by=drafter, based_on=before, symbol=symbol, dated_on=at.date(), at=at
    )
    for hours, (number, body) in enumerate(words.items(), 1):
        row = _at(version, number)
        actions.edit_paragraph(
            by=drafter,
            paragraph=row,
            body=body,
            revision=row.revision,
            at=at + timedelta(hours=hours),
        )
    return version


def _out(version: Any, secretariat: Any, drafter: Any, at: datetime, **head: Any) -> None:
    from travaux.drafts import actions

    if head:
        actions.describe_version(by=drafter, version=version, at=at, **head)
    actions.freeze_version(by=drafter, version=version, at=at + timedelta(hours=1))
    actions.publish_version(by=secretariat, version=version, at=at + timedelta(hours=2))
    version.refresh_from_db()


def _filled_kit(round: Any) -> bytes:
    """The kit of a round as somebody filled it in without a connection: two lines of its table."""
    import io
    from importlib import import_module

    from travaux.comments.queries.kits import kit_of

    file = import_module("docx").Document(io.BytesIO(kit_of(round, "docx")))
    first = round.version.paragraphs.filter(kind="paragraph").order_by("position").first()
    said = {"-": KIT["-"], first.anchor.key: KIT["first"]}
    [row, *rows] = file.tables[-1].rows[1:]
    row.cells[1].text = "State E (invented)"
    for row in rows:
        words = said.get(row.cells[0].text)
        for cell, word in zip(row.cells[2:], words or (), strict=False):
            cell.text = word
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _returned(world: Any, kit: bytes, at: datetime) -> None:
    """A commenter brings the same kit back through the page of the round: its lines are drafts."""
    from travaux.comments.actions import keep_returned_sheet, take_up_sheet
    from travaux.comments.queries import plan_table
    from travaux.comments.rules import Entry

    who, round = world.people["greta@demo.example"], world.rounds[1]
    file = keep_returned_sheet(by=who, round=round, data=kit, name="kit.docx", at=at)
    entries = [
        Entry(
            row.scope, round.version.paragraphs.get(pk=row.paragraph), row.type or "ge", row.row.comment, row.row.proposed,
            language="en",
        )
        for row in plan_table(round, kit, "kit.docx").rows
        if row.paragraph
    ]  # fmt: skip
    take_up_sheet(by=who, round=round, file=file, entries=entries, at=at)


def _inbox(world: Any, secretariat: Any, at: datetime) -> None:
    """A letter, a table and a file that cannot be read wait for a look."""
    from travaux.comments.actions.intake import note_glance, open_intake
    from travaux.comments.queries.intake import StateNames, at_first_sight
    from travaux.plumbing.files import file_bytes

    kit = _filled_kit(world.rounds[1])
    files = [
        ("letter-of-state-c.txt", LETTER.encode()),
        ("table-of-state-d.csv", TABLE.encode()),
        ("kit-of-state-e.docx", kit),
        ("broken.docx", b"PK\x03\x04 this is no Word file"),
    ]
    intake = open_intake(by=secretariat, round=world.rounds[1], files=files, at=at)
    states = StateNames()
    for file in intake.files.select_related("file", "intake__round__process"):
        glance = at_first_sight(world.rounds[1], file_bytes(file.file), file.file.name, states)
        note_glance(by=None, file=file, glance=glance, at=at)
    _returned(world, kit, at)
