"""Real texts, where TRAVAUX_REAL_DATA says that they are at hand."""

from __future__ import annotations

import os
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.drafts.texts import AT, brought_in, published
from travaux.drafts import actions, queries

REAL = Path(os.environ.get("TRAVAUX_REAL_DATA") or "/nowhere")
pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real texts are not here: set TRAVAUX_REAL_DATA"
)


def test_a_standard_of_517_paragraphs(cast, client) -> None:
    data = (REAL / "comments" / "standard-iterators.md").read_bytes()
    version = published(cast, data, name="standard-iterators.md")
    outline = queries.outline_of(version)
    assert outline.paragraphs == 517 and outline.unnumbered == 0
    assert len(outline.sections) == 140
    for n in range(1, len(outline.parts) + 1):
        part = queries.reading_part(version, n)
        assert part.blocks and part.number == n
    page = client.get(f"/en/harbour/drafts/{version.key}/?part=2")
    assert page.status_code == 200
    second = actions.start_working_version(by=cast.bruno, based_on=version, at=AT)
    assert queries.compared(version, second).changed == 0


def test_three_dated_texts_as_successive_versions(cast, client) -> None:
    text, versions = None, []
    for day in ("2015-10-23", "2015-12-04", "2015-12-09"):
        data = (REAL / "drafts" / "cop21" / f"{day}.md").read_bytes()
        version = brought_in(
            cast, data, f"{day}.md", text=text, dated_on=date.fromisoformat(day), language="en"
        )
        actions.freeze_version(by=cast.bruno, version=version, at=AT)
        actions.publish_version(by=cast.bruno, version=version, at=AT)
        text = version.text
        versions.append(version)
    assert [v.number for v in versions] == [1, 2, 3]
    for old, new in pairwise(versions):
        found = queries.compared(old, new)
        for version, side in ((old, "olds"), (new, "news")):
            shown = [part.key for row in found.rows for part in getattr(row, side)]
            # each paragraph stands in one row, be it split, merged, moved or new
            assert len(shown) == len(set(shown)) == version.paragraphs.count()
        assert found.counts["same"] > 20 and found.changed > 20
        page = client.get(f"/en/harbour/drafts/{old.key}/compare/{new.key}/")
        assert page.status_code == 200
    first_and_last = queries.compared(versions[0], versions[2])
    assert first_and_last.counts["same"] > 5


@pytest.mark.parametrize(
    "name",
    [
        "pandoc_comments", "pandoc_notes", "pandoc_numbered_header",
        "pandoc_paragraph_insertion_deletion", "pandoc_track_changes_deletion",
        "pandoc_track_changes_move",
    ],
)  # fmt: skip
def test_word_files_come_in(cast, client, name: str) -> None:
    data = (REAL / "word" / f"{name}.docx").read_bytes()
    version = published(cast, data, name=f"{name}.docx")
    assert client.get(f"/en/harbour/drafts/{version.key}/?part=all").status_code == 200
