"""How a Word file hangs together: its main part, the parts beside it, and its links."""

from __future__ import annotations

import posixpath

from lxml import etree

from travaux.core.formats.bounds import OfficeArchive
from travaux.core.formats.word_numbering import W, value_of

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DOCUMENT_TYPE = "/officeDocument"
# The style of runs that hold nothing but the beginning or the end of an isolate, put in around the
# tags of delegations in a text from right to left; they are no part of the words.
ISOLATE_STYLE, ISOLATE_NAME = "DraftIsolate", "draft isolate"
_ISOLATES = {ord("\u2066"): None, ord("\u2069"): None}


def main_part(archive: OfficeArchive) -> str:
    """The name of the part that holds the text, as the file itself says."""
    if archive.has("_rels/.rels"):
        for node in archive.xml("_rels/.rels").findall(PACKAGE + "Relationship"):
            target = (node.get("Target") or "").lstrip("/")
            if (node.get("Type") or "").endswith(DOCUMENT_TYPE) and archive.has(target):
                return target
    return "word/document.xml"


def part_of(archive: OfficeArchive, name: str) -> etree._Element:
    """A part of a Word file as XML, without the isolates that the writer put in.

    What somebody typed on in the style of such a run stays. Errors: those of the archive.
    """
    root = archive.xml(name)
    for style in list(root.iter(W + "rStyle")):
        run = next(style.iterancestors(W + "r"), None)
        if run is None or style.get(W + "val") != ISOLATE_STYLE:
            continue
        for text in list(run.iter(W + "t", W + "delText")):
            text.text = (text.text or "").translate(_ISOLATES)
            if not text.text:
                run.remove(text)
        above = run.getparent()
        if len(run) == 1 and above is not None:
            above.remove(run)
    return root


def is_isolate(run: etree._Element) -> bool:
    """Whether a run only begins or ends an isolate that the writer put in."""
    return value_of(run.find(W + "rPr"), "rStyle") == ISOLATE_STYLE and not any(
        (text.text or "").translate(_ISOLATES) for text in run.iter(W + "t", W + "delText")
    )


def relations(archive: OfficeArchive, main: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The links of a part that may be kept, by id; and (type, name) of the parts beside it."""
    folder, base = posixpath.split(main)
    links: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if not archive.has(name):
        return links, parts
    for node in archive.xml(name).findall(PACKAGE + "Relationship"):
        kind, target = node.get("Type") or "", node.get("Target") or ""
        if node.get("TargetMode") == "External":
            if kind.endswith("/hyperlink") and safe_link(target):
                links[node.get("Id") or ""] = target
        else:
            full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            parts.append((kind, posixpath.normpath(full)))
    return links, parts


def external_parts(archive: OfficeArchive, main: str) -> int:
    """How many things a part shows from outside the file, web links left aside; none is fetched."""
    folder, base = posixpath.split(main)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if not archive.has(name):
        return 0
    return sum(
        1
        for node in archive.xml(name).findall(PACKAGE + "Relationship")
        if node.get("TargetMode") == "External"
        and not (node.get("Type") or "").endswith("/hyperlink")
    )


def safe_link(target: str) -> bool:
    """Whether a link may be kept: web, mail and places in the text only.

    >>> safe_link("https://example.org"), safe_link("javascript:alert(1)")
    (True, False)
    """
    return target.lower().startswith(("http://", "https://", "mailto:", "#"))
