"""What this room does because of what happened below it."""

from __future__ import annotations

from travaux.answers import actions
from travaux.answers.models import Release
from travaux.comments.facts import TableImported
from travaux.drafts.facts import VersionPublished


def bring_answers_of_table(fact: TableImported) -> None:
    """A table came in with observations: they become proposed answers, marked as brought along."""
    from travaux.comments.queries import imported_comments

    actions.bring_along_answers(
        by=fact.by,
        round=fact.round,
        comments=list(imported_comments(fact.submissions)),
        at=fact.at,
    )


def follow_publication(fact: VersionPublished) -> None:
    """A version is published: comments stand on it, and releases that waited for it take effect."""
    version = fact.version
    if version.based_on_id:
        actions.update_carry_over(by=fact.by, version=version, at=fact.at)
    waiting = Release.objects.filter(
        round__version__text_id=version.text_id,
        round__version__number__lt=version.number,
        at__isnull=True,
    ).select_related("round__process", "round__version")
    for release in waiting:
        actions.carry_out_release(by=fact.by, release=release, at=fact.at)
