"""Suggestions beside a chair's text: made and withdrawn by delegations."""

from __future__ import annotations

from datetime import datetime

from travaux.core.texts.versions import normalised
from travaux.drafts.models import Paragraph, Suggestion
from travaux.drafts.rules import delegation_of, may_suggest, may_withdraw_suggestion
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require

WORDS = 20_000
REASON = 2000


@action
def suggest(
    *, by: Person, paragraph: Paragraph, words: str, at: datetime, reason: str = ""
) -> Suggestion:
    """A delegation says how it would have a paragraph; the text itself stays as the chair wrote it."""
    version = paragraph.version
    require(may_suggest(by, version, at))
    mandate = delegation_of(by, version.text.process.code, at)
    assert mandate is not None and mandate.country is not None
    wanted = words.strip()[:WORDS]
    if not wanted:
        raise refuse("words-missing")
    if normalised(wanted) == normalised(paragraph.body):
        raise refuse("suggestion-says-nothing")
    made = Suggestion.objects.create(
        version=version,
        anchor=paragraph.anchor,
        country=mandate.country,
        words=wanted,
        reason=reason.strip()[:REASON],
        wording=paragraph.body,
        mandate=mandate.key,
        by_key=by.key,
        at=at,
    )
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "suggestion": made.key, "country": mandate.country.code},
    )
    return made


@action
def withdraw_suggestion(*, by: Person, suggestion: Suggestion, at: datetime) -> None:
    """A delegation takes its suggestion back; that it was made stays on record."""
    version = suggestion.version
    require(may_withdraw_suggestion(by, suggestion, at))
    gone = Suggestion.objects.filter(pk=suggestion.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by=by.key
    )
    if not gone:
        raise refuse("suggestion-gone")
    record(
        by=by,
        subject=suggestion.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "suggestion": suggestion.key},
    )
