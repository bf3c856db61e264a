"""A form as plain values, for storage, for files that people read, and for its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from travaux.core.ledger.canonical import digest
from travaux.core.problems import Unusable
from travaux.core.surveys.model import Choice, Form, Group, Item, Question, Texts

_TEXTS = ("labels", "hints", "required_messages", "constraint_messages")
_WORDS = ("required", "relevant", "constraint", "calculation", "default", "choice_filter")
_NUMBERS = ("least", "most", "step")


def form_to_plain(form: Form) -> dict[str, Any]:
    """The form as what JSON can hold; empty things are left out."""
    return {
        "name": form.name,
        **({"version": form.version} if form.version else {}),
        "titles": dict(form.titles),
        "languages": list(form.languages),
        "items": [_item_to_plain(item) for item in form.items],
    }


def _item_to_plain(item: Item) -> dict[str, Any]:
    if isinstance(item, Group):
        made: dict[str, Any] = {"group": item.name}
        made |= {k: dict(v) for k in ("labels", "hints") if (v := getattr(item, k))}
        made |= {k: v for k in ("relevant", "count", "appearance") if (v := getattr(item, k))}
        if item.repeat:
            made["repeat"] = True
        return {**made, "items": [_item_to_plain(one) for one in item.items]}
    made = {"name": item.name, "kind": item.kind}
    made |= {k: dict(v) for k in _TEXTS if (v := getattr(item, k))}
    made |= {k: v for k in (*_WORDS, "appearance") if (v := getattr(item, k))}
    made |= {k: str(v) for k in _NUMBERS if (v := getattr(item, k)) is not None}
    if item.read_only:
        made["read_only"] = True
    if item.tags:
        made["tags"] = sorted(item.tags)
    if item.choices:
        made["choices"] = [
            {
                "name": c.name,
                "labels": dict(c.labels),
                **({"filters": dict(c.filters)} if c.filters else {}),
            }
            for c in item.choices
        ]
    return made


def form_digest(form: Form) -> str:
    """The fingerprint of all that the form asks: 64 hexadecimal digits.

    >>> form_digest(Form("f", ())) == form_digest(Form("f", ()))
    True
    """
    return digest(form_to_plain(form))


def form_from_plain(told: Mapping[str, Any]) -> Form:
    """The form again. Lists of choices that several questions share may stand once, under
    `lists` (name -> choices), with `list` at the question. Error: `form-unreadable` with the place.
    """
    lists = {
        str(name): _choices(found, f"lists.{name}") for name, found in told.get("lists", {}).items()
    }
    return Form(
        name=str(told.get("name", "form")),
        version=str(told.get("version", "")),
        titles=_texts(told.get("titles", {}), "titles"),
        languages=tuple(str(one) for one in told.get("languages", ("en",))),
        items=_items(told.get("items", ()), "", lists),
    )


def _items(told: Any, where: str, lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Item, ...]:
    if not isinstance(told, list | tuple):
        raise Unusable("form-unreadable", where or "items")
    return tuple(_item(one, f"{where}{n}", lists) for n, one in enumerate(told, 1))


def _item(told: Any, where: str, lists: Mapping[str, tuple[Choice, ...]]) -> Item:
    if not isinstance(told, Mapping):
        raise Unusable("form-unreadable", where)
    if "group" in told:
        return Group(
            name=str(told["group"]),
            items=_items(told.get("items", ()), f"{where}.", lists),
            labels=_texts(told.get("labels", {}), where),
            hints=_texts(told.get("hints", {}), where),
            relevant=str(told.get("relevant", "")),
            repeat=bool(told.get("repeat", False)),
            count=str(told.get("count", "")),
            appearance=str(told.get("appearance", "")),
        )
    if not told.get("name") or not told.get("kind"):
        raise Unusable("form-unreadable", where)
    shared = str(told.get("list", ""))
    if shared and shared not in lists:
        raise Unusable("form-unreadable", f"{where}, {told['name']}")
    choices = lists[shared] if shared else _choices(told.get("choices", ()), where)
    numbers: dict[str, Decimal | None] = {}
    try:
        for key in _NUMBERS:
            numbers[key] = Decimal(str(told[key])) if told.get(key) not in (None, "") else None
    except InvalidOperation:
        raise Unusable("form-unreadable", f"{where}, {told['name']}") from None
    return Question(
        name=str(told["name"]),
        kind=str(told["kind"]),
        labels=_texts(told.get("labels", {}), where),
        hints=_texts(told.get("hints", {}), where),
        required_messages=_texts(told.get("required_messages", {}), where),
        constraint_messages=_texts(told.get("constraint_messages", {}), where),
        appearance=str(told.get("appearance", "")),
        read_only=bool(told.get("read_only", False)),
        choices=choices,
        tags=frozenset(str(t) for t in told.get("tags", ())),
        least=numbers["least"],
        most=numbers["most"],
        step=numbers["step"],
        required=str(told.get("required", "")),
        relevant=str(told.get("relevant", "")),
        constraint=str(told.get("constraint", "")),
        calculation=str(told.get("calculation", "")),
        default=str(told.get("default", "")),
        choice_filter=str(told.get("choice_filter", "")),
    )


def _texts(told: Any, where: str) -> Texts:
    if not isinstance(told, Mapping):
        raise Unusable("form-unreadable", where)
    return {str(code): str(text) for code, text in told.items() if text}


def _choices(told: Any, where: str) -> tuple[Choice, ...]:
    if not isinstance(told, list | tuple) or any(not isinstance(c, Mapping) for c in told):
        raise Unusable("form-unreadable", where)
    return tuple(
        Choice(
            name=str(c.get("name", "")),
            labels=_texts(c.get("labels", {}), where),
            filters={str(k): str(v) for k, v in dict(c.get("filters", {})).items()},
        )
        for c in told
    )
