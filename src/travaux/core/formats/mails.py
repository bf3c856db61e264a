"""A mail (.eml): its own words as plain text, and the files that are attached to it."""

from __future__ import annotations

import email
import email.policy
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.decoding import decode
from travaux.core.formats.html_in import read_html
from travaux.core.problems import Problem, Unusable

MOST_ATTACHMENTS = 40  # of one mail; what is beyond is counted and named nowhere
MOST_PARTS = 2_000
DEEPEST = 50  # parts within parts of one mail
#: How deep mails that are attached to mails are opened, each as a mail of its own.
NESTING = 3
_NAME = 200
# What mail programs add by themselves: named, but no file that somebody wrote.
_BESIDE = frozenset(
    (
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "application/pgp-keys", "text/calendar", "text/x-vcard", "text/vcard",
        "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
    )
)  # fmt: skip
_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail: its name as sent (invented from its kind where it had none), its bytes.

    `is_file` is False for what a mail program adds by itself: pictures within the words,
    signatures, visiting cards, invitations.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    is_file: bool = True

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as read; `sender` is the name of who sent it, else the `address`; `date` is ISO."""

    subject: str = ""
    sender: str = ""
    address: str = ""
    date: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_mail(data: bytes) -> Mail:
    """The words of a mail and what is attached; a mail in it is one attachment, and stays closed.

    Of the same words in plain and in HTML the plain ones are taken, HTML alone is cleaned to text.
    Nothing is fetched. Problems: attachments-left-out (facts: count), mail-sealed, and those of
    decoding. Errors: `file-empty`, `file-too-large`, `mail-too-deep`.

    >>> read_mail(b"Subject: Hello\\nFrom: A <a@b.example>\\n\\nDear all,\\n").sender
    'A'
    """
    check_size(data)
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except RecursionError:
        raise Unusable("mail-too-deep", limit=DEEPEST) from None
    found = _Reader()
    texts = found.read(message, 0)
    problems = list(found.problems)
    if found.left_out:
        problems.append(Problem("attachments-left-out", facts={"count": found.left_out}))
    name, address = parseaddr(_header(message, "from"))
    return Mail(
        subject=_header(message, "subject")[:1_000],
        sender=(name or address)[:300],
        address=address[:254],
        date=_date(message),
        text="\n\n".join(text for text in texts if text.strip()),
        attachments=tuple(found.attachments),
        problems=tuple(_once(problems)),
    )


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Each kind of problem once: the parts of a mail mostly share it."""
    seen: set[str] = set()
    for problem in problems:
        if problem.code not in seen:
            seen.add(problem.code)
            yield problem


class _Reader:
    def __init__(self) -> None:
        self.attachments: list[Attachment] = []
        self.problems: list[Problem] = []
        self.left_out = 0
        self._parts = 0

    def read(self, part: Message, depth: int) -> list[str]:
        """The words in a part, in order; its files are gathered on the way."""
        self._parts += 1
        if depth > DEEPEST or self._parts > MOST_PARTS:
            raise Unusable("mail-too-deep", limit=DEEPEST)
        kind = part.get_content_type()
        if kind in _SEALED:
            self.problems.append(Problem("mail-sealed"))
        if kind.startswith("message/") and depth:
            self._attach(part, kind, _whole(part))
            return []
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            parts = [one for one in inner if isinstance(one, Message)]
            told = [self.read(one, depth + 1) for one in parts]
            if kind == "multipart/alternative":
                return self._best(parts, told)
            return [text for texts in told for text in texts]
        data = _bytes(part)
        named = _file_name(part)
        is_words = kind in ("text/plain", "text/html") and not named
        if is_words and part.get_content_disposition() != "attachment":
            return [self._words(part, data, kind)]
        if data or named:
            self._attach(part, kind, data)
        return []

    def _best(self, parts: list[Message], told: list[list[str]]) -> list[str]:
        """Of the same words in several dresses the plain ones, else the first that says anything."""
        says = [texts for texts in told if any(text.strip() for text in texts)]
        for part, texts in zip(parts, told, strict=True):
            if part.get_content_type() == "text/plain" and texts in says:
                return texts
        return says[0] if says else []

    def _words(self, part: Message, data: bytes, kind: str) -> str:
        text, problems = _decoded(data, part.get_content_charset() or "")
        self.problems += problems
        if kind == "text/plain":
            return text
        try:
            document = read_html(text)
        except Unusable:
            return ""  # HTML without a word in it
        return "\n\n".join(block.text for block in document.blocks if block.text.strip())

    def _attach(self, part: Message, kind: str, data: bytes) -> None:
        if len(self.attachments) >= MOST_ATTACHMENTS:
            self.left_out += 1
            return
        name = _file_name(part)
        inside = part.get("content-id") and part.get_content_disposition() != "attachment"
        picture = kind.startswith("image/") and bool(inside)
        if not name:
            subject = "".join(
                c for c in _subject_within(part) if c.isprintable() and c not in "/\\"
            )
            ending = ".eml" if kind == "message/rfc822" else mimetypes.guess_extension(kind) or ""
            name = f"{subject[:80].strip() or f'attachment-{len(self.attachments) + 1}'}{ending}"
        elif kind == "message/rfc822" and ending_of(name) != "eml":
            name = f"{name}.eml"
        self.attachments.append(
            Attachment(name, kind, data, is_file=not picture and kind not in _BESIDE)
        )


def _header(part: Message, name: str) -> str:
    """A header in one line, its coded words decoded; as it stands where that fails."""
    raw = part.get(name)
    if raw is None:
        return ""
    try:
        words = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, UnicodeError):
        words = str(raw)
    kept = words.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in kept).split())


def _date(part: Message) -> str:
    try:
        return parsedate_to_datetime(_header(part, "date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _file_name(part: Message) -> str:
    """The name of a part as sent, whether it is written by RFC 2231 or in coded words."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, UnicodeError, TypeError):
        return "attachment"
    try:
        name = str(make_header(decode_header(name))) if "=?" in name else name
    except (ValueError, LookupError, UnicodeError):
        pass
    kept = "".join(c for c in name if c.isprintable()).replace("\\", "/").rsplit("/", 1)[-1]
    kept = kept.encode("utf-8", "replace").decode("utf-8").strip()
    if len(kept) > _NAME:
        stem, _, ending = kept.rpartition(".")
        kept = f"{stem[: _NAME - 12]}.{ending[:10]}" if stem else kept[:_NAME]
    return kept


def _subject_within(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return _header(inner[0], "subject")
    return ""


def _whole(part: Message) -> bytes:
    """The mail within a part of the kind message/rfc822, as its own bytes."""
    inner = part.get_payload()
    if not isinstance(inner, list):
        return _bytes(part)
    pieces = []
    for one in inner:
        try:
            pieces.append(one.as_bytes() if isinstance(one, Message) else str(one).encode())
        except (ValueError, LookupError, UnicodeError, TypeError, RecursionError):
            pieces.append(_bytes(one) if isinstance(one, Message) else b"")
    return b"\n\n".join(pieces)


def _bytes(part: Message) -> bytes:
    """What a part holds, its transfer encoding undone."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def _decoded(data: bytes, charset: str) -> tuple[str, tuple[Problem, ...]]:
    """By the charset that the part names, where it is one and fits; else as any text file."""
    if charset:
        try:
            return data.decode(charset).replace("\r\n", "\n").replace("\x00", ""), ()
        except (LookupError, UnicodeError, ValueError):
            pass
    return decode(data)
