"""What a tracked change of formatting switched, in a few letters."""

from __future__ import annotations

from lxml import etree

from travaux.core.formats.word_numbering import W

_NAMES = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "strike": "strike",
    "caps": "capitals",
    "smallCaps": "small-capitals",
    "vertAlign": "raised",
    "color": "colour",
    "highlight": "highlight",
    "sz": "size",
    "rFonts": "font",
    "rStyle": "style",
    "lang": "language",
    "pStyle": "style",
    "jc": "alignment",
    "ind": "indent",
    "spacing": "spacing",
    "numPr": "numbering",
    "outlineLvl": "heading",
}


def switched(change: etree._Element, now: etree._Element) -> str:
    """What is on now and was not, "+"; was on and is not, "-"; is on otherwise, "~".

    `change` is the `w:rPrChange` or `w:pPrChange` that stands in the properties `now`.
    """
    was = change.find(W + "rPr")
    was = was if was is not None else change.find(W + "pPr")
    held = _values(was) if was is not None else {}
    here = _values(now)
    found = []
    for name in dict.fromkeys([*held, *here]):
        if held.get(name) == here.get(name):
            continue
        sign = "+" if name not in held else "-" if name not in here else "~"
        found.append(f"{_NAMES[name]}{sign}")
    return " ".join(sorted(set(found)))


def _values(properties: etree._Element) -> dict[str, tuple[tuple[str, str], ...]]:
    values: dict[str, tuple[tuple[str, str], ...]] = {}
    for node in properties:
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name in _NAMES and (node.get(W + "val") or "").lower() not in ("0", "false", "none"):
            inner = tuple((str(child.tag), str(child.get(W + "val"))) for child in node)
            values[name] = (
                *sorted((str(key), str(value)) for key, value in node.items()),
                *inner,
            )
    return values
