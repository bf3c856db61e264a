"""A published text, a round on it, and comments in it, for the tests of answering."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import START, Cast
from travaux.comments.models import Comment, Submission
from travaux.consultations.models import Round
from travaux.core.ledger.codes import new_code
from travaux.drafts.models import Anchor, Paragraph, Text, Version
from travaux.people.models import Person

LATER = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
WORDS = (
    ("heading", 1, "1", "General", "General"),
    ("paragraph", 0, "1", "", "Harbours serve people before ships."),
    ("paragraph", 0, "2", "", "Each harbour names an office that answers questions."),
    ("heading", 1, "2", "Safety", "Safety"),
    ("paragraph", 0, "3", "", "Lamps are lit at dusk."),
)


def text(
    cast: Cast,
    words: Any = WORDS,
    number: int = 1,
    based_on: Version | None = None,
    published: bool = True,
) -> Version:
    """A version of a text with two sections; the next one keeps the identities of the first."""
    home = (
        based_on.text
        if based_on
        else Text.objects.create(process=cast.process, titles={"en": "Guidelines on harbours"})
    )
    version = Version.objects.create(
        text=home,
        number=number,
        titles={"en": f"Draft {number}"},
        symbol=f"H/{number}",
        state="published" if published else "working",
        created_at=START,
        created_by=cast.bruno.key,
        published_at=START if published else None,
        based_on=based_on,
    )
    anchors = (
        [p.anchor for p in based_on.paragraphs.order_by("position")]
        if based_on
        else [Anchor.objects.create(text=home) for _ in words]
    )
    for at, ((kind, level, printed, label, body), anchor) in enumerate(
        zip(words, anchors, strict=False), 1
    ):
        Paragraph.objects.create(
            version=version,
            anchor=anchor,
            position=at,
            kind=kind,
            level=level,
            number=printed,
            label=label,
            body=body,
        )
    return version


def round_on(version: Version, **also: Any) -> Round:
    """A round that closed a month after the start."""
    return Round.objects.create(
        **{
            "process": version.text.process,
            "version": version,
            "titles": {"en": "First round"},
            "opens_at": START,
            "closes_at": START + timedelta(days=30),
            "zone": "Africa/Nairobi",
            "created_at": START,
            **also,
        }
    )


def comment(
    round: Round,
    author: Person | None,
    words: str = "Residents also need to know whom to ask.",
    place: int | None = 3,
    **also: Any,
) -> Comment:
    """A comment that was handed in, on the paragraph at a position of the version."""
    number = round.next_number
    Round.objects.filter(pk=round.pk).update(next_number=number + 1)
    round.next_number = number + 1
    submission = Submission.objects.create(
        round=round,
        author=author,
        state=also.pop("state", "submitted"),
        receipt=new_code(secrets.token_bytes(16)),
        created_at=START,
        submitted_at=START,
        capacity=also.pop("capacity", "person"),
        member=also.pop("member", ""),
        name_shown=also.pop("name_shown", True),
    )
    paragraph = round.version.paragraphs.filter(position=place).first() if place else None
    return Comment.objects.create(
        submission=submission,
        round=round,
        number=number,
        paragraph=paragraph,
        text=words,
        **{
            "scope": "paragraph" if place else "text",
            "type": "te",
            "language": "en",
            "quote": paragraph.body if paragraph else "",
            **also,
        },
    )
