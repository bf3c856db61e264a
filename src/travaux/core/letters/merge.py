"""Merge fields: `{{ country }}` in a house text becomes what is known of the addressee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from travaux.core.problems import Problem

_FIELD = re.compile(r"\{\{\s*([^{}\n]{0,60}?)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}$")
LONGEST = 20_000


def fields_in(text: str) -> tuple[str, ...]:
    """The names of the fields of a text, each once, in their order.

    >>> fields_in("To {{ office }} of {{country}}, {{ office }}")
    ('office', 'country')
    """
    return tuple(dict.fromkeys(m[1] for m in _FIELD.finditer(text)))


def check_text(text: str, known: Iterable[str], where: str = "") -> list[Problem]:
    """What is wrong with the fields of a text.

    Problems: `merge-field-unknown` (facts: field, instead), `merge-braces-open`, `letter-too-long`.

    >>> [p.code for p in check_text("To {{ offcie }} and {{ country", ["office", "country"])]
    ['merge-field-unknown', 'merge-braces-open']
    >>> check_text("To {{ offcie }}", ["office"])[0].facts["instead"]
    'office'
    """
    names = list(known)
    problems: list[Problem] = []
    for field in fields_in(text):
        if field not in names:
            near = get_close_matches(field, names, 1, 0.6)
            facts = {"field": field, "instead": near[0] if near else ", ".join(names)}
            problems.append(Problem("merge-field-unknown", where, facts))
    rest = _FIELD.sub("", text)
    for mark in ("{{", "}}"):
        if mark in rest:
            problems.append(Problem("merge-braces-open", where, {"mark": mark}))
            break
    if len(text) > LONGEST:
        problems.append(Problem("letter-too-long", where, {"most": LONGEST}))
    return problems


def is_field_name(name: str) -> bool:
    """Whether a name may be that of a field of one's own.

    >>> is_field_name("reply_by"), is_field_name("Reply by")
    (True, False)
    """
    return _NAME.match(name) is not None


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with its fields filled; `missing` are those for which nothing is known."""

    text: str
    missing: tuple[str, ...]


def merge(text: str, values: Mapping[str, str]) -> Merged:
    """Fill the fields of a text, once: what a value contains is never read as a field.

    A field without a value leaves its name in double angle brackets, so that nobody overlooks it.

    >>> merge("To {{ office }}, {{ name }}", {"office": "{{ name }}", "name": ""})
    Merged(text='To {{ name }}, ⟪name⟫', missing=('name',))
    """
    missing: dict[str, None] = {}

    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1], "")
        if not value:
            missing[match[1]] = None
            return f"⟪{match[1]}⟫"
        return value

    return Merged(_FIELD.sub(filled, text), tuple(missing))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: blank lines part them, single newlines stay line breaks.

    >>> paragraphs("One\\nline\\n\\n\\nTwo ")
    ('One\\nline', 'Two')
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(p.strip() for p in re.split(r"\n[ \t]*\n\s*", plain) if p.strip())
