"""Letters: whom they reach, how each addressee's copy reads, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from travaux.core.letters.composing import Addressee, Style, compose
from travaux.core.letters.house_texts import HouseText, read_house_texts
from travaux.core.letters.sheet import Sheet
from travaux.correspondence.models import Dispatch, House, Letter
from travaux.correspondence.queries.clearance import Subject
from travaux.correspondence.rules import language_for, may_address
from travaux.correspondence.states import LetterState
from travaux.correspondence.wording import OWN_FIELDS
from travaux.people.models import Contact
from travaux.people.queries import address_of, contacts_of, holder, in_order, reach_of
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.verdicts import Verdict, no

TEXTS = Path(__file__).parents[1] / "data" / "house_texts.toml"


@cache
def house_texts() -> tuple[HouseText, ...]:
    """The texts that come with the product."""
    return read_house_texts(TEXTS.read_bytes(), TEXTS.name)


def house_of(process_code: str) -> House:
    """How a process writes; an empty house, not stored, where nobody said it yet."""
    return House.objects.filter(process_code=process_code).first() or House(
        process_code=process_code
    )


def style_of(house: House, language: str) -> Style:
    """The house in one language, without a word in another."""
    return Style(
        organisation=house.organisation.get(language, ""),
        matter=house.matter.get(language, ""),
        letterhead=tuple(house.letterhead.get(language, "").splitlines()),
    )


def letters_of(process_code: str) -> QuerySet[Letter]:
    """The letters of a process, the latest first."""
    return (
        Letter.objects.filter(process_code=process_code)
        .select_related("entry", "list")
        .order_by("-created_at", "-pk")
    )


def addressees_of(letter: Letter) -> list[Contact]:
    """Whom a letter goes to: those of its list today and those chosen by hand, each once."""
    found = {c.pk: c for c in (reach_of(letter.list).contacts if letter.list else ())}
    for one in contacts_of(letter.process_code).filter(
        pk__in=letter.contacts.values_list("pk", flat=True)
    ):
        found.setdefault(one.pk, one)
    return in_order(found.values())


def addressee(contact: Contact, language: str) -> Addressee:
    """A contact as a letter in a language names it."""
    post = holder(contact)
    return Addressee(
        office=contact.office,
        country=said(contact.country.names, language) if contact.country else "",
        title=post.title if post else "",
        name=post.name if post else "",
        function=post.function if post else "",
        salutation=post.salutation if post else "",
        address=contact.address,
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter as one addressee would get it now; without a sheet where a rule refuses it."""

    contact: Contact
    language: str
    sheet: Sheet | None
    missing: tuple[str, ...]
    problems: tuple[Verdict, ...]
    email: str
    copies: tuple[str, ...]


def prepared(letter: Letter, contact: Contact, house: House, reference: str = "") -> Prepared:
    """Write a letter to one addressee, or say what stands in the way."""
    language = contact.language
    sheet: Sheet | None = None
    missing: tuple[str, ...] = ()
    problems: list[Verdict] = []
    allowed = may_address(letter.kind, contact)
    chosen = language_for(letter.kind, letter.texts, contact)
    if not allowed:
        problems.append(allowed)
    elif isinstance(chosen, Verdict):
        problems.append(chosen)
    else:
        language = chosen
        made = compose(
            letter.kind,
            letter.texts[language]["subject"],
            letter.texts[language]["body"],
            language,
            addressee(contact, language),
            style_of(house, language),
            letter.values,
            day=letter.dated_on.isoformat() if letter.dated_on else "",
            reference=reference,
            marks=_marks(letter, language),
        )
        sheet, missing = made.sheet, made.missing
        unknown = [f for f in missing if f not in ("reference", "date")]
        if unknown:
            named = ", ".join(str(OWN_FIELDS.get(f, f)) for f in unknown)
            problems.append(no("letter-fields-empty", fields=named))
    return Prepared(
        contact,
        language,
        sheet,
        missing,
        tuple(problems),
        address_of(contact),
        tuple(contact.copies),
    )


def _marks(letter: Letter, language: str) -> tuple[str, ...]:
    if not letter.demonstration:
        return ()
    with translation.override(to_django(language)):
        return (_("Demonstration: everything in this letter is invented."),)


def all_prepared(letter: Letter, reference: str = "") -> list[Prepared]:
    """A letter as every addressee would get it, in the order of the register."""
    house = house_of(letter.process_code)
    return [prepared(letter, contact, house, reference) for contact in addressees_of(letter)]


def what_is_cleared(letter: Letter) -> str:
    """The digest of a letter as those who clear it read it: every addressee's copy."""
    told = {
        "kind": letter.kind,
        "texts": letter.texts,
        "values": letter.values,
        "date": letter.dated_on.isoformat() if letter.dated_on else "",
        "copies": [
            [p.contact.key, asdict(p.sheet) if p.sheet else None] for p in all_prepared(letter)
        ],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def letter_to_clear(process_code: str, key: str) -> Subject | None:
    """A letter that is not issued yet, as those who clear it find it."""
    found = letters_of(process_code).filter(key=key, state=LetterState.DRAFT).first()
    if found is None:
        return None
    address = reverse("correspondence:letter", args=[process_code, key])
    return Subject(found.name, what_is_cleared(found), address)


def as_json(sheet: Sheet) -> dict[str, Any]:
    """A sheet as plain values, to be kept."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(sheet), ensure_ascii=False))
    return told


def from_json(told: Mapping[str, Any]) -> Sheet:
    """A kept sheet."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Sheet(**values)


@dataclass(frozen=True, slots=True)
class Sending:
    """A copy of a letter that a file is made of: as issued, or as it would be."""

    name: str
    sheet: Sheet
    email: str
    copies: tuple[str, ...]
    dispatch: Dispatch | None = None


def file_name(position: int, contact: Contact, language: str) -> str:
    """A name for one copy that sorts like the register and says who gets it."""
    code = contact.country.code if contact.country else contact.key[:6]
    return f"{position:03}-{code}-{contact.kind}-{language}".lower()


def sendings(letter: Letter) -> Iterator[Sending]:
    """The copies of a letter: frozen ones once it is issued, else those that can be written."""
    if letter.state == LetterState.ISSUED:
        for d in letter.dispatches.select_related("contact__country", "file"):
            name = file_name(d.position, d.contact, d.language)
            yield Sending(name, from_json(d.sheet), d.email, tuple(d.copies), d)
        return
    for position, p in enumerate(all_prepared(letter), 1):
        if p.sheet is not None:
            yield Sending(file_name(position, p.contact, p.language), p.sheet, p.email, p.copies)
