"""Words in six languages, each a field of its own."""

from __future__ import annotations

from typing import Any

from django import forms

from travaux.plumbing.languages import NAMES, SIX, direction


def add_languages(form: forms.Form, name: str, *, most: int, rows: int = 0) -> None:
    """One field for each language: `name_ar`, `name_zh` ..."""
    for code in SIX:
        attrs: dict[str, Any] = {"class": "input", "lang": code, "dir": direction(code)}
        widget: Any = forms.TextInput(attrs=attrs)
        if rows:
            widget = forms.Textarea(attrs={**attrs, "rows": rows})
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=NAMES[code], required=False, max_length=most, widget=widget
        )


def fields_of(form: forms.Form, name: str) -> list[Any]:
    """The bound fields of a text in six languages."""
    return [form[f"{name}_{code}"] for code in SIX]


def texts_of(form: forms.Form, name: str) -> dict[str, str]:
    """What was typed, by language; empty ones are left out."""
    found = {code: form.cleaned_data.get(f"{name}_{code}", "") for code in SIX}
    return {code: text for code, text in found.items() if text}


def initial_texts(name: str, texts: dict[str, str]) -> dict[str, str]:
    """The same the other way round."""
    return {f"{name}_{code}": text for code, text in texts.items()}
