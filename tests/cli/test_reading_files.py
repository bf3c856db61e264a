"""`travaux comments read` and `travaux text brackets`, as scripts call them, without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from typer.testing import CliRunner

from tests.core.formats.test_word_review import closed, comment, gone, ins, opened, para, run
from tests.core.formats.word_files import word_file
from travaux.cli import comments, text

DRAFT = (
    "# 1 Scope\n\n1. Cities should plan.\n\n2. Data are open to all.\n\n3. Residents take part.\n"
)


def told(app, *arguments: str, expect: int = 0):
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == expect, (done.output, done.exception)
    return json.loads(done.stdout) if "--json" in arguments and not expect else done


def files(tmp_path, body: str, **parts: str) -> tuple[str, str]:
    word, draft = tmp_path / "back.docx", tmp_path / "draft.md"
    word.write_bytes(word_file(body, **parts))
    draft.write_text(DRAFT)
    return str(word), str(draft)


def test_a_word_file_against_the_draft(tmp_path):
    word, draft = files(
        tmp_path,
        para(run("Cities should plan."))
        + para(opened(0), run("Data are "), gone("open"), ins("shared"), closed(0), run(" to all."))
        + para(run("Residents take part early.")),
        comments=comment(0, "ed: clearer"),
    )
    found = told(comments.app, "read", word, "--draft", draft, "--json")
    assert found["comments"] == [
        {
            "author": "Amina",
            "date": "2026-03-01T10:00:00Z",
            "paragraph": "1/2",
            "paragraph_to": None,
            "quote": "Data are open",
            "type": "ed",
            "comment": "ed: clearer",
            "proposed": "Data are shared to all.",
            "reply_to": None,
            "resolved": False,
            "id": "0",
            "date_utc": None,
        }
    ]
    assert [(c["kind"], c["author"], c["text"], c["paragraph"]) for c in found["changes"]] == [
        ("delete", "Amina", "open", "1/2"),
        ("insert", "Amina", "shared", "1/2"),
        ("insert", "", " early", "1/3"),
    ]
    assert [(e["kind"], e["after"], e["tracked"]) for e in found["edits"]] == [
        ("change", "Data are shared to all.", True),
        ("change", "Residents take part early.", False),
    ]
    assert found["problems"] == []


def test_a_word_file_alone_names_paragraphs_by_number_or_words(tmp_path):
    word, _ = files(tmp_path, para(run("Cities "), ins("shall"), run(" plan.")))
    found = told(comments.app, "read", word, "--json")
    assert found["changes"][0]["paragraph"] == "Cities plan."
    plain = told(comments.app, "read", word)
    assert "insert\tAmina\tCities plan.\tshall" in plain.stdout


def test_another_text_and_an_empty_one_are_told(tmp_path):
    word, draft = files(tmp_path, "".join(para(run(f"Nothing of it {n} at all")) for n in range(9)))
    sentences = [
        p["what"] for p in told(comments.app, "read", word, "--draft", draft, "--json")["problems"]
    ]
    assert any("another text" in sentence for sentence in sentences)
    empty, _ = files(tmp_path, para(run("Only words.")))
    [problem] = told(comments.app, "read", empty, "--json")["problems"]
    assert "no table of comments" in problem["what"]


def test_a_table_in_a_word_file_is_read_with_its_margin(tmp_path):
    cells = "".join(f"<w:tc>{para(run(w))}</w:tc>" for w in ("Clause", "Comments"))
    row = (
        f"<w:tc>{para(run('1'))}</w:tc><w:tc>{para(opened(0), run('Too long.'), closed(0))}</w:tc>"
    )
    word, draft = files(
        tmp_path,
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{row}</w:tr></w:tbl>",
        comments=comment(0, "Ours"),
    )
    found = told(comments.app, "read", word, "--draft", draft, "--json")["comments"]
    assert [c["comment"] for c in found] == ["Too long.", "Ours"]


def test_what_cannot_be_read_ends_with_two_and_one_sentence(tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    done = told(comments.app, "read", str(broken), expect=2)
    assert "damaged" in done.stderr


def test_brackets_of_a_file(tmp_path):
    source = tmp_path / "text.md"
    words = "# One\r\n\r\nWe [shall]{AAA+ BBB-}[should] act [now].\r\n\r\nWe [go.\r\n"
    source.write_bytes(words.encode())
    found = told(text.app, "brackets", str(source), "--json")
    assert found["open"] == 3
    assert [(s["text"], s["depth"]) for s in found["spans"]] == [
        ("shall", 1),
        ("should", 1),
        ("now", 1),
    ]
    assert [(p["party"], p["stance"]) for p in found["spans"][0]["positions"]] == [
        ("AAA", "support"),
        ("BBB", "oppose"),
    ]
    for span in found["spans"]:
        assert words[span["start"] : span["end"]] == span["text"]
    [lonely] = found["unbalanced"]
    assert (lonely["kind"], words[lonely["at"]]) == ("unclosed", "[")
    again = tmp_path / "again.md"
    told(text.app, "brackets", str(source), "--rewrite", "-o", str(again))
    assert again.read_bytes() == source.read_bytes()
    lines = told(text.app, "brackets", str(source)).stdout.splitlines()
    assert lines[0] == "3 open"
    assert lines[-2].startswith("line 5, column 4\tunclosed: ")
    assert lines[-1].startswith("\tlikely mend: put ] at line 5, column 7")


def test_brackets_of_a_word_file_reach_over_paragraphs_and_not_over_sections(tmp_path):
    from travaux.core.formats.text_files import write_text
    from travaux.core.texts.document import Block, Document

    blocks = (
        Block("heading", "One", "1", 1),
        Block("paragraph", "[We act.", "1"),
        Block("paragraph", "We go.]", "2"),
        Block("heading", "Two", "2", 1),
        Block("paragraph", "We [stop", "3"),
    )
    source = tmp_path / "text.docx"
    source.write_bytes(write_text(Document("T", blocks), "docx"))
    found = told(text.app, "brackets", str(source), "--json")
    assert (found["open"], [u["kind"] for u in found["unbalanced"]]) == (1, ["unclosed"])
    assert found["spans"][0]["text"] == "We act.\n\n2. We go."


def test_comments_are_read_without_site_and_database(tmp_path):
    """Files in, files out: neither a configuration nor a room with tables is even imported."""
    table, draft = tmp_path / "back.csv", tmp_path / "draft.md"
    table.write_text("MB,Paragraph,Comments\nXA,2,Say who pays\nXB,77,Nowhere\n")
    draft.write_text(DRAFT)
    script = (
        "import sys\n"
        "sys.modules['travaux.site'] = None\n"  # whoever opens the site fails
        "from travaux.cli.main import app\n"
        f"app(['comments', 'read', {str(table)!r}, '--draft', {str(draft)!r}, '--json'],"
        " standalone_mode=False)\n"
        "from django.apps import apps\n"
        "assert not apps.ready and 'travaux.comments.models' not in sys.modules\n"
    )
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "TRAVAUX_"))}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=bare, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [(c["author"], c["paragraph"]) for c in found["comments"]] == [
        ("XA", "1/2"),
        ("XB", "77"),
    ]
    assert found["problems"] == [{"where": "row 3", "what": "The text has no such paragraph."}]
