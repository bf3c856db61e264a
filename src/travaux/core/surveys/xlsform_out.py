"""A form as an XLSForm workbook, to change it in a spreadsheet, or to ask it with Kobo or ODK."""

from __future__ import annotations

import io
from typing import Any

from travaux.core.formats.workbooks import new_workbook
from travaux.core.surveys.model import Form, Group, Item, Question, Texts, walk
from travaux.core.surveys.reading import plain_number

_NAMES = {
    "ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian",
    "es": "Spanish", "pt": "Portuguese", "sw": "Swahili", "de": "German",
}  # fmt: skip
_TYPES = {"datetime": "dateTime", "select-one": "select_one", "select-multiple": "select_multiple"}
_TRANSLATED = ("label", "hint", "constraint_message", "required_message")
_PLAIN = (
    "required", "relevant", "constraint", "calculation", "default", "read_only", "choice_filter",
    "appearance", "parameters", "repeat_count", "tags",
)  # fmt: skip


def language_label(code: str) -> str:
    """A language as XLSForm's columns name it.

    >>> language_label("fr")
    'French (fr)'
    """
    return f"{_NAMES.get(code, code)} ({code})"


def write_xlsform(form: Form) -> bytes:
    """The workbook: sheets survey, choices and settings; `read_xlsform` reads the same form again.

    Questions whose lists of choices are the same share one list.
    """
    data = io.BytesIO()
    book = new_workbook(data)
    lists: dict[tuple[Any, ...], str] = {}
    rows: list[dict[str, str]] = []
    for item in form.items:
        _rows(item, lists, rows)
    languages = _languages(form)
    columns = ["type", "name"]
    for kind in _TRANSLATED:
        columns += [_column(kind, code) for code in languages]
    columns += _PLAIN
    used = [c for c in columns if c in ("type", "name") or any(r.get(c) for r in rows)]
    _sheet(book, "survey", used, rows)
    choices, filters = _choices(lists)
    labels = [_column("label", code) for code in languages]
    _sheet(book, "choices", ["list_name", "name", *labels, *filters], choices)
    settings = {
        "form_title": form.titles.get(form.default_language, "")
        or next(iter(form.titles.values()), ""),
        "form_id": form.name,
        "version": form.version,
        "default_language": language_label(form.default_language),
    }
    _sheet(book, "settings", list(settings), [settings])
    book.close()
    return data.getvalue()


def _languages(form: Form) -> tuple[str, ...]:
    """Those of the form, then those in which single texts stand besides."""
    found = dict.fromkeys(form.languages)
    for placed in walk(form.items):
        item = placed.item
        texts = [item.labels, item.hints]
        if isinstance(item, Question):
            texts += [item.required_messages, item.constraint_messages]
            texts += [choice.labels for choice in item.choices]
        found |= dict.fromkeys(code for one in texts for code in one)
    return tuple(found)


def _column(kind: str, code: str) -> str:
    return f"{kind}::{language_label(code)}"


def _translated(kind: str, texts: Texts) -> dict[str, str]:
    return {_column(kind, code): text for code, text in texts.items()}


def _rows(item: Item, lists: dict[tuple[Any, ...], str], rows: list[dict[str, str]]) -> None:
    if isinstance(item, Group):
        kind = "repeat" if item.repeat else "group"
        rows.append(
            {
                "type": f"begin {kind}",
                "name": item.name,
                "relevant": item.relevant,
                "appearance": item.appearance,
                "repeat_count": item.count,
                **_translated("label", item.labels),
                **_translated("hint", item.hints),
            }
        )
        for one in item.items:
            _rows(one, lists, rows)
        rows.append({"type": f"end {kind}"})
        return
    rows.append(
        {
            "type": _type(item, lists),
            "name": item.name,
            "required": item.required,
            "relevant": item.relevant,
            "constraint": item.constraint,
            "calculation": item.calculation,
            "default": item.default,
            "read_only": "yes" if item.read_only else "",
            "choice_filter": item.choice_filter,
            "appearance": item.appearance,
            "parameters": _parameters(item),
            "tags": " ".join(sorted(item.tags)),
            **_translated("label", item.labels),
            **_translated("hint", item.hints),
            **_translated("constraint_message", item.constraint_messages),
            **_translated("required_message", item.required_messages),
        }
    )


def _parameters(item: Question) -> str:
    if item.kind != "range":
        return ""
    named = (("start", item.least), ("end", item.most), ("step", item.step))
    return " ".join(f"{k}={plain_number(v)}" for k, v in named if v is not None)


def _list_key(question: Question) -> tuple[Any, ...]:
    return tuple(
        (c.name, tuple(sorted(c.labels.items())), tuple(sorted(c.filters.items())))
        for c in question.choices
    )


def _type(item: Question, lists: dict[tuple[Any, ...], str]) -> str:
    kind = _TYPES.get(item.kind, item.kind)
    if item.kind in ("select-one", "select-multiple", "rank"):
        return f"{kind} {lists.setdefault(_list_key(item), item.name)}"
    return kind


def _choices(lists: dict[tuple[Any, ...], str]) -> tuple[list[dict[str, str]], list[str]]:
    rows: list[dict[str, str]] = []
    filters: dict[str, None] = {}
    for key, name in lists.items():
        for choice, labels, columns in key:
            filters.update(dict.fromkeys(k for k, _ in columns))
            rows.append(
                {
                    "list_name": name,
                    "name": choice,
                    **_translated("label", dict(labels)),
                    **dict(columns),
                }
            )
    return rows, list(filters)


def _sheet(book: Any, name: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    for i, column in enumerate(columns):
        sheet.write_string(0, i, column, bold)
        sheet.set_column(i, i, 28 if "::" in column else 16)
    for n, row in enumerate(rows, 1):
        for i, column in enumerate(columns):
            if row.get(column):
                sheet.write_string(n, i, row[column])
    sheet.freeze_panes(1, 2 if name == "survey" else 0)
