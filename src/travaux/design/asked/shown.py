"""A form with its answers as parts of a page: fields to fill in, or what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from travaux.core.surveys.answers import AnswerProblem, Found, Path, path_text
from travaux.core.surveys.expressions import fill
from travaux.core.surveys.model import FILES, Form, Group, Item, Question, Texts
from travaux.core.surveys.order import looks_at
from travaux.core.surveys.tables import cell
from travaux.design.asked.posted import field_name
from travaux.design.templatetags.parts import day
from travaux.plumbing.languages import choose, current
from travaux.plumbing.verdicts import sentence

MOST_RADIOS = 8  # beyond, one of many is chosen from a list
MOST_STEPS = 11  # of a range that is shown as a row of choices


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it stands in; empty where it is the reader's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    name: str
    words: Words
    chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was attached: its key and its name."""

    key: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One question on the page."""

    name: str
    id: str
    kind: str
    widget: str
    words: Words
    hint: Words
    value: str = ""
    options: tuple[Option, ...] = ()
    ranks: tuple[tuple[Option, ...], ...] = ()
    files: tuple[Attached, ...] = ()
    required: bool = False
    read_only: bool = False
    errors: tuple[str, ...] = ()
    stirs: bool = False  # other questions look at its answer
    path: Path = ()
    is_field: bool = True

    @property
    def described_by(self) -> str:
        """The ids of hint and errors."""
        ids = [f"{self.id}-hint"] if self.hint.text else []
        ids += [f"{self.id}-error"] if self.errors else []
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class Repetition:
    """One answer to a repeated group."""

    number: int
    path: str
    blocks: tuple[Block | Field, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A group on the page, asked once or any number of times."""

    words: Words
    hint: Words
    path: str
    depth: int
    blocks: tuple[Block | Field, ...] = ()
    repeat: bool = False
    fixed: bool = False  # how often is not for the person to say
    repetitions: tuple[Repetition, ...] = ()
    errors: tuple[str, ...] = ()
    is_field: bool = False


def _words(texts: Texts, values: Mapping[str, str] | None = None) -> Words:
    text, code = choose(dict(texts))
    text = fill(text, dict(values or {}))
    return Words(text, "" if code in ("", current()) else code)


def said_problem(one: AnswerProblem) -> str:
    """A problem in the form's own words where it has some, else in ours."""
    own, _code = choose(dict(one.texts))
    return own or sentence(one.problem.code, one.problem.facts)


def _id(path: Path) -> str:
    return "q-" + "-".join(str(p) for p in path)


@dataclass
class _Page:
    form: Form
    found: Found
    raw: Mapping[str, Any]
    problems: Mapping[Path, list[str]]
    file_named: Callable[[str], Attached | None]
    stirring: frozenset[str]
    values: dict[str, str] = field(default_factory=dict)

    def typed(self, path: Path) -> Any:
        found: Any = self.raw
        for step in path:
            if isinstance(step, int):
                found = found[step] if isinstance(found, Sequence) and step < len(found) else ""
            else:
                found = found.get(step, "") if isinstance(found, Mapping) else ""
        return found

    def items(self, items: tuple[Item, ...], at: Path, depth: int) -> tuple[Block | Field, ...]:
        made: list[Block | Field] = []
        for item in items:
            path = (*at, item.name)
            if path not in self.found.shown:
                continue
            made.append(
                self.group(item, path, at, depth)
                if isinstance(item, Group)
                else self.field(item, path)
            )
        return tuple(made)

    def group(self, group: Group, path: Path, at: Path, depth: int) -> Block:
        below: tuple[Block | Field, ...] = ()
        repetitions: tuple[Repetition, ...] = ()
        if group.repeat:
            repetitions = tuple(
                Repetition(
                    n + 1, path_text((*path, n)), self.items(group.items, (*path, n), depth + 1)
                )
                for n in range(self.found.instances.get(path, 0))
            )
        else:
            below = self.items(group.items, at, depth + 1)
        return Block(
            words=_words(group.labels, self.values),
            hint=_words(group.hints, self.values),
            path=path_text(path),
            depth=depth,
            blocks=below,
            repeat=group.repeat,
            fixed=bool(group.count),
            repetitions=repetitions,
            errors=tuple(self.problems.get(path, ())),
        )

    def field(self, question: Question, path: Path) -> Field:
        raw = self.typed(path)
        held = [str(v) for v in raw] if isinstance(raw, list | tuple) else [str(raw)] if raw else []
        widget = _widget(question, len(self.found.choices.get(path, ())))
        options = tuple(
            Option(c.name, _words(c.labels), c.name in held, f"{_id(path)}-{n}")
            for n, c in enumerate(self.found.choices.get(path, ()))
        )
        if widget == "steps":
            options = tuple(
                Option(v, Words(v), v in held, f"{_id(path)}-{n}")
                for n, v in enumerate(_steps(question))
            )
        ranks: tuple[tuple[Option, ...], ...] = ()
        if question.kind == "rank":
            ranks = tuple(
                tuple(
                    Option(o.name, o.words, n < len(held) and held[n] == o.name, f"{_id(path)}-{n}")
                    for o in options
                )
                for n in range(len(options))
            )
        files: tuple[Attached, ...] = ()
        if question.kind in FILES:
            files = tuple(f for f in (self.file_named(key) for key in held) if f is not None)
        value = held[0] if held and question.kind not in FILES else ""
        if question.calculation:
            value = str(self.found.at(path))
        return Field(
            name=field_name(path),
            id=_id(path),
            kind=question.kind,
            widget=widget,
            words=_words(question.labels, self.values),
            hint=_words(question.hints, self.values),
            value=value,
            options=options,
            ranks=ranks,
            files=files,
            required=path in self.found.required,
            read_only=question.read_only or bool(question.calculation),
            errors=tuple(self.problems.get(path, ())),
            stirs=question.name in self.stirring,
            path=path,
        )


def _steps(question: Question) -> list[str]:
    from travaux.core.surveys.reading import plain_number

    if question.least is None or question.most is None or not question.step:
        return []
    count = int((question.most - question.least) / question.step) + 1
    if count > MOST_STEPS:
        return []
    return [plain_number(question.least + n * question.step) for n in range(count)]


def _widget(question: Question, choices: int) -> str:
    kind, looks = question.kind, question.appearance.split()
    if kind == "note":
        return "note"
    if kind == "select-one":
        short = choices <= MOST_RADIOS and "minimal" not in looks
        return "radios" if short else "list"
    if kind == "select-multiple":
        return "ticks"
    if kind == "rank":
        return "rank"
    if kind == "acknowledge":
        return "tick"
    if kind in FILES:
        return "file"
    if kind == "range" and _steps(question):
        return "steps"
    if kind == "text" and "multiline" in looks:
        return "area"
    plain = {"date": "date", "time": "time", "datetime": "datetime-local"}
    if kind == "text" and {"email", "url"} & set(looks):
        return "email" if "email" in looks else "url"
    return plain.get(kind, "number" if kind in ("integer", "decimal", "range") else "text")


def blocks_of(
    form: Form,
    found: Found,
    raw: Mapping[str, Any],
    *,
    problems: Sequence[AnswerProblem] = (),
    file_named: Callable[[str], Attached | None] = lambda key: None,
    items: tuple[Item, ...] | None = None,
) -> tuple[Block | Field, ...]:
    """The page of a form. `problems` are those to be shown now; `file_named` knows the files;
    `items` are those of one page, where a form has several."""
    said: dict[Path, list[str]] = {}
    for one in problems:
        said.setdefault(one.path, []).append(said_problem(one))
    stirring = frozenset(name for p in _all(form.items) for name in looks_at(p))
    page = _Page(form, found, raw, said, file_named, stirring, _outputs(form, found))
    return page.items(form.items if items is None else items, (), 2)


def _all(items: tuple[Item, ...]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        found.append(item)
        if isinstance(item, Group):
            found += _all(item.items)
    return found


def _outputs(form: Form, found: Found) -> dict[str, str]:
    """What labels may repeat: the answers outside of repeated groups, choices by their labels."""
    return {
        item.name: str(cell(form, item, found.answers.get(item.name, ""), current()))
        for item in _all(form.items)
        if isinstance(item, Question) and item.name in found.answers
    }


@dataclass(frozen=True, slots=True)
class Told:
    """One question and what was answered, to be read."""

    words: Words
    value: str = ""
    files: tuple[Attached, ...] = ()
    hidden: bool = False


@dataclass(slots=True)
class Part:
    """What was answered under one heading; the first part has none."""

    words: Words
    depth: int
    rows: list[Told] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may see: `hide` names tags whose answers are kept back, `redact` goes over words
    that were typed, `file_named` knows the files, `empty` shows what was not answered too."""

    file_named: Callable[[str], Attached | None] = lambda key: None
    hide: frozenset[str] = frozenset()
    redact: Callable[[str], str] = lambda text: text
    empty: bool = False


def told_of(form: Form, answers: Mapping[str, Any], reader: Reader = Reader()) -> list[Part]:
    """What was answered, in the order of the form, for one who may see so much of it."""
    made = [Part(Words(""), 3)]
    _tell(form, form.items, answers, 3, made, reader)
    return [part for n, part in enumerate(made) if part.rows or _heads(made, n)]


def _heads(parts: Sequence[Part], at: int) -> bool:
    """Whether a heading without answers of its own stands above some."""
    part = parts[at]
    if not part.words.text:
        return False
    for below in parts[at + 1 :]:
        if below.words.text and below.depth <= part.depth:
            return False
        if below.rows:
            return True
    return False


def _tell(
    form: Form,
    items: tuple[Item, ...],
    answers: Mapping[str, Any],
    depth: int,
    made: list[Part],
    reader: Reader,
) -> None:
    for item in items:
        if isinstance(item, Group):
            given = answers.get(item.name) if item.repeat else [answers]
            for n, one in enumerate(given or (), 1):
                words = _words(item.labels)
                if item.repeat:
                    words = Words(f"{words.text} {n}".strip(), words.language)
                if words.text:
                    made.append(Part(words, depth))
                _tell(form, item.items, one, min(depth + 1, 5), made, reader)
            if any(item.labels.values()):
                made.append(Part(Words(""), depth))
        elif item.kind not in ("note", "hidden") and any(item.labels.values()):
            row = _row(form, item, answers.get(item.name, ""), reader)
            if row is not None:
                made[-1].rows.append(row)


def _row(form: Form, item: Question, value: Any, reader: Reader) -> Told | None:
    if value in ("", [], None) and not reader.empty:
        return None
    words = _words(item.labels)
    if item.tags & reader.hide:
        return Told(words, hidden=True)
    if item.kind in FILES:
        keys = value if isinstance(value, list) else []
        files = tuple(f for f in (reader.file_named(key) for key in keys) if f is not None)
        return Told(words, files=files)
    said = day(date.fromisoformat(value)) if item.kind == "date" and value else ""
    if item.kind == "acknowledge" and value:
        said = _("yes")  # a form's file keeps "OK"
    said = said or str(cell(form, item, value, current()))
    return Told(words, value=reader.redact(said) if item.kind in ("text", "calculate") else said)
