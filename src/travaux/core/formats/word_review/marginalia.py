"""The comments part of a Word file: who wrote what, in answer to what, and whether it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_review.changes import author_of, date_of

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
W16CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
W16CEX = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_OFF = frozenset(("0", "false", "off", "none", ""))
Part = Callable[[str], "etree._Element | None"]


@dataclass(frozen=True, slots=True)
class Marginal:
    """A comment as its own part has it, before it is known what it is hung on."""

    id: str
    author: str
    initials: str
    date: str
    text: str
    reply_to: str = ""
    resolved: bool = False
    date_utc: str = ""


def read_marginalia(part: Part, words: Callable[[etree._Element], str]) -> dict[str, Marginal]:
    """The comments by id. `part` gives a part by the end of its type; `words` those of a paragraph.

    Answers are found by the identity of the last paragraph of the comment they answer, as Word
    keeps it in a part of its own; a comment whose answer-to is itself or unknown answers none.
    """
    root = part("/comments")
    if root is None:
        return {}
    found: dict[str, Marginal] = {}
    by_paragraph: dict[str, str] = {}
    last_paragraph: dict[str, str] = {}
    for node in root.iter(W + "comment"):
        key = node.get(W + "id") or ""
        if key in found:
            continue
        paragraphs = list(node.iter(W + "p"))
        for paragraph in paragraphs:
            identity = paragraph.get(W14 + "paraId")
            if identity:
                by_paragraph[identity.upper()] = key
                last_paragraph[key] = identity.upper()
        text = "\n".join(words(paragraph) for paragraph in paragraphs).strip("\n")
        found[key] = Marginal(
            key, author_of(node), (node.get(W + "initials") or "")[:20], date_of(node), text
        )
    threads = _threads(part("/commentsExtended"))
    instants = _instants(part("/commentsIds"), part("/commentsExtensible"))
    for key, comment in found.items():
        identity = last_paragraph.get(key, "")
        parent, done = threads.get(identity, ("", False))
        reply_to = by_paragraph.get(parent, "") if parent else ""
        found[key] = Marginal(
            comment.id,
            comment.author,
            comment.initials,
            comment.date,
            comment.text,
            "" if reply_to == key else reply_to,
            done,
            instants.get(identity, ""),
        )
    return found


def _threads(root: etree._Element | None) -> dict[str, tuple[str, bool]]:
    """Of each comment's last paragraph: the paragraph it answers, and whether it is done."""
    found: dict[str, tuple[str, bool]] = {}
    for node in root.iter(W15 + "commentEx") if root is not None else ():
        identity = (node.get(W15 + "paraId") or "").upper()
        parent = (node.get(W15 + "paraIdParent") or "").upper()
        found[identity] = (parent, (node.get(W15 + "done") or "0").lower() not in _OFF)
    return found


def _instants(ids: etree._Element | None, extensible: etree._Element | None) -> dict[str, str]:
    """The instant in UTC, where newer versions of Word keep it, by the comment's last paragraph."""
    durable: dict[str, str] = {}
    for node in extensible.iter(W16CEX + "commentExtensible") if extensible is not None else ():
        key, instant = node.get(W16CEX + "durableId"), node.get(W16CEX + "dateUtc")
        if key and instant:
            durable[key.upper()] = instant[:40]
    found: dict[str, str] = {}
    for node in ids.iter(W16CID + "commentId") if ids is not None else ():
        identity = (node.get(W16CID + "paraId") or "").upper()
        key = (node.get(W16CID + "durableId") or "").upper()
        if key in durable:
            found[identity] = durable[key]
    return found
