"""A form as an XForm for applications on devices, and what they send back, as OpenRosa has it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from travaux.core.problems import Unusable
from travaux.core.surveys.model import FILES, Form, Group, Item, Question
from travaux.core.surveys.xlsform_out import write_xlsform

LARGEST = 5 * 1024 * 1024  # of the answers, without files
_DEEPEST = 40
_PLAIN = ("{http://openrosa.org/xforms}", "{http://www.w3.org/2002/xforms}")


def write_xform(form: Form, form_id: str, version: str) -> bytes:
    """The XForm, made by pyxform out of the same form as XLSForm."""
    from pyxform.xls2xform import convert

    given = replace(form, name=form_id, version=version)
    made = convert(io.BytesIO(write_xlsform(given)), file_type=".xlsx", form_name="data")
    return str(made.xform).encode()


def read_submission(data: bytes) -> tuple[str, str, str, Any]:
    """(form id, version, instance id, root element) of what a device sends.

    Entities, document types and outside references are refused. Errors: `file-too-large`,
    `submission-unreadable`.
    """
    if len(data) > LARGEST:
        raise Unusable("file-too-large", megabytes=LARGEST // 2**20)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unusable("submission-unreadable") from None
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise Unusable("submission-unreadable")
    instance = ""
    for meta in root:
        if isinstance(meta.tag, str) and _name(meta) == "meta":
            for one in meta:
                if isinstance(one.tag, str) and _name(one) == "instanceID":
                    instance = (one.text or "").strip()
    instance = instance or str(root.get("instanceID", ""))
    form_id = str(root.get("id", ""))
    if not instance or not form_id or len(instance) > 100:
        raise Unusable("submission-unreadable")
    return form_id, str(root.get("version", "")), instance.removeprefix("uuid:"), root


def _name(element: Any) -> str:
    name = str(element.tag)
    return name.rsplit("}", 1)[-1]


def answers_of(form: Form, root: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What was answered, as typed into the form, and what has no place in it."""
    raw: dict[str, str] = {}
    typed = _inside(form.items, root, raw, "", 0)
    return typed, raw


def _inside(
    items: tuple[Item, ...], element: Any, raw: dict[str, str], path: str, depth: int
) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise Unusable("submission-unreadable")
    known: Mapping[str, Item] = {i.name: i for i in items}
    found: dict[str, Any] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = _name(child)
        item = known.get(name)
        here = f"{path}/{name}" if path else name
        if name == "meta" and item is None:
            continue
        if isinstance(item, Group):
            inner = _inside(item.items, child, raw, here, depth + 1)
            if item.repeat:
                if child.get("{http://openrosa.org/javarosa}template") is None:
                    found.setdefault(name, []).append(inner)
            else:
                found |= inner
        elif isinstance(item, Question):
            text = (child.text or "").strip()
            if item.kind in ("select-multiple", "rank"):
                found[name] = text.split()
            elif item.kind in FILES:
                found[name] = [text] if text else []
            elif item.kind != "note":
                found[name] = text[:16] if item.kind == "datetime" else text
                if item.kind == "time":
                    found[name] = text[:5]
        elif len(child) == 0 and (child.text or "").strip():
            raw[here[:200]] = (child.text or "").strip()[:2000]
        elif len(child):
            _inside((), child, raw, here, depth + 1)
    return found
