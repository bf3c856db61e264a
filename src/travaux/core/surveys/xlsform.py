"""XLSForm, as Kobo and ODK write it, read into a form; pyxform knows its grammar."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from travaux.core.formats.bounds import (
    MIB,
    Bounds,
    check_size,
    ending_of,
    open_office_archive,
)
from travaux.core.formats.decoding import decode
from travaux.core.problems import Problem, Unusable
from travaux.core.surveys.choice_files import file_named, look_ups, read_choices, stem
from travaux.core.surveys.loops import without_loops
from travaux.core.surveys.model import MOST_QUESTIONS, Choice, Form, Group, Item, Question, Texts

BOUNDS = Bounds(file_bytes=5 * MIB, archive_total_bytes=60 * MIB, archive_entry_bytes=40 * MIB)

_KINDS = {
    "text": "text", "string": "text", "barcode": "text", "q string": "text", "q barcode": "text",
    "integer": "integer", "int": "integer", "q int": "integer", "percentage": "integer",
    "decimal": "decimal", "q decimal": "decimal", "range": "range",
    "date": "date", "q date": "date", "time": "time",
    "dateTime": "datetime", "datetime": "datetime", "date time": "datetime",
    "q dateTime": "datetime", "q date time": "datetime",
    "geopoint": "geopoint", "gps": "geopoint", "location": "geopoint", "q geopoint": "geopoint",
    "q location": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
    "q geotrace": "geotrace", "q geoshape": "geoshape",
    "select one": "select-one", "select all that apply": "select-multiple", "rank": "rank",
    "note": "note", "calculate": "calculate", "q calculate": "calculate", "hidden": "hidden",
    "acknowledge": "acknowledge", "trigger": "acknowledge", "q acknowledge": "acknowledge",
    "file": "file", "image": "image", "photo": "image", "q image": "image", "q picture": "image",
    "audio": "audio", "q audio": "audio", "video": "video", "q video": "video",
}  # fmt: skip
# what a device would fill in by itself: what a clock knows is computed, the rest stays empty
_COMPUTED = {
    "start": "once(now())", "start time": "once(now())", "get start time": "once(now())",
    "end": "now()", "end time": "now()", "get end time": "now()", "today": "once(today())",
    "get today": "once(today())",
}  # fmt: skip
_OF_DEVICE = {
    "deviceid", "device id", "get device id", "imei", "uri:deviceid", "subscriberid",
    "subscriber id", "get subscriber id", "uri:subscriberid", "simserial", "sim id", "get sim id",
    "uri:simserial", "phonenumber", "phone number", "get phone number", "uri:phonenumber",
    "username", "uri:username", "email", "uri:email", "audit", "start-geopoint",
    "background-geopoint", "background-audio",
}  # fmt: skip
_NAMES = {
    "english": "en", "french": "fr", "français": "fr", "francais": "fr", "arabic": "ar",
    "العربية": "ar", "chinese": "zh", "中文": "zh", "russian": "ru", "русский": "ru",
    "spanish": "es", "español": "es", "espanol": "es", "portuguese": "pt", "português": "pt",
    "swahili": "sw", "kiswahili": "sw", "german": "de", "deutsch": "de",
}  # fmt: skip
# pyxform makes every quotation mark straight; in what people read, they stay as they were written
_SPOKEN = ("label", "hint", "constraint_message", "required_message", "form_title", "caption")
_QUOTES = "‘’“”"
_HIDE_QUOTES = {ord(q): chr(0xE700 + n) for n, q in enumerate(_QUOTES)}
_SHOW_QUOTES = {0xE700 + n: q for n, q in enumerate(_QUOTES)}
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)?\s*\)\s*$")
_BARE = re.compile(r"[A-Za-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Read:
    """A form out of a file, and what was left out or doubted on the way."""

    form: Form
    notes: tuple[Problem, ...]


def language_code(label: str, default: str) -> str:
    """The code behind a language as XLSForm writes it.

    >>> language_code("French (fr)", "en"), language_code("Español", "en")
    ('fr', 'es')
    """
    found = _CODE.search(label)
    if found:
        return found.group(1).lower()
    plain = label.strip().lower()
    if plain in ("", "default"):
        return default
    if plain in _NAMES:
        return _NAMES[plain]
    if _BARE.fullmatch(plain):
        return plain
    return re.sub(r"\W+", "-", plain).strip("-")[:20] or default


def read_xlsform(
    data: bytes,
    name: str,
    *,
    language: str = "en",
    files: Mapping[str, bytes] | None = None,
    bounds: Bounds = BOUNDS,
) -> Read:
    """A form out of an XLSForm: `.xlsx`, `.csv` or `.md`, by the ending of `name`.

    `language` is that of texts whose column names none. `files` are CSV files that came with the form,
    by their names: answers that its questions choose from. Errors: those of Office archives and of
    `read_choices`,
    `xlsform-format`, `form-too-long`, `xlsform-refused` (in pyxform's own words),
    `xlsform-not-supported` (a kind of question that is not asked here), `xlsform-choices-elsewhere`.
    Whatever else stands in the way of asking the form is found by `check_form`.
    """
    from pyxform.errors import PyXFormError  # takes half a second to import, with openpyxl
    from pyxform.xls2json import workbook_to_json

    book = _workbook(data, ending_of(name), bounds)
    warnings: list[str] = []
    try:
        told = workbook_to_json(book, fallback_form_name="form", warnings=warnings)
    except PyXFormError as wrong:
        raise Unusable("xlsform-refused", said=_plainly(wrong)) from None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as wrong:
        raise Unusable("xlsform-refused", said=type(wrong).__name__) from None
    read = _Reader(told, language, files or {})
    form = read.form()
    notes = [*read.notes, *(Problem("xlsform-note", facts={"said": w[:500]}) for w in warnings)]
    return Read(form, tuple(notes))


def _plainly(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:600]


def _workbook(data: bytes, ending: str, bounds: Bounds) -> Any:
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        if ending in ("xlsx", "xlsm", "xls"):
            opened = open_office_archive(data, bounds)
            if opened.kind != "xlsx":
                raise Unusable("file-broken")
            book = get_xlsform(io.BytesIO(data), file_type=".xlsx")
        elif ending in ("csv", "md"):
            check_size(data, bounds)
            text = decode(data)[0].lstrip("\ufeff")
            book = get_xlsform(io.BytesIO(text.encode()), file_type=f".{ending}")
        else:
            raise Unusable("xlsform-format", ending=ending)
    except PyXFormError as wrong:
        raise Unusable("xlsform-refused", said=_plainly(wrong)) from None
    except Unusable:
        raise
    except Exception:  # a workbook can be broken in as many ways as there are libraries below
        raise Unusable("file-broken") from None
    for row in [*(book.survey or ()), *(book.choices or ()), *(book.settings or ())]:
        for key, cell in row.items():
            if isinstance(cell, str) and str(key).lower().startswith(_SPOKEN):
                row[key] = cell.translate(_HIDE_QUOTES)
    if len(book.survey or ()) > 4 * MOST_QUESTIONS:
        raise Unusable("form-too-long", most=MOST_QUESTIONS)
    return book


class _Reader:
    """pyxform's tree, read into ours."""

    def __init__(self, told: Mapping[str, Any], language: str, files: Mapping[str, bytes]) -> None:
        self.told = told
        self.files = files
        self.fallback = language
        given = str(told.get("default_language", "") or "")
        self.default = language_code(given, language)
        self.languages: dict[str, None] = {}
        self.notes: list[Problem] = []
        self.lists: dict[str, str] = {}

    def form(self) -> Form:
        children = without_loops(self.told.get("children", []))
        self.lists = _lists(children)
        items = tuple(self.items(children))
        first = [self.default] if self.default in self.languages or not self.languages else []
        title = str(self.told.get("title") or self.told.get("name") or "").translate(_SHOW_QUOTES)
        languages = tuple(dict.fromkeys([*first, *self.languages]))
        return Form(
            name=str(self.told.get("id_string") or self.told.get("name") or "form"),
            items=items,
            titles={languages[0]: title} if title else {},
            version=str(self.told.get("version") or ""),
            languages=languages,
        )

    def note(self, code: str, where: str, **facts: str) -> None:
        self.notes.append(Problem(code, where, facts))

    def texts(self, told: Any, where: str) -> Texts:
        if told in (None, ""):
            return {}
        found: dict[str, str] = {}
        for label, text in told.items() if isinstance(told, Mapping) else [("", told)]:
            if text in (None, ""):
                continue
            code = language_code(str(label), self.default)
            found[code] = str(text).translate(_SHOW_QUOTES).strip()
            self.languages.setdefault(code)
        return found

    def items(self, told: Sequence[Mapping[str, Any]]) -> Iterator[Item]:
        for one in told:
            kind, name = str(one.get("type", "")), str(one.get("name", ""))
            control = one.get("control") or {}
            if kind == "group" and isinstance(control, Mapping) and control.get("bodyless"):
                continue  # pyxform's own identifiers
            if kind in ("group", "repeat"):
                yield Group(
                    name=name,
                    items=tuple(self.items(one.get("children", []))),
                    labels=self.texts(one.get("label"), name),
                    hints=self.texts(one.get("hint"), name),
                    relevant=_named(_bound(one, "relevant"), self.lists),
                    repeat=kind == "repeat",
                    count=str(control.get("jr:count", "") or "") if kind == "repeat" else "",
                    appearance=str(control.get("appearance", "") or ""),
                )
                continue
            question = self.question(one, kind, name)
            if question is not None:
                yield question

    def question(self, one: Mapping[str, Any], kind: str, name: str) -> Question | None:
        if kind in _COMPUTED:
            return Question(name, "calculate", calculation=_COMPUTED[kind])
        if kind in _OF_DEVICE:
            self.note("xlsform-of-device", name, kind=kind)
            return Question(name, "hidden")
        if kind not in _KINDS:
            raise Unusable("xlsform-not-supported", name, kind=kind[:60])
        if one.get("media"):
            self.note("xlsform-media-left-out", name)
        ours = _KINDS[kind]
        least, most, step = self.range(one, name) if ours == "range" else (None, None, None)
        calculation = _named(_bound(one, "calculate"), self.lists)
        return Question(
            name=name,
            kind=ours,
            labels=self.texts(one.get("label"), name),
            hints=self.texts(one.get("hint"), name),
            required=_named(_bound(one, "required"), self.lists),
            required_messages=self.texts(_raw_bound(one, "jr:requiredMsg"), name),
            relevant=_named(_bound(one, "relevant"), self.lists),
            constraint=_named(_bound(one, "constraint"), self.lists),
            constraint_messages=self.texts(_raw_bound(one, "jr:constraintMsg"), name),
            calculation=calculation,
            default=_named(str(one.get("default", "") or ""), self.lists),
            read_only=_bound(one, "readonly").lower() in ("yes", "true", "true()"),
            choices=self.choices(one, name) if ours in ("select-one", "select-multiple", "rank")
            else (),
            choice_filter=_named(str(one.get("choice_filter", "") or ""), self.lists),
            appearance=str((one.get("control") or {}).get("appearance", "") or ""),
            least=least,
            most=most,
            step=step,
            tags=frozenset(re.split(r"[\s,;]+", str(one.get("tags", "") or "").strip())) - {""},
        )  # fmt: skip

    def range(
        self, one: Mapping[str, Any], name: str
    ) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        given = one.get("parameters") or {}
        try:
            least, most, step = (
                Decimal(str(given.get(k, d))) for k, d in (("start", 1), ("end", 10), ("step", 1))
            )
        except InvalidOperation:
            raise Unusable("xlsform-not-supported", name, kind="range") from None
        return min(least, most), max(least, most), abs(step) or None

    def choices(self, one: Mapping[str, Any], name: str) -> tuple[Choice, ...]:
        told = one.get("choices")
        if not told:
            wanted = str(one.get("itemset") or "")
            found = file_named(self.files, wanted)
            if found is None:
                raise Unusable("xlsform-choices-elsewhere", name, file=wanted[:100])
            parameters = one.get("parameters") or {}
            return read_choices(found, name, lambda t: self.texts(t, name), parameters)
        return tuple(
            Choice(
                name=str(c.get("name", "")),
                labels=self.texts(c.get("label"), name) or {self.default: str(c.get("name", ""))},
                filters={
                    str(k): str(v)
                    for k, v in c.items()
                    if k not in ("name", "label", "media", "sms_option") and isinstance(v, str)
                },
            )
            for c in told
        )


_INSTANCE = re.compile(r"""instance\(\s*(['"‘’“”])([^'"‘’“”]+)['"‘’“”]\s*\)\s*""")


def _lists(told: Any) -> dict[str, str]:
    """Lists of choices by name -> the first question that chooses from them: so they are named."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for one in _chosen(told):
        if not one.get("choices"):  # a file beside the form
            found.setdefault(stem(str(one["itemset"])), str(one.get("name", "")))
            continue
        name = str(one.get("list_name") or one.get("itemset") or "")
        found.setdefault(name, first.setdefault(repr(one["choices"]), str(one.get("name", ""))))
    return found


def _chosen(told: Any) -> Iterator[Mapping[str, Any]]:
    for one in told if isinstance(told, list) else ():
        if one.get("choices") or one.get("itemset"):
            yield one
        yield from _chosen(one.get("children"))


def _named(text: str, lists: Mapping[str, str]) -> str:
    """An expression whose look-ups name lists by the question that chooses from them."""
    return _INSTANCE.sub(
        lambda m: f"instance('{lists.get(m.group(2).strip(), m.group(2).strip())}')",
        look_ups(text),
    )


def _raw_bound(one: Mapping[str, Any], key: str) -> Any:
    bind = one.get("bind")
    return bind.get(key, "") if isinstance(bind, Mapping) else ""


def _bound(one: Mapping[str, Any], key: str) -> str:
    return str(_raw_bound(one, key) or "").strip()
