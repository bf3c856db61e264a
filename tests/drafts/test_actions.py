"""What changes a text: import, structure, words, freezing, publication, the next version."""

from __future__ import annotations

from datetime import date

import pytest

from tests.drafts.texts import AT, HARBOUR, brought_in, numbered, positions, published, words
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block
from travaux.drafts import actions, queries
from travaux.drafts.models import ParagraphEdit, Text, Version
from travaux.journal.models import Line
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import Refusal


def test_import_keeps_file_paragraphs_and_identities(cast) -> None:
    version = brought_in(cast, symbol="HB/1", dated_on=date(2024, 2, 1))
    assert version.state == "preview" and version.number == 1 and version.symbol == "HB/1"
    assert file_bytes(version.source_file) == HARBOUR
    kinds = list(version.paragraphs.values_list("kind", flat=True))
    assert kinds == [
        "heading", "paragraph", "paragraph", "heading", "paragraph", "sub", "sub", "paragraph",
        "table", "code", "paragraph",
    ]  # fmt: skip
    assert positions(version) == list(range(11))
    assert len(set(version.paragraphs.values_list("anchor_id", flat=True))) == 11
    assert version.titles == {"en": "Purpose"}
    line = Line.objects.get(subject=version.key)
    assert line.what == "drafts.import_text" and line.facts["blocks"] == 11
    assert "residents" not in str(line.facts)


def test_blocks_come_back_as_they_went_in(cast) -> None:
    from travaux.core.formats.text_files import read_text

    version = brought_in(cast)
    assert queries.document_of(version).blocks == read_text(HARBOUR, "harbour.md").blocks


def test_import_can_number_anew(cast) -> None:
    version = brought_in(cast, numbering="continuous")
    numbers = version.paragraphs.filter(kind="paragraph").values_list("number", flat=True)
    assert list(numbers) == ["1", "2", "3", "4", "5"]
    with pytest.raises(Refusal, match="numbering-unknown"):
        brought_in(cast, numbering="backwards")


def test_a_file_that_cannot_be_read_leaves_nothing(cast) -> None:
    with pytest.raises(Unusable, match="file-empty"):
        brought_in(cast, b"", "empty.docx")
    assert not Text.objects.exists() and not Version.objects.exists()


def test_next_version_as_a_file_keeps_the_identity_of_what_is_surely_the_same(cast) -> None:
    first = published(cast)
    changed = HARBOUR.replace(b"in plain words ", b"").replace(b"1. A harbour", b"7. A harbour")
    second = brought_in(cast, changed, "v2.md", text=first.text)
    assert second.number == 2 and second.based_on == first
    olds = {p.anchor_id: p.body for p in first.paragraphs.all()}
    kept = [p for p in second.paragraphs.all() if p.anchor_id in olds]
    assert len([p for p in kept if olds[p.anchor_id] == p.body]) == 10
    # the number is no part of the identity
    assert numbered(second, "7").anchor_id == numbered(first, "1").anchor_id
    counts = queries.compared(first, second).counts
    assert (counts["same"], counts["deleted"], counts["inserted"]) == (10, 0, 0)
    (row,) = queries.compared(first, second).only("")
    assert (row.kind, row.old_number, row.new_number) == ("edited", "2", "2")


def test_a_text_of_another_process_is_refused(cast) -> None:
    version = published(cast)
    with pytest.raises(Refusal, match="text-elsewhere"):
        actions.import_text(
            by=cast.olga,
            process=cast.other,
            data=b"1. Word.",
            name="a.md",
            text=version.text,
            at=AT,
        )


def test_split_gives_the_rest_an_identity_of_its_own(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "1")
    offset = row.body.index("with what")
    pieces = actions.split_paragraph(
        by=cast.bruno,
        version=version,
        anchor=row.anchor.key,
        offsets=[offset],
        seen_revision=0,
        at=AT,
    )
    assert [p.body for p in pieces] == ["A harbour begins", "with what its residents need."]
    assert pieces[0].anchor_id == row.anchor_id != pieces[1].anchor_id
    assert pieces[1].marks == [[14, 23, "em", ""]]
    assert positions(version) == list(range(12))
    assert words(version)[1:3] == [p.body for p in pieces]


def test_several_cuts_at_once(cast) -> None:
    version = brought_in(cast, b"1. One two three four.")
    row = numbered(version, "1")
    actions.split_paragraph(
        by=cast.bruno,
        version=version,
        anchor=row.anchor.key,
        offsets=[4, 8],
        seen_revision=0,
        at=AT,
    )
    assert words(version) == ["One", "two", "three four."]


def test_join_makes_one_of_three(cast) -> None:
    version = brought_in(cast, b"1. One.\n\n2. Two.\n\n3. Three.\n\n4. Four.")
    anchors = [numbered(version, n).anchor.key for n in ("2", "3")]
    actions.join_paragraphs(by=cast.bruno, version=version, anchors=anchors, seen_revision=0, at=AT)
    assert words(version) == ["One. Two. Three.", "Four."]
    assert positions(version) == [0, 1]
    first = numbered(version, "1").anchor.key
    with pytest.raises(Unusable, match="nothing-before"):
        actions.join_paragraphs(
            by=cast.bruno, version=version, anchors=[first], seen_revision=1, at=AT
        )


def test_what_several_are_is_said_at_once(cast) -> None:
    version = brought_in(cast, b"Scope\n\nOne.\n\nAims\n\nTwo.")
    rows = list(version.paragraphs.select_related("anchor"))
    anchors = [rows[0].anchor.key, rows[2].anchor.key]
    actions.set_paragraphs(
        by=cast.bruno,
        version=version,
        anchors=anchors,
        kind="heading",
        level=2,
        seen_revision=0,
        at=AT,
    )
    changed = actions.renumber_version(
        by=cast.bruno, version=version, numbering="by-section", seen_revision=1, at=AT
    )
    assert changed == 2
    got = list(version.paragraphs.values_list("kind", "level", "number"))
    assert got == [("heading", 2, ""), ("paragraph", 0, "1")] * 2


def test_insert_move_remove_keep_the_rest_in_order(cast) -> None:
    version = brought_in(cast, b"1. One.\n\n2. Two.\n\n3. Three.")
    one, two, three = (numbered(version, n).anchor.key for n in "123")
    shared = {"by": cast.bruno, "version": version, "at": AT}
    actions.insert_paragraph(
        after=one, block=Block("paragraph", "New.", "1bis"), seen_revision=0, **shared
    )
    assert words(version) == ["One.", "New.", "Two.", "Three."]
    actions.move_paragraph(anchor=three, after="", seen_revision=1, **shared)
    assert words(version) == ["Three.", "One.", "New.", "Two."]
    actions.move_paragraph(anchor=three, after=two, seen_revision=2, **shared)
    assert words(version) == ["One.", "New.", "Two.", "Three."]
    actions.remove_paragraphs(anchors=[two], seen_revision=3, **shared)
    assert words(version) == ["One.", "New.", "Three."]
    assert positions(version) == [0, 1, 2]


def test_the_only_paragraph_stays(cast) -> None:
    version = brought_in(cast, b"1. One.")
    with pytest.raises(Unusable, match="text-empty"):
        actions.remove_paragraphs(
            by=cast.bruno,
            version=version,
            anchors=[numbered(version, "1").anchor.key],
            seen_revision=0,
            at=AT,
        )


def test_publication_fixes_content_and_date(cast) -> None:
    version = brought_in(cast)
    with pytest.raises(Refusal, match="version-not-frozen"):
        actions.publish_version(by=cast.bruno, version=version, at=AT)
    actions.freeze_version(by=cast.bruno, version=version, at=AT)
    actions.publish_version(by=cast.amina, version=version, at=AT)
    version.refresh_from_db()
    assert version.is_published and version.dated_on == AT.date()
    assert version.content_hash == queries.content_hash_of(version)
    assert set(version.paragraphs.values_list("frozen", flat=True)) == {True}


def test_a_frozen_version_opens_again_as_a_working_one(cast) -> None:
    version = brought_in(cast)
    actions.freeze_version(by=cast.bruno, version=version, at=AT)
    with pytest.raises(Refusal, match="version-frozen"):
        row = numbered(version, "1")
        actions.edit_paragraph(by=cast.bruno, paragraph=row, body="X", revision=0, at=AT)
    actions.unfreeze_version(by=cast.bruno, version=version, at=AT)
    assert version.state == "working"


def test_the_head_is_mended_until_publication(cast) -> None:
    version = brought_in(cast)
    actions.describe_version(
        by=cast.bruno,
        version=version,
        symbol="HB/2",
        titles={"en": "Harbours", "fr": "Ports"},
        at=AT,
    )
    version.refresh_from_db()
    assert version.symbol == "HB/2" and version.titles["fr"] == "Ports"
    lines = Line.objects.count()
    actions.describe_version(by=cast.bruno, version=version, symbol="HB/2", at=AT)
    assert Line.objects.count() == lines
    done = published(cast)
    with pytest.raises(Refusal, match="version-published"):
        actions.describe_version(by=cast.bruno, version=done, symbol="X", at=AT)


def test_the_working_version_keeps_every_identity(cast) -> None:
    first = published(cast)
    second = actions.start_working_version(by=cast.elif_, based_on=first, at=AT)
    assert second.state == "working" and second.number == 2
    assert list(second.paragraphs.values_list("anchor_id", "body")) == list(
        first.paragraphs.values_list("anchor_id", "body")
    )
    assert set(second.paragraphs.values_list("frozen", flat=True)) == {False}
    with pytest.raises(Refusal, match="working-version-exists"):
        actions.start_working_version(by=cast.bruno, based_on=first, at=AT)
    with pytest.raises(Refusal, match="version-still-open"):
        actions.start_working_version(by=cast.bruno, based_on=second, at=AT)


def test_words_change_with_history_and_marks(cast) -> None:
    version = actions.start_working_version(by=cast.bruno, based_on=published(cast), at=AT)
    row = numbered(version, "1")
    before = row.body
    saved = actions.edit_paragraph(
        by=cast.elif_, paragraph=row, body=f"Every day {before}", revision=0, at=AT
    )
    assert saved.revision == 1
    start, end, kind, _ = saved.marks[0]
    assert saved.body[start:end] == "residents" and kind == "em"
    edit = ParagraphEdit.objects.get(version=version)
    assert (edit.before, edit.after, edit.by_key) == (before, saved.body, cast.elif_.key)
    assert queries.history_of(version, row.anchor.key)[0]["who"] == "Elif"


def test_notes_stay_on_their_words(cast) -> None:
    version = actions.start_working_version(by=cast.bruno, based_on=published(cast), at=AT)
    row = version.paragraphs.get(body="See the table.")
    assert row.notes[0][0] == len("See the table.")
    saved = actions.edit_paragraph(
        by=cast.bruno, paragraph=row, body="Please see the table.", revision=0, at=AT
    )
    assert saved.notes == [[len("Please see the table."), "1", "Depths at low water."]]


def test_the_same_words_leave_no_line(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "1")
    lines = Line.objects.count()
    actions.edit_paragraph(by=cast.bruno, paragraph=row, body=row.body, revision=0, at=AT)
    assert Line.objects.count() == lines
    with pytest.raises(Refusal, match="words-missing"):
        actions.edit_paragraph(by=cast.bruno, paragraph=row, body="  \n", revision=0, at=AT)


def test_a_table_is_edited_row_by_row(cast) -> None:
    version = brought_in(cast)
    row = version.paragraphs.select_related("anchor").get(kind="table")
    saved = actions.edit_paragraph(
        by=cast.bruno, paragraph=row, body="Quay | Depth\nNorth | 8 \\| 9 m", revision=0, at=AT
    )
    assert saved.rows == [["Quay", "Depth"], ["North", "8 | 9 m"]]


def test_hidden_directions_are_taken_out_of_edits(cast) -> None:
    version = brought_in(cast)
    row = numbered(version, "2")
    saved = actions.edit_paragraph(
        by=cast.bruno, paragraph=row, body="Har\u202ebours act.", revision=0, at=AT
    )
    assert saved.body == "Harbours act."


def test_what_was_taken_out_can_be_put_back(cast) -> None:
    first = published(cast)
    version = actions.start_working_version(by=cast.bruno, based_on=first, at=AT)
    row = numbered(version, "2")
    key = row.anchor.key
    shared = {"by": cast.bruno, "version": version, "at": AT}
    actions.remove_paragraphs(anchors=[key], seen_revision=0, **shared)
    assert [p.anchor.key for p in queries.taken_out(version)] == [key]
    assert queries.history_of(version, key)[0]["edit"].before == row.body
    actions.put_back_paragraph(anchor=key, seen_revision=1, **shared)
    assert words(version) == words(first) and positions(version) == positions(first)
    assert numbered(version, "2").anchor_id == numbered(first, "2").anchor_id


def test_an_import_is_thrown_away_while_in_preview(cast) -> None:
    version = brought_in(cast)
    actions.discard_version(by=cast.bruno, version=version, at=AT)
    assert not Text.objects.exists()
    with pytest.raises(Refusal, match="version-in-use"):
        actions.discard_version(by=cast.bruno, version=published(cast), at=AT)


def test_words_hash_says_same_words_whatever_the_number() -> None:
    one, two = Block("paragraph", "The  quay.", "1"), Block("paragraph", "The quay.", "9")
    assert queries.words_hash(one) == queries.words_hash(two)
    assert queries.words_hash(one) != queries.words_hash(Block("heading", "The quay."))


def test_one_paragraph_of_many_words(cast) -> None:
    version = brought_in(cast, ("1. " + "word " * 200_000).encode(), "long.md")
    row = numbered(version, "1")
    body = row.body[:-5] + " end"
    saved = actions.edit_paragraph(by=cast.bruno, paragraph=row, body=body, revision=0, at=AT)
    assert saved.body == body
    assert queries.reading_part(version).blocks[0].number == "1"
