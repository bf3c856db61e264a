"""`begin loop over LIST`: a group asked once for each choice of a list, written out as groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_FILLED = re.compile(r"%\((name|label)\)s")
_NONE = "none"  # "none of them" is no thing to be asked about, as pyxform has it


def without_loops(told: Any) -> list[dict[str, Any]]:
    """The items of pyxform's tree, each loop as a group with one group for each choice.

    A loop `uses` over the choices `bus` and `tram` with a question `cost` becomes the group `uses`
    with the groups `uses_bus` and `uses_tram`, in which `uses_bus_cost` and `uses_tram_cost` are
    asked: names are unique in the whole form. `%(name)s` and `%(label)s` stand for the choice, and
    `${cost}` inside of the loop for the question of the same choice.
    """
    made = []
    for one in told if isinstance(told, list) else ():
        inner = without_loops(one.get("children")) if one.get("children") else None
        if one.get("type") != "loop":
            made.append({**one, "children": inner} if inner is not None else dict(one))
            continue
        name = str(one.get("name", ""))
        groups = [
            _of_choice(name, choice, inner or [])
            for choice in one.get("columns") or ()
            if choice.get("name") != _NONE
        ]
        rest = {k: v for k, v in one.items() if k not in ("columns", "children", "type")}
        made.append({**rest, "type": "group", "children": groups})
    return made


def _of_choice(loop: str, choice: Mapping[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{loop}_{choice.get('name', '')}"
    names = {inside: f"{name}_{inside}" for inside in _names(items)}
    label = choice.get("label") or str(choice.get("name", ""))
    return {
        "type": "group",
        "name": name,
        "label": label,
        "children": [_item(one, choice, label, names) for one in items],
    }


def _names(items: list[dict[str, Any]]) -> Iterator[str]:
    for one in items:
        yield str(one.get("name", ""))
        yield from _names(one.get("children") or [])


def _item(
    one: Mapping[str, Any], choice: Mapping[str, Any], label: Any, names: Mapping[str, str]
) -> dict[str, Any]:
    made = {
        key: value if key in ("choices", "columns", "type") else _put(value, choice, label, names)
        for key, value in one.items()
        if key not in ("children", "name")
    }
    made["name"] = names[str(one.get("name", ""))]
    if one.get("children"):
        made["children"] = [_item(i, choice, label, names) for i in one["children"]]
    return made


def _put(
    value: Any, choice: Mapping[str, Any], label: Any, names: Mapping[str, str], language: str = ""
) -> Any:
    if isinstance(value, Mapping):
        return {k: _put(v, choice, label, names, str(k)) for k, v in value.items()}
    if not isinstance(value, str):
        return value
    here = label
    if isinstance(label, Mapping):
        here = label.get(language) or next(iter(label.values()), "")

    def filled(match: re.Match[str]) -> str:
        return str(choice.get("name", "")) if match[1] == "name" else str(here)

    def renamed(match: re.Match[str]) -> str:
        return f"${{{names.get(match[1], match[1])}}}"

    return _REFERENCE.sub(renamed, _FILLED.sub(filled, value))
