"""Pages and lines of the printed draft are kept at publication, and tables that name them find home."""

from __future__ import annotations

from django.urls import reverse
from django_q.models import OrmQ

from tests.comments.texts import a_round
from tests.drafts.texts import FERRIES, brought_in, published
from travaux.comments.queries import plan_table
from travaux.drafts.models import PrintedLines
from travaux.drafts.queries import lines_of
from travaux.drafts.tasks import map_lines
from travaux.journal.models import Line


def test_publication_asks_for_the_map_and_keeps_it_once(cast) -> None:
    before = OrmQ.objects.count()
    version = published(cast, FERRIES)
    assert OrmQ.objects.count() == before + 1
    count = version.paragraphs.count()
    assert map_lines(version.key) == count
    held = PrintedLines.objects.get(version=version)
    assert len(held.rows) == count and held.rows[0][:2] == [1, 2]  # the title is line 1
    assert map_lines(version.key) == count
    assert Line.objects.filter(what="drafts.keep_line_map").count() == 1
    assert map_lines("no-such") == 0


def test_a_table_by_page_and_line_finds_its_paragraphs(cast) -> None:
    version = published(cast, FERRIES)
    map_lines(version.key)
    held = lines_of(version)
    place = held.places[2]  # the second paragraph of the text
    row = f"{place[0]},{place[1]},{place[2]},{place[3]}"
    table = (
        f"Comment No,From Page,From Line,To Page,To Line,Comment\n1,{row},Say who\n2,9,1,9,2,Lost\n"
    )
    plan = plan_table(a_round(cast, version), table.encode(), "ipcc.csv")
    first, second = plan.rows
    assert first.paragraph == version.paragraphs.get(anchor__key=place[4]).pk
    assert first.why == "page-and-line"
    assert (second.scope, second.why) == ("unplaced", "line-not-in-print")


def test_without_a_kept_map_the_same_is_reckoned_and_before_publication_nothing(cast) -> None:
    version = published(cast, FERRIES)
    reckoned = lines_of(version)
    map_lines(version.key)
    assert lines_of(version).places == reckoned.places
    assert lines_of(brought_in(cast)) is None


def test_the_numbered_print_is_a_download(cast, client) -> None:
    version = published(cast, FERRIES)
    page = client.get(reverse("drafts:reading", args=[cast.process.code, version.key]))
    address = reverse("drafts:export", args=[cast.process.code, version.key, "lines.pdf"])
    assert address in page.content.decode()
    answer = client.get(address)
    data = b"".join(answer) if answer.streaming else answer.content
    assert data.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"
