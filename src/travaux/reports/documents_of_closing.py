"""The closing report of a track as a document: as kept, or as of today; and what differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from travaux.answers.wording import outcome_words
from travaux.comments.wording import PARTIES, type_name
from travaux.consultations.models import Track
from travaux.consultations.queries import audience_of
from travaux.consultations.wording import KINDS
from travaux.core.formats.text_files import write_text
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day
from travaux.people.models import Office
from travaux.plumbing.languages import current, said
from travaux.reports.documents_of_tracks import masthead, table
from travaux.reports.models import ClosingEdition
from travaux.reports.queries.closing import Closing, words_of
from travaux.reports.wording import OCCASIONS

ENDINGS = ("docx", "pdf", "json")


def _heading(text: str, level: int = 1) -> Block:
    return Block("heading", text, level=level)


def heard_words(code: str) -> str:
    """A count as a page says it: "≥5" and "<5" of a file in words."""
    if code.startswith("≥"):
        return _("at least %(n)s") % {"n": code[1:]}
    if code.startswith("<"):
        return _("fewer than %(n)s") % {"n": code[1:]}
    return _("sealed") if code == "sealed" else code


def _for_whom(found: Closing) -> str:
    """Kind and audience of the track as they were."""
    told = dict(found.audience)
    was = Track(
        kind=told["kind"],
        regions=told["regions"],
        roles=told["roles"],
        organisations=told["organisations"],
        persons=[""] * told["persons"],
        office=Office.objects.filter(key=told["office"]).first() if told["office"] else None,
    )
    return f"{KINDS[was.kind]}: {'; '.join(audience_of(was))}"


def _asked(found: Closing) -> list[tuple[str, ...]]:
    names = {key: said(titles) or key for key, titles in found.rounds}
    return [
        (names.get(key, key), str(PARTIES[kind]), asked, heard_words(heard))
        for key, kind, asked, heard in found.asked
    ]


def _in_words(rows: Iterable[tuple[str, ...]], words: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Rows that begin with the key of a comment, with its words instead."""
    gone = _("(These words were withdrawn or taken out since.)")
    return [(words.get(key) or gone, *rest) for key, *rest in rows]


def edition_line(edition: ClosingEdition) -> str:
    """Which edition this is, since when and why it is kept."""
    return _("Edition %(number)s of %(day)s: %(why)s.") % {
        "number": edition.number,
        "day": day(edition.kept_at.astimezone(UTC)),
        "why": OCCASIONS[edition.occasion],
    }


def closing_blocks(found: Closing, words: Mapping[str, str] | None = None) -> list[Block]:
    """The closing report, section by section."""
    words = words_of(found) if words is None else words
    blocks = [
        Block("paragraph", _for_whom(found)),
        _heading(_("Who was asked, and who answered")),
        table(
            [(_("Round"), _("Who"), _("Asked"), _("Heard")), *_asked(found)]
            if found.asked
            else [(_("Nothing yet."),)]
        ),
        _heading(_("What they said")),
        Block("paragraph", _("Comments: %(n)s") % {"n": found.comments}),
        table(
            [
                (_("Section"), _("Comments")),
                *((name or _("The whole text"), n) for name, n in found.sections),
            ]
        ),
        table(
            [
                (_("Type of comment"), _("Comments")),
                *((type_name(found.table, code) or "–", n) for code, n in found.types),
            ]
        ),
        *_alike_blocks(found, words),
        _heading(_("What became of it")),
        Block(
            "paragraph",
            _("Answers released: %(n)s. Paragraphs changed because of comments: %(changed)s.")
            % {"n": found.answered, "changed": found.changed},
        ),
    ]
    if found.outcomes:
        rows = [(_("Outcome"), _("Comments")), *((outcome_words(c), n) for c, n in found.outcomes)]
        blocks.append(table(rows))
    if found.points:
        blocks.append(_heading(_("Points that several made")))
        blocks.append(
            table(
                [
                    (_("In the words of the first"), _("Comments"), _("Outcome")),
                    *((w, n, outcome_words(c)) for w, n, c in _in_words(found.points, words)),
                ]
            )
        )
    return blocks


def _alike_blocks(found: Closing, words: Mapping[str, str]) -> list[Block]:
    """What was said many times in nearly the same words, and what this does not say."""
    if found.alike is None:
        told = _("There are too many comments to hold each against all others here.")
        return [Block("paragraph", told)]
    if not found.alike:
        return []
    told = _(
        "A program put together what stands in nearly the same words. The same thought in other "
        "words, or in another language, is not found in this way."
    )
    heads = (_("In the words of the first"), _("Comments"), _("From how many"))
    return [
        _heading(_("Said in nearly the same words"), 2),
        Block("paragraph", told),
        table([heads, *_in_words(found.alike, words)]),
    ]


def _figures(found: Closing) -> dict[str, str]:
    """Each single figure of a report under its name, in the order of the report."""
    told = {_("Rounds"): str(len(found.rounds))}
    for name, who, asked, heard in _asked(found):
        told[_("%(who)s, asked (%(round)s)") % {"who": who, "round": name}] = asked
        told[_("%(who)s, heard (%(round)s)") % {"who": who, "round": name}] = heard
    told[_("Comments")] = found.comments
    for name, n in found.sections:
        told[_("Comments on “%(section)s”") % {"section": name or _("The whole text")}] = n
    for code, n in found.types:
        kind = type_name(found.table, code) or "–"
        told[_("Comments of the type “%(type)s”") % {"type": kind}] = n
    told[_("Answers released")] = found.answered
    for code, n in found.outcomes:
        told[_("Outcome “%(outcome)s”") % {"outcome": outcome_words(code)}] = n
    told[_("Points that several made")] = str(len(found.points))
    if found.alike is not None:
        told[_("Said in nearly the same words")] = str(len(found.alike))
    told[_("Paragraphs changed because of comments")] = found.changed
    return told


def changes(kept: Closing, now: Closing) -> list[tuple[str, str, str]]:
    """What differs: name of the figure, as it was kept, as it is now; a line for each."""
    before, after = _figures(kept), _figures(now)
    return [
        (name, before.get(name) or "–", after.get(name) or "–")
        for name in dict.fromkeys([*before, *after])
        if (before.get(name) or "–") != (after.get(name) or "–")
    ]


def closing_title(track: Track) -> str:
    return _("Closing report: %(track)s") % {"track": said(track.titles)}


def write_closing(
    track: Track, found: Closing, ending: str, edition: ClosingEdition | None = None
) -> bytes:
    """The closing report as a file: of the edition as it was kept, or as of today (None)."""
    if ending == "json":
        told = _as_data(track, found, edition)
        return json.dumps(told, ensure_ascii=False, indent=1).encode()
    blocks = closing_blocks(found)
    if edition is not None:
        mark = _("Fingerprint (SHA-256)") + f" {edition.digest}"
        blocks[:0] = [Block("paragraph", edition_line(edition)), Block("paragraph", mark)]
    document = Document(closing_title(track), tuple(blocks), current())
    return write_text(document, ending, masthead=masthead(found.invented))


def _as_data(track: Track, found: Closing, edition: ClosingEdition | None) -> dict[str, Any]:
    words = words_of(found)
    return {
        "track": track.key,
        "edition": None
        if edition is None
        else {
            "number": edition.number,
            "kept_at": edition.kept_at.astimezone(UTC).isoformat(),
            "occasion": edition.occasion,
            "sha256": edition.digest,
        },
        "closed": found.is_closed,
        "rounds": [key for key, _titles in found.rounds],
        "asked": [list(row) for row in _asked(found)],
        "comments": found.comments,
        "types": dict(found.types),
        "sections": dict(found.sections),
        "answers_released": found.answered,
        "outcomes": dict(found.outcomes),
        "points": [
            {"words": words.get(key, ""), "comments": n, "outcome": code}
            for key, n, code in found.points
        ],
        "alike": None
        if found.alike is None
        else [
            {"words": words.get(key, ""), "comments": n, "parties": p} for key, n, p in found.alike
        ],
        "paragraphs_changed": found.changed,
        "rounds_withheld": found.withheld,
    }
