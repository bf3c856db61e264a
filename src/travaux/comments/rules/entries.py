"""A comment as it is written, and for whom it speaks."""

from __future__ import annotations

from dataclasses import dataclass

from travaux.comments.models import Capacity
from travaux.drafts.models import Paragraph
from travaux.people.models import Country, Organisation


@dataclass(frozen=True, slots=True)
class Speaking:
    """For whom a comment is made."""

    capacity: str = Capacity.PERSON
    country: Country | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment as it is written: its place, its words, and for whom it speaks."""

    scope: str
    paragraph: Paragraph | None
    type: str
    text: str
    proposed: str = ""
    language: str = ""
    speaking: Speaking = Speaking()
    name_shown: bool = True
    form_token: str = ""
    protected: bool = False  # who writes it is known to named persons alone
    read_in: str = ""  # the translation that was read; "" is the source
