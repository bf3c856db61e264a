"""The pieces that a Word file is made of: paragraphs, runs and their properties."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from travaux.core.formats.word_in import R
from travaux.core.formats.word_numbering import W
from travaux.core.formats.word_package import ISOLATE_STYLE

NAMESPACES = {"w": W[1:-1], "r": R[1:-1]}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def made(name: str, **values: str) -> Any:
    """An element of WordprocessingML with its attributes."""
    element = etree.Element(W + name, nsmap=NAMESPACES)
    for key, value in values.items():
        element.set(W + key, value)
    return element


def paragraph_properties(style: str, rtl: bool) -> Any:
    """The style of a paragraph, and its direction."""
    properties = made("pPr")
    properties.append(made("pStyle", val=style))
    if rtl:
        properties.append(made("bidi"))
    return properties


def run_properties(style: str, kinds: list[str] | tuple[()], rtl: bool) -> Any:
    """How a run looks: its style, emphasis (kinds of marks) and direction."""
    properties = made("rPr")
    if style:
        properties.append(made("rStyle", val=style))
    if "code" in kinds:
        properties.append(made("rFonts", ascii="Courier New", hAnsi="Courier New"))
    for kind, names in (("strong", ("b", "bCs")), ("em", ("i", "iCs"))):
        if kind in kinds:
            properties.extend([made(name) for name in names])
    if "sup" in kinds or "sub" in kinds:
        properties.append(made("vertAlign", val="superscript" if "sup" in kinds else "subscript"))
    if rtl:
        properties.append(made("rtl"))
    return properties


def cell_width(share: int) -> Any:
    """The properties of a cell of this width, in twentieths of a point."""
    properties = made("tcPr")
    properties.append(made("tcW", w=str(share), type="dxa"))
    return properties


def run_of(text: str, *, kinds: list[str] | None = None, rtl: bool = False, style: str = "") -> Any:
    """A run of text; line breaks and tabs become elements of their own."""
    run = made("r")
    properties = run_properties(style, kinds or (), rtl)
    if len(properties):
        run.append(properties)
    for place, line in enumerate(storable(text).split("\n")):
        if place:
            run.append(made("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.append(made("tab"))
            if piece:
                run.append(text_of(piece))
    return run


def isolate_edge(sign: str) -> Any:
    """A run that begins or ends an isolate; readers of ours leave it out."""
    return run_of(sign, style=ISOLATE_STYLE)


def text_of(words: str) -> Any:
    """The text element of a run, its spaces kept."""
    element = made("t")
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def storable(text: str) -> str:
    """Text without the characters that XML cannot hold.

    >>> storable("a\\ufffeb")
    'ab'
    """
    return "".join(
        sign
        for sign in text
        if sign in "\n\t"
        or (" " <= sign <= "\ud7ff")
        or "\ue000" <= sign <= "\ufffd"
        or sign > "\uffff"
    )


def undated(data: bytes) -> bytes:
    """The same archive with no clock in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return out.getvalue()
