"""The one page that says who words what and who reacts to what."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from travaux.plumbing.verdicts import SENTENCES

ROOMS = (
    "plumbing",
    "journal",
    "people",
    "roadmap",
    "funding",
    "drafts",
    "consultations",
    "comments",
    "answers",
    "reports",
)

TWICE: list[tuple[str, str]] = []  # codes that two rooms word; a test wants none


def connect() -> None:
    """Collect the sentences of every room; a code stands in one room only."""
    for room in ROOMS:
        name = f"travaux.{room}.wording"
        if find_spec(name) is None:
            continue
        for code, text in import_module(name).REFUSALS.items():
            if code in SENTENCES and SENTENCES[code] is not text:
                TWICE.append((code, room))
            SENTENCES.setdefault(code, text)
    _connect_reactions()


def _connect_reactions() -> None:
    """Who reacts to what, in this order."""
    from travaux.comments import reactions as comments
    from travaux.consultations.facts import RoundClosedEarly, RoundExtended
    from travaux.plumbing.reactions import connect as follow

    follow(RoundExtended, comments.on_extension)
    follow(RoundClosedEarly, comments.on_closing)
