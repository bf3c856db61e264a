"""What a file of the inbox tells already of a comment that a person will enter from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from travaux.comments.models import Capacity, IntakeFile
from travaux.comments.queries.intake import StateNames
from travaux.core.comments.words import LONGEST
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.decoding import decode
from travaux.core.formats.mails import Mail, read_mail
from travaux.core.problems import Unusable
from travaux.correspondence.models.register import Form
from travaux.plumbing.files import file_bytes

_PLAIN = ("txt", "text")


def begun_from(file: IntakeFile, today: date) -> dict[str, Any]:
    """The first values of the form: who wrote, for which state, when it came, and its words.

    Of a mail, and of what is attached to one, the mail tells; of a letter its own words are there.
    """
    mail = _mail_of(file)
    begun: dict[str, Any] = {"name": file.member, "form": Form.LETTER}
    came = file.intake.at.date()
    if mail is not None:
        begun |= {"form": Form.MAIL, "name": mail.sender or file.member, "email": mail.address}
        came = _day(mail.date) or came
    begun["dated_on"] = min(came, today)
    country = StateNames().named(file.member) if file.member else None
    if country is not None:
        begun |= {"capacity": Capacity.STATE, "country": country.code}
    words = _words_of(file, mail)
    if words:
        begun["text"] = words[:LONGEST]
    return begun


def _mail_of(file: IntakeFile) -> Mail | None:
    """The mail that this file is, or that it was attached to; None where there is none to read."""
    one: IntakeFile | None = file
    while one is not None and ending_of(one.file.name) != "eml":
        one = one.source
    if one is None:
        return None
    try:
        return read_mail(file_bytes(one.file))
    except (Unusable, FileNotFoundError):
        return None


def _words_of(file: IntakeFile, mail: Mail | None) -> str:
    ending = ending_of(file.file.name)
    if ending == "eml":
        return mail.text.strip() if mail is not None else ""
    if ending not in _PLAIN:
        return ""
    try:
        return decode(file_bytes(file.file))[0].strip()
    except (Unusable, FileNotFoundError):
        return ""


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
