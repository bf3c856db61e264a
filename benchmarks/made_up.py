"""A process, a published draft, a round and people, all invented, for the benchmarks of the site."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any


def officer(at: datetime, email: str = "officer@example.org") -> Any:
    """Somebody of the secretariat, with a second factor as the office demands it."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    from travaux.people.actions import appoint, register_person

    person = register_person(by=None, email=email, at=at, demonstration=True)
    appoint(by=None, person=person, role="secretariat", process_code="bench", at=at)
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    return person


def published(paragraphs: int, at: datetime, *, words: int = 60, sections: int = 20) -> Any:
    """A published version of numbered paragraphs under headings, words of one seed."""
    from travaux.core.texts.document import Block, Document
    from travaux.drafts.models import Anchor, Paragraph, Text, Version
    from travaux.roadmap.models import Process

    chance = random.Random(20270504)
    stock = ["".join(chance.choices("aeioulnrstmdp", k=chance.randint(2, 10))) for _ in range(3000)]
    process = Process.objects.create(
        code="bench", titles={"en": "A process for measuring"}, demonstration=True
    )
    text = Text.objects.create(process=process, titles={"en": "A draft"}, demonstration=True)
    blocks: list[Block] = []
    for number in range(paragraphs):
        if number % max(1, paragraphs // sections) == 0:
            section = number // max(1, paragraphs // sections) + 1
            title = " ".join(chance.choice(stock) for _ in range(4)).capitalize()
            blocks.append(Block("heading", title, str(section), 1))
        many = chance.randint(words // 2, words * 3 // 2)
        body = " ".join(chance.choice(stock) for _ in range(many)).capitalize() + "."
        blocks.append(Block("paragraph", body, str(number + 1)))
    document = Document("A draft", tuple(blocks), "en")
    version = Version.objects.create(
        text=text, number=1, titles={"en": "A draft"}, state="published", published_at=at,
        created_at=at, created_by="", demonstration=True, language="en",
        content_hash=f"{len(document.blocks):064x}",
    )  # fmt: skip
    anchors = Anchor.objects.bulk_create([Anchor(text=text) for _ in blocks])
    Paragraph.objects.bulk_create(
        [
            Paragraph(
                version=version, anchor=anchor, position=position, kind=block.kind,
                level=block.level, number=block.number, body=block.text, frozen=True,
            )
            for position, (anchor, block) in enumerate(zip(anchors, blocks, strict=True))
        ]
    )  # fmt: skip
    return version


def open_round_on(version: Any, by: Any, at: datetime) -> Any:
    from travaux.consultations.actions import open_round

    return open_round(
        by=by, version=version, opens_at=at - timedelta(hours=1), zone="UTC",
        closes_at=at + timedelta(days=1), at=at,
    )  # fmt: skip


def people(count: int, at: datetime) -> list[Any]:
    from travaux.people.models import Person

    return Person.objects.bulk_create(
        [
            Person(email=f"p{n}@example.org", name=f"P {n}", password="!", joined_at=at)
            for n in range(count)
        ]
    )


def signed_in(person: Any) -> str:
    """The session cookie of somebody who is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def comments(round: Any, authors: list[Any], count: int, officer: Any, at: datetime) -> None:
    """Comments on all paragraphs: a third with a wording, a tenth alike, two fifths answered."""
    from travaux.answers.models import Answer, Serves
    from travaux.comments.models import Comment, Submission
    from travaux.consultations.models import Round
    from travaux.drafts.models import Paragraph

    chance = random.Random(count)
    places = list(Paragraph.objects.filter(version=round.version))
    first = Comment.objects.filter(round=round).count() + 1
    submissions = Submission.objects.bulk_create(
        [
            Submission(
                round=round, author=authors[n % len(authors)], state="submitted", created_at=at,
                submitted_at=at, receipt=f"BENCH-{n}", form_token=f"bench-{n}", language="en",
            )
            for n in range(first, first + count)
        ],
        batch_size=500,
    )  # fmt: skip
    made = []
    for number, submission in enumerate(submissions, first):
        place = chance.choice(places)
        words = place.body.split()
        alike = number % 10 == 0
        text = f"Demonstration comment {0 if alike else number}. " + "Say who decides. " * (
            0 if alike else chance.randint(1, 20)
        )
        proposed = " ".join([*words[:-1], f"and-{number}", *words[-1:]]) if number % 3 == 0 else ""
        made.append(
            Comment(
                submission=submission, round=round, number=number, paragraph=place,
                scope="section" if place.kind == "heading" else "paragraph",
                type=chance.choice(["ge", "te", "ed"]), text=text, proposed=proposed, language="en",
            )
        )  # fmt: skip
    stored = Comment.objects.bulk_create(made, batch_size=500)
    answered = [c for c in stored if c.number % 5 < 2]
    answers = Answer.objects.bulk_create(
        [
            Answer(
                round=round, outcome="noted", reasons="Kept for the next draft.",
                state="settled" if c.number % 5 == 0 else "proposed", proposed_by=officer.key,
                proposed_at=at, settled_by=officer.key if c.number % 5 == 0 else "",
                settled_at=at if c.number % 5 == 0 else None,
            )
            for c in answered
        ],
        batch_size=500,
    )  # fmt: skip
    Serves.objects.bulk_create(
        [Serves(answer=a, comment=c) for a, c in zip(answers, answered, strict=True)],
        batch_size=500,
    )
    Round.objects.filter(pk=round.pk).update(next_number=first + count)
