"""The five catalogues hold every message, whole, with its placeholders, and nothing stale."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.house.source import SRC
from travaux.plumbing import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
MARKUP = re.compile(r"</?[a-z]+")


def _strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def _ids(message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


@cache
def _wanted() -> frozenset[tuple[str, str | None]]:
    """What the source says: read once for all five languages."""
    return frozenset((str(m.id), m.context) for m in catalogues.template() if m.id)


@pytest.mark.parametrize("language", sorted(catalogues.FOLDERS))
def test_catalogue_is_complete(language: str) -> None:
    catalog = catalogues.read(language)
    wanted = _wanted()
    held = {(str(m.id), m.context) for m in catalog if m.id}
    assert not sorted(str(w) for w in wanted - held)[:20], "run: travaux catalogues update"
    assert not sorted(str(h) for h in held - wanted)[:20], "stale messages"
    assert not [m.id for m in catalogues.missing(catalog)][:20]


@pytest.mark.parametrize("language", sorted(catalogues.FOLDERS))
def test_placeholders_and_markup_survive(language: str) -> None:
    wrong = []
    for message in catalogues.read(language):
        if not message.id:
            continue
        ids = _ids(message)
        allowed = set().union(*(PLACEHOLDER.findall(i) for i in ids))
        for string in _strings(message):
            found = set(PLACEHOLDER.findall(string))
            # a plural form may leave the number out ("one comment"), never add what is not there
            if found - allowed or (len(ids) == 1 and found != allowed):
                wrong.append((ids[0][:60], sorted(found)))
            if len(ids) == 1 and sorted(MARKUP.findall(string)) != sorted(MARKUP.findall(ids[0])):
                wrong.append((ids[0][:60], "markup"))
    assert not wrong[:10]


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_no_english_is_left(language: str) -> None:
    """In another script a translation without a letter of it is English left standing."""
    own = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}[language]
    wrong = []
    for message in catalogues.read(language):
        for i, s in zip(_ids(message), _strings(message), strict=False):
            if (message.id and re.search(r"[A-Za-z]{4,}", PLACEHOLDER.sub("", i)) and s == i) or (
                (
                    message.id
                    and s
                    and re.search(r"\b[a-z]{4,}\b \b[a-z]{3,}\b", PLACEHOLDER.sub("", i))
                )
                and not re.search(own, s)
            ):
                wrong.append(i)
    assert not wrong[:10]


def test_every_name_under_which_messages_are_asked_for_is_read() -> None:
    """A name that the extraction does not know would leave its messages out of all catalogues."""
    taken = re.compile(
        r"from django\.utils\.translation import (?:\([^)]*\)|[^\n(]+)", re.MULTILINE
    )
    asked = set()
    for path in SRC.rglob("*.py"):
        for lines in taken.findall(path.read_text(encoding="utf-8")):
            asked |= set(re.findall(r"\b\w*gettext\w* as (\w+)", lines))
    assert asked >= {"_"}
    assert not asked - set(catalogues.KEYWORDS)
