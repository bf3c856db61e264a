"""What was entered for others, and whether they confirmed it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from travaux.correspondence.models import OnBehalf


def by_token(process_code: str, token: str) -> OnBehalf | None:
    """The entry that a code from a mail is of."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return (
        OnBehalf.objects.filter(process_code=process_code, token_hash=digest)
        .select_related("entry")
        .first()
    )


def entered_for(kind: str, keys: Iterable[Any]) -> dict[str, OnBehalf]:
    """Key of a thing -> how it was entered on behalf, for those that were."""
    wanted = keys if isinstance(keys, QuerySet) else list(keys)
    found = OnBehalf.objects.filter(kind=kind, subject_key__in=wanted).select_related("entry")
    return {one.subject_key: one for one in found}
