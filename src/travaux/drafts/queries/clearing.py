"""A version as those who clear its publication find it."""

from __future__ import annotations

from django.urls import reverse

from travaux.correspondence.queries.clearance import Subject
from travaux.drafts.models import Version
from travaux.drafts.queries.standing import title_of
from travaux.drafts.rules import what_is_published
from travaux.drafts.states import VersionState


def version_to_clear(process_code: str, key: str) -> Subject | None:
    """A version that is frozen and not published yet."""
    version = (
        Version.objects.filter(text__process__code=process_code, key=key, state=VersionState.FROZEN)
        .select_related("text__process")
        .first()
    )
    if version is None:
        return None
    address = reverse("drafts:publish", args=[process_code, key])
    label = " ".join(filter(None, [version.symbol, title_of(version)])) or key
    return Subject(label, what_is_published(version), address)
