"""The catalogues of the five other languages: what the source says, and what is translated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = {"ar": "ar", "zh": "zh_Hans", "fr": "fr", "ru": "ru", "es": "es"}
_LOCALES = {"ar": "ar", "zh": "zh_Hans_CN", "fr": "fr", "ru": "ru", "es": "es"}
# Babel's own rule for Arabic takes 11 to 99 for "other" and 100 to 102 for "many"; translators
# write, as Unicode and Django do: none, one, two, few (3 to 10), many (11 to 99), other
_PLURALS = {
    "ar": (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5)",
    )
}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_t": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return PACKAGE / "locale" / FOLDERS[language] / "LC_MESSAGES" / "django.po"


def messages() -> Iterator[tuple[Any, str | None, str]]:
    """Every message of the source: its id (a pair for plurals), its context, its file."""
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        relative = path.relative_to(PACKAGE).as_posix()
        if "migrations" in path.parts or "static" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            method = "python"
        elif "templates" in path.parts:
            # the template as pseudo-code whose strings the JavaScript lexer reads
            method, text = "javascript", templatize(text)
        else:
            continue
        for _, message, _, context in extract(method, io.BytesIO(text.encode()), KEYWORDS):
            if message and message != ("", ""):
                yield message, context, relative


def template() -> Catalog:
    """A catalogue of all messages, without translations."""
    catalog = Catalog(project="Travaux", charset="utf-8")
    for message, context, file in messages():
        catalog.add(message, locations=[(file, None)], context=context)  # type: ignore[list-item]
    return catalog


def read(language: str) -> Catalog:
    """The catalogue as it stands."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=_LOCALES[language], project="Travaux", charset="utf-8")
    with path.open("rb") as file:
        catalog = read_po(file, locale=_LOCALES[language])
    if language in _PLURALS:
        catalog._num_plurals, catalog._plural_expr = _PLURALS[language]  # type: ignore[assignment]
    return catalog


def update(language: str) -> tuple[int, int]:
    """Bring a catalogue up to the source: (messages, untranslated). Translations are kept."""
    catalog = read(language)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    path.write_bytes(out.getvalue())
    return len(catalog), len(list(missing(catalog)))


def missing(catalog: Catalog) -> Iterator[Any]:
    """The messages of a catalogue without a (whole) translation."""
    for message in catalog:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(strings) or message.fuzzy:
            yield message


def compile_all() -> int:
    """Write the compiled catalogues that Django reads; they are not part of the source."""
    done = 0
    for language in FOLDERS:
        path = path_of(language)
        target = path.with_suffix(".mo")
        if not path.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        out = io.BytesIO()
        write_mo(out, read(language))
        temporary = target.with_suffix(".new")
        temporary.write_bytes(out.getvalue())
        temporary.replace(target)
        done += 1
    return done
