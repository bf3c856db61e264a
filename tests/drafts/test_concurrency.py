"""Two people at once: the second is told, and nothing of either is lost."""

from __future__ import annotations

import pytest

from tests.drafts.texts import AT, brought_in, numbered, words
from travaux.drafts import actions
from travaux.drafts.models import Version
from travaux.plumbing.verdicts import Refusal


def test_the_second_of_two_edits_is_refused(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "1")
    actions.edit_paragraph(by=cast.bruno, paragraph=row, body="Bruno's.", revision=0, at=AT)
    with pytest.raises(Refusal, match="words-changed-meanwhile"):
        actions.edit_paragraph(by=cast.elif_, paragraph=row, body="Elif's.", revision=0, at=AT)
    row.refresh_from_db()
    assert row.body == "Bruno's."
    actions.edit_paragraph(by=cast.elif_, paragraph=row, body="Elif's.", revision=1, at=AT)
    row.refresh_from_db()
    assert row.body == "Elif's." and row.revision == 2


def test_an_edit_of_what_was_joined_away_is_refused(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "2")
    actions.join_paragraphs(
        by=cast.bruno, version=version, anchors=[row.anchor.key], seen_revision=0, at=AT
    )
    with pytest.raises(Refusal, match="paragraph-gone"):
        actions.edit_paragraph(by=cast.elif_, paragraph=row, body="Mine.", revision=0, at=AT)


def test_an_edit_of_a_paragraph_that_was_cut_is_refused(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "1")
    actions.split_paragraph(
        by=cast.bruno, version=version, anchor=row.anchor.key, offsets=[2], seen_revision=0, at=AT
    )
    with pytest.raises(Refusal, match="words-changed-meanwhile"):
        actions.edit_paragraph(by=cast.elif_, paragraph=row, body="Mine.", revision=0, at=AT)


def test_two_stale_changes_of_structure(cast) -> None:
    version = brought_in(cast)
    seen_by_elif = Version.objects.get(pk=version.pk)
    key = numbered(version, "2").anchor.key
    actions.join_paragraphs(by=cast.bruno, version=version, anchors=[key], seen_revision=0, at=AT)
    before = words(version)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.renumber_version(
            by=cast.elif_, version=seen_by_elif, numbering="continuous", seen_revision=0, at=AT
        )
    assert words(version) == before


def test_a_change_after_somebody_froze_is_refused(cast) -> None:
    version = brought_in(cast)
    stale = Version.objects.get(pk=version.pk)
    actions.freeze_version(by=cast.bruno, version=version, at=AT)
    row = numbered(stale, "1")
    row.version = stale
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.edit_paragraph(by=cast.elif_, paragraph=row, body="Late.", revision=0, at=AT)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.freeze_version(by=cast.elif_, version=stale, at=AT)
