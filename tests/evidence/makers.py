"""Questions and surveys for the tests, made by the public actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from travaux.evidence.actions import ask_question, name_source
from travaux.evidence.actions.questions import Asked, Named
from travaux.evidence.models import AssessmentQuestion
from travaux.people.models import Country, Group, Membership, Taxonomy

PREPARED = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
DURING = datetime(2024, 2, 10, 12, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = {"en": "How do cities govern their data?", "ar": "كيف تدير المدن بياناتها؟"}


def sign_in(client, person):
    client.force_login(person, backend=BACKEND)
    return client


def regions() -> None:
    """Two regional groups with two invented states in each."""
    taxonomy = Taxonomy.objects.create(
        code="un-regional-groups", version="1", source="invented", digest="0", as_at="2024-01-01",
        exclusive=True, loaded_at=PREPARED,
    )  # fmt: skip
    for position, (code, name) in enumerate((("african", "North quays"), ("asian", "South quays"))):
        group = Group.objects.create(
            taxonomy=taxonomy, code=code, names={"en": name}, position=position + 1
        )
        for letter in "KL" if position else "AB":
            country, _made = Country.objects.get_or_create(
                code=f"X-{letter}",
                defaults={"names": {"en": f"State {letter}"}, "demonstration": True},
            )
            Membership.objects.create(group=group, country=country)


def a_question(cast, **also: Any) -> AssessmentQuestion:
    asked = Asked(**{"theme": "trend", "titles": WORDS, **also})
    return ask_question(by=cast.amina, process=cast.process, asked=asked, at=PREPARED)


def a_source(cast, question, kind: str = "interview", **also: Any):
    named = Named(**{"kind": kind, "title": "Talks with city clerks", "language": "en", **also})
    return name_source(by=cast.amina, question=question, named=named, at=DURING)
