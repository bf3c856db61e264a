"""What `travaux comments read` tells of a letter or a mail, and of the files attached to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from travaux.comments.file_sentences import why_unplaced
from travaux.comments.file_words import kind_words
from travaux.core.comments.placing import Target, targets_of
from travaux.core.comments.points import SentOut, read_file
from travaux.core.comments.types import recognise
from travaux.core.formats.mails import Attachment
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.document import Document

Say = Callable[[Problem], dict[str, str]]
Told = dict[str, Any]
ReadIt = Callable[[bytes, str], Told]


def add_letter(
    told: Told, data: bytes, name: str, draft: Document | None, say: Say, read_it: ReadIt
) -> None:
    """The points of a letter or mail; each file of a mail is named, and read by `read_it`."""
    targets = targets_of(draft) if draft is not None else ()
    read = read_file(data, name, SentOut(tuple(targets)))
    told["problems"] += [say(problem) for problem in read.problems]
    by_key = {target.key: target for target in targets}
    for point in read.points:
        target = by_key.get(point.key)
        if targets and point.scope == "unplaced":
            told["problems"].append({"where": point.where, "what": why_unplaced(point.why)})
        told["comments"].append(
            {
                "author": point.author,
                "date": point.date or None,
                "paragraph": named(target) if target else point.paragraph or point.clause,
                "quote": "",
                "type": type_of(point.text),
                "comment": point.text,
                "proposed": "",
                "reply_to": None,
                "resolved": None,
                "line": point.where.removeprefix("line "),
            }
        )
    if read.attachments:
        told["attachments"] = [_attached(one, say, read_it) for one in read.attachments]


def _attached(one: Attachment, say: Say, read_it: ReadIt) -> Told:
    entry: Told = {
        "name": one.name,
        "kind": kind_words(one.name, one.media_type),
        "media_type": one.media_type,
        "size": one.size,
    }
    if not one.is_file:
        return entry
    try:
        read = read_it(one.data, one.name)
    except Unusable as unusable:
        read = {"comments": [], "changes": [], "problems": [say(unusable.problem)]}
    return entry | {"read": read}


def named(target: Target) -> str:
    """A paragraph as a person finds it: the number of its section and its own, or its first words."""
    path = [n for n in target.section_path if n]
    if target.kind == "heading":
        return target.number or target.label or target.text[:60]
    return "/".join([*path[-1:], target.number or target.label]).strip("/") or target.text[:60]


def type_of(text: str) -> str:
    """A type that the commenter wrote before a colon: "ed: a comma is missing"."""
    head, colon, _ = text.partition(":")
    return head.strip() if colon and len(head) <= 20 and recognise(head) else ""
