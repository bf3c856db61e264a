"""Identities go on over a file: what is sure by itself, what is a guess by a person's word."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.urls import reverse

from tests.drafts.texts import AT, FERRIES, FERRIES_NEXT, brought_in, numbered, published
from travaux.core.formats.text_files import read_text
from travaux.core.formats.word_review import read_review
from travaux.core.texts.identities import kept, ties
from travaux.core.texts.versions import Standing
from travaux.drafts import actions, queries
from travaux.drafts.models import Likeness
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pair(cast):
    first = published(cast, FERRIES)
    second = brought_in(cast, FERRIES_NEXT, "second.md", text=first.text)
    return first, second


def row_of(first, second, words):
    return next(r for r in queries.compared(first, second).rows if words in r.new_words)


def test_a_file_as_next_version_moves_splits_and_asks(cast) -> None:
    first, second = pair(cast)
    keeper = row_of(first, second, "lighthouse")
    assert (keeper.kind, keeper.sure, keeper.change.ground) == ("moved", True, "key")
    ferry = row_of(first, second, "prams")
    assert (ferry.kind, ferry.sure, ferry.percent) == ("edited", False, 98)
    assert numbered(second, "2").anchor_id != numbered(first, "1").anchor_id
    divided = row_of(first, second, "hangs at both landings")
    assert divided.kind == "split"
    assert [s.number for s in divided.news] == ["3", "4"]
    assert divided.new_words.replace("\n", " ") == divided.old_words
    gone = [r.old_words[:4] for r in queries.compared(first, second).only("deleted")]
    assert "Nets" in gone
    assert not row_of(first, second, "anchors").olds


def test_a_guess_becomes_one_paragraph_only_when_a_person_says_so(cast) -> None:
    first, second = pair(cast)
    old, new = numbered(first, "1"), numbered(second, "2")
    assert old.anchor_id != new.anchor_id
    settle = {"by": cast.bruno, "version": second, "at": AT}
    actions.settle_likenesses(apart=[(old.anchor.key, new.anchor.key)], **settle)
    rows = queries.compared(first, second).rows
    assert [r.kind for r in rows if "bicycles" in r.old_words + r.new_words] == [
        "deleted",
        "inserted",
    ]
    assert not queries.compared(first, second).counts["unsure"]
    actions.settle_likenesses(same=[(old.anchor.key, new.anchor.key)], **settle)
    assert numbered(second, "2").anchor_id == old.anchor_id
    row = row_of(first, second, "prams")
    assert (row.kind, row.sure, row.change.ground) == ("edited", True, "key")
    # and taken apart again
    actions.settle_likenesses(apart=[(old.anchor.key, old.anchor.key)], **settle)
    assert numbered(second, "2").anchor_id != old.anchor_id
    assert not Likeness.objects.filter(same=True).exists()
    assert row_of(first, second, "prams").kind == "inserted"
    with pytest.raises(Refusal, match="paragraph-gone"):
        actions.settle_likenesses(same=[("no-such", "none")], **settle)
    with pytest.raises(Refusal, match="version-has-none-before"):
        lone = brought_in(cast)
        actions.settle_likenesses(by=cast.bruno, version=lone, at=AT)
    with pytest.raises(Refusal, match="not-a-drafter"):
        actions.settle_likenesses(by=cast.chen, version=second, at=AT)


def test_the_page_asks_and_keeps_the_answers(cast, client) -> None:
    first, second = pair(cast)
    client.force_login(cast.bruno, backend=BACKEND)
    address = reverse("drafts:identities", args=[cast.process.code, second.key])
    page = client.get(address).content.decode()
    ((name, value),) = re.findall(r'name="(pairs-\d+)" value="([^"]*)"', page)
    first_key = numbered(first, "1").anchor.key
    assert value == f"{first_key}:{numbered(second, '2').anchor.key}"
    assert client.post(address, {name: value}).status_code == 409
    assert client.post(address, {name: value, "all-same": "1"}).status_code == 302
    assert numbered(second, "2").anchor.key == first_key
    assert "pairs-1" not in client.get(address).content.decode()
    lamps, dusk = numbered(first, "4").anchor.key, numbered(second, "5").anchor.key
    assert client.post(address, {"old": lamps, "new": dusk}).status_code == 302
    assert numbered(second, "5").anchor.key == lamps
    assert client.post(address, {"apart": first_key}).status_code == 302
    assert numbered(second, "2").anchor.key != first_key
    client.force_login(cast.chen, backend=BACKEND)
    assert client.get(address).status_code == 403


def test_a_redline_of_two_versions_is_both_versions(cast, client) -> None:
    first, second = pair(cast)
    data = queries.redline_of(first, second, "docx")
    review = read_review(data)
    before = "".join(s.before for s in review.stretches)
    after = "".join(s.after for s in review.stretches)
    for version, words in ((first, before), (second, after)):
        for paragraph in version.paragraphs.all():
            assert paragraph.body in words
    assert any(change.kind == "move" for change in review.changes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"w:ins " in archive.read("word/document.xml")
    client.force_login(cast.bruno, backend=BACKEND)
    arguments = [cast.process.code, first.key, second.key]
    for ending in ("docx", "html", "md"):
        address = reverse("drafts:redline-file", args=[*arguments, ending])
        assert client.get(address).status_code == 200
    page = client.get(reverse("drafts:compare", args=arguments)).content.decode()
    assert "Divided" in page and "redline.pdf" in page
    only = client.get(reverse("drafts:compare", args=arguments), {"only": "unsure"})
    assert only.status_code == 200
    rows = client.get(reverse("drafts:compare-file", args=[*arguments, "json"])).json()
    assert {row["sure"] for row in rows} <= {True, False}


def test_words_that_stand_many_times_are_not_handed_out_by_their_order() -> None:
    old = [Standing(f"o{n}", "", "Option 2: No text.") for n in range(3)]
    new = [Standing("n", "", "Option 2: No text.")]
    assert kept(old, new) == {}
    assert not any(tie.sure for tie in ties(old, new))


def test_a_heading_and_a_paragraph_are_never_surely_one() -> None:
    words = "The harbour is swept every morning by those who work in it."
    old = [Standing("a", "1", words, "heading"), Standing("b", "", "Other words of a text.")]
    new = [Standing("x", "1", words), Standing("y", "", "Other words of a text.")]
    (tie,) = [t for t in ties(old, new) if t.old == 0]
    assert not tie.sure and 0 not in kept(old, new)


def test_reading_back_the_file_of_a_version_keeps_every_identity(cast) -> None:
    first = published(cast, FERRIES)
    data = queries.file_of(first, "docx")
    again = brought_in(cast, data, "again.docx", text=first.text)
    assert len(read_text(data, "again.docx").blocks) == again.paragraphs.count()
    assert set(again.paragraphs.values_list("anchor", flat=True)) == set(
        first.paragraphs.values_list("anchor", flat=True)
    )
