"""Files of answers read into a form: which column is which question, and what each cell says.

Nothing is lost: what has no place in the form, or cannot be read, stays as it came, under its
heading, and is named.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from travaux.core.problems import Problem, Unusable
from travaux.core.surveys.answer_tables import Sheet
from travaux.core.surveys.dates import order_of, read_day
from travaux.core.surveys.model import CHOSEN, FILES, Form, Group, Placed, Question, walk
from travaux.core.surveys.reading import read_answer

INSTANCE = ("_uuid", "meta/instanceid", "instanceid", "key", "meta-instanceid", "meta:instanceid")
SUBMITTED = ("_submission_time", "submissiondate", "__system/submissiondate")
INDEX = ("_index",)
PARENT = ("_parent_index", "parent_key", "_submission__uuid")
OWN = ("_id", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags",
       "formhub/uuid", "_parent_table_name", "set-of-", "attachmentspresent", "status", "edits",
       "reviewstate", "deviceid", "submitterid", "submittername", "attachmentsexpected",
       "formversion")  # fmt: skip
_SAMPLE = 5_000
_MOST_HELD = 50_000  # different cells of one column that are remembered
_UNFIT = object()


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: a question, one choice of it, a fact of the file, or nothing known."""

    at: int
    heading: str
    question: Question | None = None
    choice: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """One row: answers by question, what has no place, and what was wrong."""

    row: int
    instance: str
    submitted: str
    answers: dict[str, Any]
    raw: dict[str, str]
    problems: tuple[tuple[str, str], ...] = ()  # code, heading
    aside: bool = False


@dataclass(slots=True)
class Report:
    """What was found in a file, counted."""

    rows: int = 0
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, code: str, heading: str, row: int) -> None:
        self.problems[code, heading] += 1
        held = self.examples.setdefault((code, heading), [])
        if len(held) < 5:
            held.append(row)


def _spellings(placed: Placed) -> Iterator[str]:
    names = [*(g.name for g in placed.groups), placed.item.name]
    for mark in ("/", "-", ":", "."):
        for start in range(len(names)):
            yield mark.join(names[start:]).casefold()


def _short_spellings(placed: Placed) -> Iterator[str]:
    """Paths in which a name does not begin with that of its group again: loops are exported so."""
    names = [*(g.name for g in placed.groups), placed.item.name]
    short = [
        name.removeprefix(f"{before}_") for before, name in zip(["", *names], names, strict=False)
    ]
    for mark in ("/", "-", ":", ".") if short != names else ():
        for start in range(len(short) - 1):
            yield mark.join(short[start:]).casefold()


def map_columns(form: Form, headings: Sequence[str], inside: str = "") -> tuple[Column, ...]:
    """What each heading is: by path, by name, or by label in any language of the form.

    `inside` names a repeated group whose sheet it is.

    >>> form = Form("f", (Group("g", (Question("a", "text", {"fr": "Âge"}),)),))
    >>> [c.question.name if c.question else c.fact for c in map_columns(form, ["g/a", "_uuid"])]
    ['a', 'instance']
    """
    known: dict[str, Question] = {}
    short: dict[str, Question] = {}
    labels: dict[str, Question] = {}
    for placed in walk(form.items):
        question = placed.item
        repeat = placed.repeat.name if placed.repeat is not None else ""
        if not isinstance(question, Question) or repeat != inside or question.kind == "note":
            continue
        for spelling in _spellings(placed):
            known.setdefault(spelling, question)
        for spelling in _short_spellings(placed):
            short.setdefault(spelling, question)
        for label in question.labels.values():
            labels.setdefault(" ".join(label.split()).casefold(), question)
    known = {**short, **known}
    taken: set[str] = set()
    made = []
    for at, heading in enumerate(headings):
        column = _column(at, heading, known, labels)
        place = f"{column.question.name}/{column.choice}" if column.question is not None else ""
        if place and place in taken:
            column = Column(at, heading)
        taken.add(place)
        made.append(column)
    return tuple(made)


def _column(
    at: int, heading: str, known: Mapping[str, Question], labels: Mapping[str, Question]
) -> Column:
    plain = " ".join(heading.split()).casefold()
    for fact, names in (("instance", INSTANCE), ("submitted", SUBMITTED), ("index", INDEX),
                        ("parent", PARENT)):  # fmt: skip
        if plain in names and plain not in known:
            return Column(at, heading, fact=fact)
    question = known.get(plain) or labels.get(plain)
    if question is not None:
        return Column(at, heading, question)
    for mark in ("/", ".", ":"):
        before, found, choice = plain.rpartition(mark)
        one = (known.get(before) or labels.get(before)) if found else None
        if one is not None and one.kind in ("select-multiple", "rank"):
            for c in one.choices:
                if choice in (c.name.casefold(), *(t.casefold() for t in c.labels.values())):
                    return Column(at, heading, one, c.name)
    if any(plain == o or plain.startswith(o) for o in OWN) or plain in ("start", "end", "today"):
        return Column(at, heading, fact="own")
    return Column(at, heading)


class Bringer:
    """The rows of one sheet, read into a form."""

    def __init__(self, form: Form, sheet: Sheet, inside: str = "") -> None:
        self.form, self.sheet = form, sheet
        self.columns = map_columns(form, sheet.headings, inside)
        self.report = Report(rows=len(sheet.rows))
        self.report.unknown = [c.heading for c in self.columns
                               if c.question is None and not c.fact and c.heading]  # fmt: skip
        asked = {c.question.name for c in self.columns if c.question is not None}
        self.report.missing = [
            p.item.name for p in walk(form.items)
            if isinstance(p.item, Question) and p.item.kind not in ("note", "calculate", "hidden")
            and (p.repeat.name if p.repeat else "") == inside and p.item.name not in asked
        ]  # fmt: skip
        if not asked:
            raise Unusable("answers-not-of-this-form", sheet.name)
        self._readers = [self._reader(c) for c in self.columns]
        self._held: list[dict[str, Any]] = [{} for _ in self.columns]
        self._seen: Counter[str] = Counter()

    def _reader(self, column: Column) -> Callable[[str], Any] | None:
        question = column.question
        if question is None or column.choice:
            return None
        if question.kind == "date":
            at = column.at
            cells = (r[1][at] for r in self.sheet.rows[:_SAMPLE] if at < len(r[1]))
            order = order_of(c for c in cells if c)
            return lambda cell: self._date(cell, order)
        if question.kind in CHOSEN:
            return self._choices(question)
        return lambda cell: read_answer(question, [cell] if question.kind in FILES else cell, ())

    @staticmethod
    def _date(cell: str, order: str) -> Any:
        found, guessed = read_day(cell, order)
        if not found:
            raise Unusable("answer-not-date", text=cell[:60])
        return ("answer-date-by-column", found) if guessed else found

    @staticmethod
    def _choices(question: Question) -> Callable[[str], Any]:
        names = {c.name: c.name for c in question.choices}
        folded = {c.name.casefold(): c.name for c in question.choices}
        for c in question.choices:
            for text in c.labels.values():
                folded.setdefault(" ".join(text.split()).casefold(), c.name)

        def one(cell: str) -> str:
            found = names.get(cell) or folded.get(" ".join(cell.split()).casefold())
            if found is None:
                raise Unusable("answer-not-choice", choice=cell[:80])
            return found

        if question.kind == "select-one":
            return one

        def several(cell: str) -> list[str]:
            try:
                return [one(cell)]
            except Unusable:
                pass
            for mark in (None, ";", "|", ","):
                try:
                    parts = [p.strip() for p in cell.split(mark)]
                    return list(dict.fromkeys(one(p) for p in parts if p))
                except Unusable:
                    continue
            raise Unusable("answer-not-choice", choice=cell[:80])

        return several

    def rows(self) -> Iterator[Brought]:
        """Every row, in order; the report is complete when the last one was given."""
        for number, cells in self.sheet.rows:
            made = self.row(number, cells)
            for code, heading in made.problems:
                self.report.add(code, heading, number)
            yield made

    def _value(self, column: Column, cell: str) -> Any:
        held = self._held[column.at]
        found = held.get(cell)
        if found is None:
            reader = self._readers[column.at]
            try:
                found = reader(cell) if reader is not None else cell
            except Unusable as wrong:
                found = (_UNFIT, wrong.code)
            if len(held) < _MOST_HELD:
                held[cell] = found
        return found

    def row(self, number: int, cells: Sequence[str]) -> Brought:
        """One row. More cells than headings, or most cells that fit no question: set aside whole."""
        answers: dict[str, Any] = {}
        raw: dict[str, str] = {}
        problems: list[tuple[str, str]] = []
        fits = unfit = 0
        instance = submitted = ""
        for column in self.columns:
            cell = cells[column.at] if column.at < len(cells) else ""
            if not cell:
                continue
            question = column.question
            if question is None:
                if column.fact == "instance":
                    instance = instance or cell
                elif column.fact == "submitted":
                    submitted = cell
                else:
                    raw[column.heading] = cell
                continue
            if column.choice:
                if cell.casefold() in ("1", "true", "yes"):
                    chosen = answers.setdefault(question.name, [])
                    if isinstance(chosen, list) and column.choice not in chosen:
                        chosen.append(column.choice)
                elif cell.casefold() not in ("0", "false", "no"):
                    raw[column.heading] = cell
                    problems.append(("answer-not-choice", column.heading))
                continue
            value = self._value(column, cell)
            if isinstance(value, tuple):
                if value[0] is _UNFIT:
                    unfit += 1
                    raw[column.heading] = cell
                    problems.append((value[1], column.heading))
                    continue
                problems.append((value[0], column.heading))
                raw[column.heading] = cell
                value = value[1]
            if value not in ("", []):
                fits += question.kind != "text"
                answers[question.name] = list(value) if isinstance(value, list) else value
        extra = {f"({n})": c for n, c in enumerate(cells[len(self.columns):],
                 len(self.columns) + 1) if c}  # fmt: skip
        aside = bool(extra) or (unfit >= 3 and unfit > fits)
        if aside:
            raw = {**{c.heading or f"({c.at + 1})": cells[c.at]
                      for c in self.columns if c.at < len(cells) and cells[c.at]}, **extra}  # fmt: skip
            problems = [("answers-row-shifted", "")]
        return Brought(number, self._instance(instance, cells), submitted, answers, raw,
                       tuple(problems), aside)  # fmt: skip

    def _instance(self, said: str, cells: Sequence[str]) -> str:
        if said:
            return said.removeprefix("uuid:")[:120]
        # a file without keys: the same row of the same file is the same answer
        found = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:40]
        self._seen[found] += 1
        return f"row:{found}:{self._seen[found]}"


def repeated(form: Form, sheets: Sequence[Sheet]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Sheets of repeated groups: group -> key or index of the parent -> its repetitions."""
    groups = {p.item.name for p in walk(form.items)
              if isinstance(p.item, Group) and p.item.repeat and p.repeat is None}  # fmt: skip
    made: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for sheet in sheets:
        name = sheet.name.rsplit("/", 1)[-1].rsplit("-", 1)[-1]
        if name not in groups:
            continue
        bringer = Bringer(form, sheet, name)
        parents = [c.at for c in bringer.columns if c.fact == "parent"]
        for one, (_number, cells) in zip(bringer.rows(), sheet.rows, strict=True):
            for at in parents:
                key = cells[at].removeprefix("uuid:") if at < len(cells) else ""
                if key:
                    made.setdefault(name, {}).setdefault(key, []).append(one.answers)
    return made


def index_of(bringer: Bringer, cells: Sequence[str], place: int) -> str:
    """The number by which repetitions name a row: as it stands there, or counted from 1."""
    for column in bringer.columns:
        if column.fact == "index" and column.at < len(cells) and cells[column.at]:
            return cells[column.at]
    return str(place)


def told(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "rows": report.rows,
        "unknown_columns": report.unknown[:200],
        "missing_questions": report.missing[:200],
        "problems": [
            {"code": code, "column": heading, "count": n, "rows": report.examples[code, heading]}
            for (code, heading), n in report.problems.most_common(200)
        ],
    }


def sheet_problems(sheets: Sequence[Sheet]) -> list[Problem]:
    """What was doubtful about the file itself."""
    return [p for sheet in sheets for p in sheet.problems]
