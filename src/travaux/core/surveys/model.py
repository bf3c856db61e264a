"""A form as frozen values: questions, groups, choices, and the expressions that govern them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

Texts = Mapping[str, str]  # language code -> text

TYPED = ("text", "integer", "decimal", "range", "date", "time", "datetime")
PLACES = ("geopoint", "geotrace", "geoshape")
CHOSEN = ("select-one", "select-multiple", "rank")
FILES = ("file", "image", "audio", "video")
SILENT = ("calculate", "hidden")  # never shown
SHOWN_ONLY = ("note",)  # shown, never answered
KINDS = (*TYPED, *PLACES, *CHOSEN, *FILES, *SILENT, *SHOWN_ONLY, "acknowledge")

MOST_QUESTIONS = 600
MOST_CHOICES = 5_000
MOST_LANGUAGES = 12
DEEPEST = 6  # groups within groups
MOST_INSTANCES = 60  # of one repeated group


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen. `filters` are its further columns, for choice filters."""

    name: str
    labels: Texts = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, shown or computed.

    Expressions (`required`, `relevant`, `constraint`, `calculation`, `choice_filter`) are XPath as
    XLSForm writes it; empty means: no, always, none. `least`, `most` and `step` belong to ranges.
    `tags` say what an answer is used for ("name", "email", "employer", "attribute" ...) and whether
    it tells who somebody is ("identifying"); they are this project's own column.
    """

    name: str
    kind: str
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    read_only: bool = False
    choices: tuple[Choice, ...] = ()
    choice_filter: str = ""
    appearance: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None
    tags: frozenset[str] = frozenset()


def columns(question: Question) -> frozenset[str]:
    """The names that a filter of choices may speak of: `name`, and the further columns."""
    return frozenset({"name"} | {key for choice in question.choices for key in choice.filters})


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; where `repeat`, they are answered any number of times.

    `count` is an expression for a fixed number of times, or empty.
    """

    name: str
    items: tuple[Item, ...]
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    relevant: str = ""
    repeat: bool = False
    count: str = ""
    appearance: str = ""


Item = Question | Group


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its items in order, the languages of its texts, and which of them is the first."""

    name: str
    items: tuple[Item, ...]
    titles: Texts = field(default_factory=dict)
    version: str = ""
    languages: tuple[str, ...] = ("en",)

    @property
    def default_language(self) -> str:
        return self.languages[0] if self.languages else "en"


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with the groups around it, the outermost first."""

    item: Item
    groups: tuple[Group, ...]

    @property
    def repeat(self) -> Group | None:
        """The innermost repeated group around it."""
        return next((g for g in reversed(self.groups) if g.repeat), None)


def repeats_around(placed: Placed) -> tuple[str, ...]:
    """The names of the repeated groups around an item, the outermost first."""
    return tuple(g.name for g in placed.groups if g.repeat)


def walk(items: tuple[Item, ...], groups: tuple[Group, ...] = ()) -> Iterator[Placed]:
    """Every item in order, each group before what it holds.

    >>> form = Form("f", (Group("g", (Question("a", "text"),)), Question("b", "note")))
    >>> [p.item.name for p in walk(form.items)]
    ['g', 'a', 'b']
    """
    for item in items:
        yield Placed(item, groups)
        if isinstance(item, Group):
            yield from walk(item.items, (*groups, item))


def questions(form: Form) -> list[Question]:
    """The questions of a form in order, without its groups."""
    return [p.item for p in walk(form.items) if isinstance(p.item, Question)]


def question_named(form: Form, name: str) -> Question | None:
    """One question by its name."""
    return next((q for q in questions(form) if q.name == name), None)


def tagged(form: Form, tag: str) -> list[Question]:
    """The questions that bear a tag."""
    return [q for q in questions(form) if tag in q.tags]


def without_tagged(form: Form, tag: str) -> Form:
    """The form as it reads for those who do not see the questions that bear a tag.

    >>> form = Form("f", (Question("a", "text", tags=frozenset({"x"})), Question("b", "text")))
    >>> [q.name for q in questions(without_tagged(form, "x"))]
    ['b']
    """

    def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(
            replace(item, items=kept(item.items)) if isinstance(item, Group) else item
            for item in items
            if isinstance(item, Group) or tag not in item.tags
        )

    return replace(form, items=kept(form.items))


def said(texts: Texts, language: str, form: Form | None = None) -> str:
    """A text in the wanted language, else in the form's first, else in English, else any.

    >>> said({"fr": "Nom"}, "ru")
    'Nom'
    """
    first = form.default_language if form is not None else ""
    for code in (language, first, "en"):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")
