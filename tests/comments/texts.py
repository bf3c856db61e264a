"""A published text and its rounds, as the tests of comments need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.cast import START, Cast
from travaux.comments.rules import Entry, Speaking
from travaux.consultations.actions import open_round
from travaux.consultations.models import Round
from travaux.drafts.models import Anchor, Paragraph, Text, Version
from travaux.plumbing import clock

OPENS = START + timedelta(days=1)
CLOSES = datetime(2024, 2, 1, 20, 59, tzinfo=UTC)
DURING = START + timedelta(days=5)
AFTER = CLOSES + timedelta(hours=1)
BLOCKS = (
    ("heading", 1, "1", "harbour.scope", "Scope"),
    ("paragraph", 0, "1", "", "Harbours serve the people who live beside them."),
    ("paragraph", 0, "2", "", "Ships wait until the quay is free."),
    ("sub", 1, "(a)", "", "large ships first;"),
    ("heading", 1, "2", "harbour.money", "Money"),
    ("paragraph", 0, "1", "", "Fees are published before they are raised."),
    ("paragraph", 0, "3", "", "Nobody pays twice."),
)


def publish(process, blocks=BLOCKS, *, published: bool = True) -> Version:
    """A version made of these blocks."""
    text = Text.objects.create(process=process, titles={"en": "Harbours"}, demonstration=True)
    version = Version.objects.create(
        text=text,
        number=1,
        titles={"en": "First draft"},
        symbol="HRB/1",
        state="published" if published else "working",
        published_at=START if published else None,
        created_at=START,
        created_by="p-test",
        demonstration=True,
    )
    anchors = Anchor.objects.bulk_create([Anchor(text=text) for _ in blocks])
    Paragraph.objects.bulk_create(
        [
            Paragraph(
                version=version,
                anchor=anchor,
                position=at,
                kind=kind,
                level=level,
                number=number,
                label=label,
                body=body,
                frozen=published,
            )
            for at, (anchor, (kind, level, number, label, body)) in enumerate(
                zip(anchors, blocks, strict=True)
            )
        ]
    )
    return version


def a_round(cast: Cast, version: Version | None = None, **also) -> Round:
    """A round of January 2024, in Nairobi's time."""
    fields = {
        "by": cast.amina,
        "version": version or publish(cast.process),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "zone": "Africa/Nairobi",
        "at": START,
        **also,
    }
    return open_round(**fields)


def a_round_now(cast: Cast, version: Version | None = None, **also) -> Round:
    """A round that is open while the test runs."""
    now = clock.now()
    fields = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1), **also}
    return a_round(cast, version, **fields)


def paragraph(round: Round, at: int = 1) -> Paragraph:
    return Paragraph.objects.select_related("anchor").get(version=round.version, position=at)


def entry(round: Round, text: str = "Say who decides.", at: int = 1, **also) -> Entry:
    """A technical comment on a paragraph."""
    fields = {
        "scope": "paragraph",
        "paragraph": paragraph(round, at),
        "type": "te",
        "text": text,
        "language": "en",
        "speaking": Speaking("person"),
        **also,
    }
    return Entry(**fields)
