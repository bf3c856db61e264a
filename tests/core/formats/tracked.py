"""A reader of tracked changes of its own: it settles a Word file by the rules of the format alone."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = ("word/document.xml", "word/footnotes.xml")
IN, OUT = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")


def settled(data: bytes, how: Literal["accept", "reject"]) -> bytes:
    """The file with every tracked change accepted, or every one rejected; none is left."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in PARTS:
                root = etree.fromstring(content)
                settle(root, how)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            target.writestr(entry.filename, content)
    return out.getvalue()


def settle(root: etree._Element, how: Literal["accept", "reject"]) -> None:
    stays, goes = (IN, OUT) if how == "accept" else (OUT, IN)
    for change in list(root.iter(W + "pPrChange")):
        properties = change.getparent()
        assert properties is not None
        if how == "reject":
            marks = properties.findall(W + "rPr")
            for child in list(properties):
                properties.remove(child)
            properties.extend([*list(change[0]), *marks])
        else:
            properties.remove(change)
    for row in list(root.iter(W + "tr")):
        tracked = row.find(W + "trPr")
        if tracked is not None and any(tracked.find(tag) is not None for tag in goes):
            row.getparent().remove(row)  # type: ignore[union-attr]
    for table in list(root.iter(W + "tbl")):
        if table.find(W + "tr") is None:
            table.getparent().remove(table)  # type: ignore[union-attr]
    for paragraph in list(root.iter(W + "p")):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        gone = mark is not None and any(mark.find(tag) is not None for tag in goes)
        for tag in (*goes, *stays):
            for node in [*paragraph.findall(tag), *paragraph.findall(f"{W}hyperlink/{tag}")]:
                parent = node.getparent()
                assert parent is not None
                at = parent.index(node)
                parent[at : at + 1] = [] if tag in goes else list(node)
        for text in list(paragraph.iter(W + "delText")):
            text.tag = W + "t"
        if gone:
            # The content joins the paragraph after it, which keeps its own properties.
            following = paragraph.getnext()
            while following is not None and following.tag != W + "p":
                assert following.tag != W + "tbl" or not paragraph.findall(W + "r")
                following = following.getnext()
            content = [child for child in paragraph if child.tag != W + "pPr"]
            if following is not None:
                start = 1 if following.find(W + "pPr") is not None else 0
                following[start:start] = content
            parent = paragraph.getparent()
            assert parent is not None
            parent.remove(paragraph)
    for tag in (*IN, *OUT):
        for node in list(root.iter(tag)):
            node.getparent().remove(node)  # type: ignore[union-attr]
