"""One letter to one addressee: the house text in a language, filled and laid out as a sheet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_date

from travaux.core.letters.addressing import greeted
from travaux.core.letters.merge import merge, paragraphs
from travaux.core.letters.sheet import Sheet

# what is known of an addressee and of the house; then what a letter says once for all
ADDRESSEE_FIELDS = (
    "office", "to_office", "country", "title", "name", "function", "salutation", "address",
)  # fmt: skip
HOUSE_FIELDS = ("organisation", "matter", "date", "reference")
OWN_FIELDS = ("reply_by", "document", "link", "place")
KNOWN_FIELDS = (*ADDRESSEE_FIELDS, *HOUSE_FIELDS, *OWN_FIELDS)
# how a letter begins where nobody is named
_NO_NAME = {
    "ar": "تحية طيبة وبعد،",
    "zh": "敬启者：",
    "en": "Dear Sir or Madam,",
    "fr": "Madame, Monsieur,",
    "ru": "Уважаемые господа!",
    "es": "Señoras y señores:",
}
NOTE_VERBALE = "note-verbale"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, every text as it is printed."""

    office: str = ""
    country: str = ""
    title: str = ""
    name: str = ""
    function: str = ""
    salutation: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How the house writes in one language."""

    organisation: str = ""
    matter: str = ""
    letterhead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A sheet, and the names of the fields for which nothing is known."""

    sheet: Sheet
    missing: tuple[str, ...]


def said_on(day: str, language: str) -> str:
    """A date (ISO) as a letter in a language says it; anything else as it is.

    >>> said_on("2026-03-01", "fr"), said_on("soon", "fr")
    ('1 mars 2026', 'soon')
    """
    try:
        read = datetime.date.fromisoformat(day)
    except ValueError:
        return day
    return format_date(read, "long", locale=language)


def field_values(
    addressee: Addressee,
    style: Style,
    language: str,
    own: Mapping[str, str],
    day: str = "",
    reference: str = "",
) -> dict[str, str]:
    """Every field of a house text -> what it becomes for this addressee.

    >>> told = field_values(Addressee("Mission of B"), Style("The Office"), "en", {})
    >>> told["to_office"], told["salutation"], told["organisation"]
    ('to the Mission of B', 'Dear Sir or Madam,', 'The Office')
    """
    named = bool(addressee.name)
    greeting = addressee.salutation if named else ""
    return {
        "office": addressee.office,
        "to_office": greeted(addressee.office, language),
        "country": addressee.country,
        "title": addressee.title,
        "name": addressee.name,
        "function": addressee.function,
        "salutation": greeting or _NO_NAME.get(language, _NO_NAME["en"]),
        "address": addressee.address,
        "organisation": style.organisation,
        "matter": style.matter,
        "date": said_on(day, language) if day else "",
        "reference": reference,
        **{key: said_on(own.get(key, ""), language) for key in OWN_FIELDS},
    }


def compose(
    kind: str,
    subject: str,
    body: str,
    language: str,
    addressee: Addressee,
    style: Style,
    own: Mapping[str, str],
    *,
    day: str = "",
    reference: str = "",
    marks: tuple[str, ...] = (),
) -> Composed:
    """Fill a house text for one addressee. A note verbale names its addressee at the foot.

    >>> made = compose("letter", "Hello", "{{ salutation }}", "en", Addressee("B"), Style(), {})
    >>> made.sheet.paragraphs, made.sheet.addressee, made.missing
    (('Dear Sir or Madam,',), ('B',), ())
    """
    values = field_values(addressee, style, language, own, day, reference)
    title, text = merge(subject, values), merge(body, values)
    note = kind == NOTE_VERBALE
    person = () if note else (f"{addressee.title} {addressee.name}".strip(), addressee.function)
    lines = (*person, addressee.office, *addressee.address.splitlines())
    sheet = Sheet(
        language=language,
        title=" ".join(title.text.split()),
        letterhead=style.letterhead,
        reference=reference,
        date=values["date"],
        addressee=tuple(line.strip() for line in lines if line.strip()),
        paragraphs=paragraphs(text.text),
        addressee_at_foot=note,
        marks=marks,
    )
    return Composed(sheet, tuple(dict.fromkeys((*title.missing, *text.missing))))
