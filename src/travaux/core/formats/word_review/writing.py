"""Margin comments and bookmarks put into a Word file that any writer made, in one pass."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from travaux.core.formats.bounds import (
    OfficeArchive,
    is_unread,
    open_office_archive,
    parse_xml,
)
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_package import is_isolate, main_part
from travaux.core.formats.word_review.model import MarginComment
from travaux.core.formats.word_review.places import paragraphs_of
from travaux.core.problems import Unusable

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    f'xmlns:w="{W[1:-1]}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'mc:Ignorable="w14 w15"'
)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_STYLE = (
    '<w:style w:type="character" w:styleId="CommentReference" xmlns:w="{w}">'
    '<w:name w:val="annotation reference"/><w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
)
# Word's paragraph identities are hexadecimal and below 80000000.
_FIRST_IDENTITY = 0x20000000


def with_margin_comments(
    data: bytes,
    comments: Sequence[MarginComment],
    *,
    names: Mapping[int, str] | None = None,
) -> bytes:
    """The Word file with these comments in its margin, and bookmarks around whole paragraphs.

    Each comment is hung on the stretches `first` to `last` from `start` to `end`, as `read_review`
    counts them in the same file, and is read back so; its id may change, answers follow it.
    A comment whose stretch is not there hangs on the last one. `names` give a bookmark to a
    stretch. The file must not hold margin comments yet. Equal input gives equal bytes.
    Errors: `comments-already`, and those of `open_office_archive`.
    """
    archive = open_office_archive(data)
    main = main_part(archive)
    root = archive.xml(main)
    rels_name = re.sub(r"([^/]+)$", r"_rels/\1.rels", main)
    rels = archive.read(rels_name) if archive.has(rels_name) else _EMPTY_RELS
    if comments and (b"/comments" in rels or archive.has("word/comments.xml")):
        raise Unusable("comments-already", main)
    paragraphs = paragraphs_of(root)
    _hang(paragraphs, comments, names or {})
    parts = {main: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    if comments:
        parts["word/comments.xml"] = _comments_part(comments)
        parts["word/commentsExtended.xml"] = _threads_part(comments)
        parts[rels_name] = _with_relations(rels, main)
        parts["[Content_Types].xml"] = _with_types(archive.read("[Content_Types].xml"))
        if archive.has("word/styles.xml"):
            parts["word/styles.xml"] = _with_style(archive.read("word/styles.xml"))
    return _written(archive, data, parts)


_EMPTY_RELS = (
    _HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
).encode()


def _hang(
    paragraphs: Sequence[etree._Element],
    comments: Sequence[MarginComment],
    names: Mapping[int, str],
) -> None:
    """Put the marks of all ranges into the paragraphs, each paragraph being cut once."""
    if not paragraphs:
        return
    marks: dict[int, list[tuple[int, int, int, etree._Element]]] = {}
    final = len(paragraphs) - 1
    for number, comment in enumerate(comments):
        first = comment.first if 0 <= comment.first <= final else final
        last = comment.last if first <= comment.last <= final else first
        end = comment.end if last > first else max(comment.end, comment.start)
        # At one place ranges end before others begin, and an empty range begins before it ends.
        empty = last == first and end == comment.start
        opening = _made("commentRangeStart", id=str(number))
        marks.setdefault(first, []).append((comment.start, 2, number, opening))
        order = 3 if empty else 0
        closing = _made("commentRangeEnd", id=str(number))
        marks.setdefault(last, []).append((end, order, number, closing))
        marks[last].append((end, order, number, _reference(number)))
    for place, held in marks.items():
        _cut_in(paragraphs[place], sorted(held, key=lambda mark: mark[:3]))
    for number, (place, name) in enumerate(sorted(names.items())):
        if 0 <= place <= final:
            _bookmark(paragraphs[place], number + 10_000, name)


def _bookmark(paragraph: etree._Element, number: int, name: str) -> None:
    start = _made("bookmarkStart", id=str(number))
    start.set(W + "name", name[:40])
    properties = paragraph.find(W + "pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(_made("bookmarkEnd", id=str(number)))


def _cut_in(
    paragraph: etree._Element, marks: Sequence[tuple[int, int, int, etree._Element]]
) -> None:
    """Put marks at their places among the words, runs being divided where a mark falls inside."""
    waiting = list(marks)[::-1]
    at = 0
    last: etree._Element | None = None
    runs = [node for node in paragraph.iter(W + "r") if not _in_box(node, paragraph)]
    for run in runs:
        here: etree._Element | None = run
        while here is not None:
            length = _length(here)
            if not length:
                break
            while waiting and (
                waiting[-1][0] < at
                or (waiting[-1][0] == at and (waiting[-1][1] >= 2 or last is None))
            ):
                here.addprevious(waiting.pop()[3])
            while waiting and waiting[-1][0] <= at and last is not None:
                last = _after(last, waiting.pop()[3])
            if waiting and at < waiting[-1][0] < at + length:
                cut = waiting[-1][0]
                rest = _divided(here, cut - at)
                at, last, here = cut, here, rest
                while waiting and waiting[-1][0] == at and waiting[-1][1] < 2:
                    last = _after(last, waiting.pop()[3])
                continue
            at += length
            last, here = here, None
            while waiting and waiting[-1][0] == at and waiting[-1][1] < 2:
                last = _after(last, waiting.pop()[3])
    for mark in reversed(waiting):
        paragraph.append(mark[3])


def _after(node: etree._Element, mark: etree._Element) -> etree._Element:
    node.addnext(mark)
    return mark


def _in_box(run: etree._Element, paragraph: etree._Element) -> bool:
    for above in run.iterancestors():
        if above is paragraph:
            return False
        if above.tag == W + "txbxContent":
            return True
    return True


_ONE = frozenset(W + name for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sym"))


def _length(run: etree._Element) -> int:
    """How many signs of the text a run holds, as the reader counts them."""
    length = 0
    for child in run if not is_isolate(run) else ():
        if child.tag in (W + "t", W + "delText"):
            length += len(child.text or "")
        elif child.tag in _ONE and child.get(W + "type") in (None, "textWrapping"):
            length += 1
    return length


def _divided(run: etree._Element, at: int) -> etree._Element:
    """Cut a run in two at a sign; the second part, which stands after the first, is given back."""
    rest = etree.Element(W + "r")
    properties = run.find(W + "rPr")
    if properties is not None:
        rest.append(deepcopy(properties))
    passed = 0
    for child in list(run):
        if child is properties:
            continue
        if child.tag in (W + "t", W + "delText"):
            text = child.text or ""
            if passed >= at:
                rest.append(child)
            elif passed + len(text) > at:
                piece = etree.SubElement(rest, str(child.tag))
                _say(piece, text[at - passed :])
                _say(child, text[: at - passed])
            passed += len(text)
            continue
        if passed >= at:
            rest.append(child)
        if child.tag in _ONE and child.get(W + "type") in (None, "textWrapping"):
            passed += 1
    run.addnext(rest)
    return rest


def _say(node: etree._Element, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _made(name: str, **values: str) -> etree._Element:
    node = etree.Element(W + name)
    for key, value in values.items():
        node.set(W + key, value)
    return node


def _reference(number: int) -> etree._Element:
    run = _made("r")
    properties = etree.SubElement(run, W + "rPr")
    properties.append(_made("rStyle", val="CommentReference"))
    run.append(_made("commentReference", id=str(number)))
    return run


def _comments_part(comments: Sequence[MarginComment]) -> bytes:
    pieces = [f"{_HEAD}<w:comments {_SPACES}>"]
    identity = _FIRST_IDENTITY
    for number, comment in enumerate(comments):
        date = f' w:date="{comment.date}"' if _DATE.fullmatch(comment.date) else ""
        initials = f" w:initials={_quoted(comment.initials)}" if comment.initials else ""
        pieces.append(
            f'<w:comment w:id="{number}" w:author={_quoted(comment.author)}{date}{initials}>'
        )
        lines = _storable(comment.text).split("\n")
        for at, line in enumerate(lines):
            last = at == len(lines) - 1
            named = f' w14:paraId="{identity + number:08X}"' if last else ""
            sign = (
                '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
                if at == 0
                else ""
            )
            pieces.append(f"<w:p{named}>{sign}{_run(line)}</w:p>")
        pieces.append("</w:comment>")
    pieces.append("</w:comments>")
    return "".join(pieces).encode()


def _run(line: str) -> str:
    if not line:
        return ""
    words = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in line.split("\t")
    )
    return f"<w:r>{words}</w:r>"


def _threads_part(comments: Sequence[MarginComment]) -> bytes:
    places = {comment.id: number for number, comment in enumerate(comments)}
    pieces = [f"{_HEAD}<w15:commentsEx {_SPACES}>"]
    for number, comment in enumerate(comments):
        parent = places.get(comment.reply_to) if comment.reply_to else None
        above = f' w15:paraIdParent="{_FIRST_IDENTITY + parent:08X}"' if parent is not None else ""
        done = int(comment.resolved)
        pieces.append(
            f'<w15:commentEx w15:paraId="{_FIRST_IDENTITY + number:08X}"{above} w15:done="{done}"/>'
        )
    pieces.append("</w15:commentsEx>")
    return "".join(pieces).encode()


def _quoted(text: str) -> str:
    return quoteattr(_storable(" ".join(text.split())))


def _storable(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _with_relations(rels: bytes, main: str) -> bytes:
    root = parse_xml(rels)
    space = "{http://schemas.openxmlformats.org/package/2006/relationships}"
    folder = main.rpartition("/")[0]
    for key, kind, target in (
        ("rIdMargin", f"{_OFFICE}/comments", "comments.xml"),
        ("rIdThreads", _RELATION, "commentsExtended.xml"),
    ):
        node = etree.SubElement(root, space + "Relationship")
        node.set("Id", key)
        node.set("Type", kind)
        node.set("Target", target if folder == "word" else f"/word/{target}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_types(types: bytes) -> bytes:
    root = parse_xml(types)
    space = "{http://schemas.openxmlformats.org/package/2006/content-types}"
    for part in ("comments", "commentsExtended"):
        node = etree.SubElement(root, space + "Override")
        node.set("PartName", f"/word/{part}.xml")
        node.set("ContentType", f"{_WORD}.{part}+xml")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_style(styles: bytes) -> bytes:
    root = parse_xml(styles)
    if not any(node.get(W + "styleId") == "CommentReference" for node in root.iter(W + "style")):
        root.append(etree.fromstring(_STYLE.format(w=W[1:-1])))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _written(archive: OfficeArchive, data: bytes, parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in dict.fromkeys([*archive.names, *parts]):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, parts.get(name) or _as_it_was(archive, source, name))
    return out.getvalue()


def _as_it_was(archive: OfficeArchive, source: zipfile.ZipFile, name: str) -> bytes:
    """A part that stays; pictures, which nothing opens, are copied and not looked at."""
    if not is_unread(name):
        return archive.read(name)
    try:
        return source.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Unusable("file-broken", name) from error


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The Word file with one part changed; equal input gives equal bytes."""
    return _written(open_office_archive(data), data, {name: content})
