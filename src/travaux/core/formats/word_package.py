"""How a Word file hangs together: its main part, the parts beside it, and its links."""

from __future__ import annotations

import posixpath

from travaux.core.formats.bounds import OfficeArchive

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DOCUMENT_TYPE = "/officeDocument"


def main_part(archive: OfficeArchive) -> str:
    """The name of the part that holds the text, as the file itself says."""
    if archive.has("_rels/.rels"):
        for node in archive.xml("_rels/.rels").findall(PACKAGE + "Relationship"):
            target = (node.get("Target") or "").lstrip("/")
            if (node.get("Type") or "").endswith(DOCUMENT_TYPE) and archive.has(target):
                return target
    return "word/document.xml"


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


def safe_link(target: str) -> bool:
    """Whether a link may be kept: web, mail and places in the text only.

    >>> safe_link("https://example.org"), safe_link("javascript:alert(1)")
    (True, False)
    """
    return target.lower().startswith(("http://", "https://", "mailto:", "#"))
