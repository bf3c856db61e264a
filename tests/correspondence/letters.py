"""A house, contacts and letters of tests, made by the public actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import START, Cast
from travaux.correspondence import actions
from travaux.correspondence.models import House, Letter
from travaux.people.models import Contact

AT = START + timedelta(days=30)
TEXTS = {
    "en": "To {{ office }} of {{ country }}, from {{ organisation }}.",
    "fr": "À {{ office }}.",
}


def a_house(cast: Cast, **also: Any) -> House:
    told = {
        "mark": "HB",
        "organisation": {"en": "The Office", "fr": "Le Bureau"},
        "matter": {"en": "the Guide", "fr": "le Guide"},
        "letterhead": {"en": "The Office\n1 Example Street"},
        "needs_clearance": (),
        **also,
    }
    return actions.describe_house(by=cast.amina, process_code="harbour", at=AT, **told)


def a_letter(
    cast: Cast, *contacts: Contact, kind: str = "note-verbale", dated: bool = True, **also: Any
) -> Letter:
    """A letter with a text in English and French, to these contacts."""
    letter = actions.start_letter(
        by=cast.amina, process_code="harbour", kind=kind, name="Call", at=AT, **also
    )
    for language, body in TEXTS.items():
        letter = actions.write_text(
            by=cast.amina,
            letter=letter,
            language=language,
            subject="Call",
            body=body,
            seen=letter.revision,
            at=AT,
        )
    if dated:
        letter = actions.set_out_letter(
            by=cast.amina,
            letter=letter,
            name="Call",
            dated_on=date(2024, 3, 1),
            chosen_list=None,
            values={},
            seen=letter.revision,
            at=AT,
        )
    for contact in contacts:
        letter = actions.address_letter(
            by=cast.amina, letter=letter, contact=contact, on=True, at=AT
        )
    return letter
