"""Template tags for the parts that every page is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from travaux.plumbing import languages
from travaux.plumbing.keeping import Keep

register = template.Library()
# a figure as any of the six languages writes it, with its sign of a share; or what stands for none
_FIGURE = re.compile(r"(?:[-+\u2212]?\d[\d\s.,\u066b\u066c]*\s?%?)?|\u2013")
_LOCALES = {"ar": "ar", "zh": "zh_Hans", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}


@register.filter
def said(texts: Mapping[str, str] | None) -> str:
    """A text of several languages in the reader's: for titles and attributes."""
    return languages.said(texts)


@register.simple_tag
def words(texts: Mapping[str, str] | None) -> SafeString:
    """The same for the page: where another language stands in, it carries its code and direction."""
    text, code = languages.choose(texts)
    if not code or code == languages.current():
        return format_html("{}", text)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, languages.direction(code), text)


@register.filter
def direction(code: str) -> str:
    """ "rtl", "ltr" or "auto" for a code of content."""
    return languages.direction(code)


@register.filter
def language_name(code: str) -> str:
    """The name of a language in that language."""
    return languages.NAMES.get(code, code)


@register.filter
def in_zone(instant: datetime, zone: str) -> datetime:
    """An instant as the clocks of a zone show it."""
    return instant.astimezone(ZoneInfo(zone))


@register.filter
def in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A date with the month in words, in the reader's order: "9 June 2023".

    A day as it stands in a file of data ("2023-06-09") is read; another word stays as it is.
    """
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    language = languages.current()
    locale = "en_GB" if language == "en" else _LOCALES.get(language, "en_GB")
    # in Russian a sentence may end with a date: "г." and its full stop would stand side by side
    return format_date(value, format="long", locale=locale).replace("\u202fг.", "\u00a0года")


@register.filter
def clock(value: datetime) -> str:
    """Hours and minutes, 00:00 to 23:59."""
    return value.strftime("%H:%M")


_BETWEEN = {"ar": "، ", "zh": "，"}


@register.simple_tag
def comma() -> str:
    """What stands between two things of a list in the reader's language: ", " in most."""
    return _BETWEEN.get(languages.current(), ", ")


@register.simple_tag
def full_stop() -> str:
    """What ends a sentence that another follows, in the reader's language: ". " in most."""
    return "。" if languages.current() == "zh" else ". "


@register.filter
def moment(value: datetime) -> str:
    """A day and its hour: "9 June 2023, 23:59"; give it in the zone that is to be shown."""
    between = {**_BETWEEN, "zh": " "}.get(languages.current(), ", ")
    return f"{day(value)}{between}{clock(value)}"


@register.filter
def percent(value: Decimal | int | str) -> str:
    """A whole share that never parts from its sign at the end of a line."""
    return f"{value}\u00a0%"


@register.filter
def money(amount: Decimal | int | str) -> str:
    """A sum with grouped thousands as the language writes them, decimals only where there are any."""
    value = Decimal(amount)
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    said = format_decimal(value, format=pattern, locale=_LOCALES.get(languages.current(), "en"))
    if value < 0 and languages.direction(languages.current()) == "rtl":
        return f"\u200e{said}"  # the sign stays before its figure, as CLDR has it for Arabic
    return said


@register.inclusion_tag("design/field.html")
def field(bound: Any, kind: str = "", hint: str = "") -> dict[str, Any]:
    """One field of a form: label, hint, error at its place, and what was typed."""
    widget = bound.field.widget
    name = type(widget).__name__
    return {
        "f": bound,
        "hint": hint or bound.help_text,
        # a field that is needed only where another one says so tells that in its own words
        "optional": not (bound.field.required or getattr(bound.field, "conditional", False)),
        "choices": name in {"RadioSelect", "CheckboxSelectMultiple"},
        "tick": name == "CheckboxInput",
        "kind": kind,
    }


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """This page's address with some of its parameters changed."""
    kept = context["request"].GET.lists()
    found = [(name, value) for name, values in kept if name not in changes for value in values]
    found += [(name, value) for name, value in changes.items() if value not in (None, "")]
    return "?" + urlencode(found)  # bare "?" where nothing remains: it may follow an address, too


_tabs: Keep[SafeString] = Keep(500)


@register.simple_tag
def process_tabs(code: str, tab: str, writes_letters: bool = False) -> SafeString:
    """The tabs of a process: drawn once for each process, language, open tab, and who sees letters."""

    def draw() -> SafeString:
        context = {"process": {"code": code}, "tab": tab, "writes_letters": writes_letters}
        return mark_safe(get_template("design/tabs.html").render(context))

    return _tabs.get((code, tab, get_language(), bool(writes_letters)), draw)


@register.filter
def words_of(text: str) -> list[str]:
    """The words of a short list written in a template."""
    return text.split()


@register.filter
def heading(rows: list[tuple[str, ...]], index: int) -> str:
    """The heading of a column, for tables that become cards on a narrow screen."""
    return rows[0][index]


@register.filter
def of_figures(rows: list[tuple[Any, ...]], index: int) -> bool:
    """Whether nothing but figures stands in this column below its heading; "–" is none."""
    found = [str(row[index]).strip() for row in rows[1:]]
    return any(c != "–" for c in found) and all(_FIGURE.fullmatch(c) for c in found)


@register.inclusion_tag("design/field.html")
def account_field(bound: Any) -> dict[str, Any]:
    """A field of the account library's forms, in our look: no placeholder stands in for a label."""
    from django.contrib.auth.password_validation import password_validators_help_texts

    attributes = bound.field.widget.attrs
    attributes.pop("placeholder", None)
    if type(bound.field.widget).__name__ not in {"CheckboxInput", "RadioSelect"}:
        attributes["class"] = "input"
    hint = str(bound.help_text or "")
    if "<" in hint:  # a list or a link that the library writes as markup
        hint = " ".join(password_validators_help_texts()) if bound.name == "password1" else ""
    bound.help_text = hint  # so that no field is described by a hint that is not shown
    return field(bound)
