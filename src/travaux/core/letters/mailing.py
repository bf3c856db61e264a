"""A letter as a mail that waits in a file: any mail program opens it, no server is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

from travaux.core.letters.sheet import Sheet

_KINDS = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def sheet_text(sheet: Sheet) -> str:
    """The sheet as plain text, as it stands in a mail.

    >>> sheet_text(Sheet("en", "T", (), "A/1", "1 May", ("B",), ("One", "Two"), True))
    'A/1 · 1 May\\n\\nOne\\n\\nTwo\\n\\nB\\n'
    """
    head = " · ".join(part for part in (sheet.reference, sheet.date) if part)
    foot = "\n".join(sheet.addressee)
    parts = ["\n".join(sheet.marks), head]
    parts += [*sheet.paragraphs, foot] if sheet.addressee_at_foot else [foot, *sheet.paragraphs]
    return "\n\n".join(part for part in parts if part) + "\n"


def write_eml(
    sheet: Sheet,
    to: str,
    copies: Sequence[str] = (),
    attachment: tuple[str, bytes] | None = None,
) -> bytes:
    """The letter as an .eml file that opens as a mail ready to be sent; equal letters, equal bytes.

    `attachment` is (name with ending, bytes). Without `to` the line stays open for the sender.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join((sheet.title or sheet.reference or "Letter").split())
    if to:
        message["To"] = to
    if copies:
        message["Cc"] = ", ".join(copies)
    message["X-Unsent"] = "1"  # mail programs open it as a draft, not as something received
    message.set_content(sheet_text(sheet))
    if attachment is not None:
        name, data = attachment
        main, sub = _KINDS[name.rpartition(".")[2]]
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
        message.set_boundary(f"part-{hashlib.sha256(data).hexdigest()[:32]}")
    # at the end: putting content in takes every earlier "Content-" line away
    message["Content-Language"] = sheet.language
    return message.as_bytes()
