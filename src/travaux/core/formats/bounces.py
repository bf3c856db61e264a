"""Reports that a mail could not be delivered (RFC 3464, in a multipart/report of RFC 6522)."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message

from travaux.core.problems import Unusable

LARGEST = 5 * 1024 * 1024
MOST_RECIPIENTS = 100
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ID = re.compile(r"<([^<>@\s]+)@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Returned:
    """One address that a mail did not reach, or not yet.

    `status` is the enhanced code (RFC 3463), such as "5.1.1"; `hard` where the server gave up for
    good: action "failed" with a status of class 5, or without any status.
    """

    address: str
    action: str
    status: str
    hard: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came back: the Message-ID of the mail it is about (its part before the @), and of whom."""

    original: str
    returned: tuple[Returned, ...]


def _original(message: Message) -> str:
    """The Message-ID of the mail that came back, out of the part that quotes it."""
    for part in message.walk():
        kind = part.get_content_type()
        held: str = ""
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            held = str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            quoted = part.get_payload(decode=True)
            text = quoted.decode("utf-8", "replace") if isinstance(quoted, bytes) else ""
            held = str(email.message_from_string(text).get("Message-ID", ""))
        found = _ID.search(held)
        if found:
            return found.group(1)
    return ""


def _address(value: str) -> str:
    """The address of "rfc822; somebody@example.org"."""
    return value.partition(";")[2].strip().strip("<>").lower() or value.strip().lower()


def read_bounce(data: bytes) -> Report:
    """The delivery status of a report.

    Raises Unusable: "bounce-too-large", or "not-a-bounce" where the file is no such report: an
    answer of a person, an absence note and a report of success are none.

    >>> read_bounce(b"Subject: hello\\n\\nHow are you?")
    Traceback (most recent call last):
    ...
    travaux.core.problems.Unusable: not-a-bounce {}
    """
    if len(data) > LARGEST:
        raise Unusable("bounce-too-large", megabytes=LARGEST // 2**20)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    returned: list[Returned] = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            who = block.get("Final-Recipient") or block.get("Original-Recipient")
            action = str(block.get("Action", "")).strip().lower()
            if not who or action not in ("failed", "delayed"):
                continue
            found = _STATUS.search(str(block.get("Status", "")))
            status = ".".join(found.groups()) if found else ""
            hard = action == "failed" and (not status or status.startswith("5"))
            said = " ".join(str(block.get("Diagnostic-Code", "")).split())[:300]
            if len(returned) < MOST_RECIPIENTS:
                returned.append(Returned(_address(str(who))[:254], action, status, hard, said))
    if not returned:
        raise Unusable("not-a-bounce")
    return Report(_original(message), tuple(returned))
