"""The commands of rounds and comments, as scripts call them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.comments.test_tables import TABLE
from tests.comments.texts import a_round, publish
from travaux.cli import comments as comments_commands
from travaux.cli import round as round_commands
from travaux.comments.models import Comment
from travaux.consultations.models import Extension, Round


def run(app, *arguments: str, expect: int = 0):
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == expect, (done.output, done.exception)
    return done


def test_open_extend_and_close(cast) -> None:
    version = publish(cast.process)
    done = run(
        round_commands.app, "open", "--draft", version.key, "--from", "2024-01-09",
        "--to", "2099-02-01", "--zone", "Africa/Nairobi", "--as", "amina@example.org", "--json",
    )  # fmt: skip
    told = json.loads(done.stdout)
    made = Round.objects.get(key=told["round"])
    assert made.closes_at.isoformat() == "2099-02-01T20:59:00+00:00"
    run(
        round_commands.app, "extend", made.key, "--to", "2099-03-01T12:00", "--reason", "More time",
        "--as", "amina@example.org",
    )  # fmt: skip
    assert Extension.objects.get().closes_at_after.isoformat() == "2099-03-01T09:00:00+00:00"
    refused = run(round_commands.app, "close", made.key, "--as", "amina@example.org", expect=1)
    assert "Give the reason" in refused.stderr
    run(round_commands.app, "close", made.key, "--reason", "x", "--as", "amina@example.org")
    listed = json.loads(run(round_commands.app, "list", "--process", "harbour", "--json").stdout)
    assert listed[0]["phase"] == "closed"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--as", "bruno@example.org"], 1, "another role"),
        (["--as", "nobody@example.org"], 2, "nobody here"),
        ([], 2, "Say who acts"),
        (["--as", "amina@example.org", "--zone", "Mars/Base"], 2, "no time zone"),
        (["--as", "amina@example.org", "--to", "soon"], 2, "not a date"),
    ],
)
def test_what_cannot_be_opened_says_why(cast, arguments, status, said) -> None:
    version = publish(cast.process)
    done = run(
        round_commands.app, "open", "--draft", version.key, "--from", "2024-01-09",
        "--to", "2024-02-01", *arguments, expect=status,
    )  # fmt: skip
    assert said in done.stderr and not Round.objects.exists()


def test_import_names_each_row_without_a_place(cast, tmp_path) -> None:
    round = a_round(cast)
    table = tmp_path / "table.csv"
    table.write_text(TABLE)
    done = run(
        comments_commands.app, "import", str(table), "--round", round.key,
        "--as", "amina@example.org", "--json",
    )  # fmt: skip
    assert json.loads(done.stdout) == {
        "comments": 6,
        "unplaced": [
            {"row": 5, "why": "clause-unknown"},
            {"row": 6, "why": "paragraph-not-in-section"},
            {"row": 8, "why": "row-without-comment"},
        ],
    }
    assert Comment.objects.count() == 6
    again = run(
        comments_commands.app, "import", str(table), "--round", round.key,
        "--as", "amina@example.org", expect=1,
    )  # fmt: skip
    assert "already" in again.stderr


def test_read_needs_no_round(cast, tmp_path) -> None:
    table, draft = tmp_path / "t.csv", tmp_path / "d.md"
    table.write_text("MB,Clause,Paragraph,Comments\nXA,1,1,One\nXB,7,,Two\n")
    draft.write_text("# 1 Scope [scope]\n\n1. Harbours serve people.\n")
    told = json.loads(
        run(comments_commands.app, "read", str(table), "--draft", str(draft), "--json").stdout
    )
    assert set(told) == {"comments", "changes", "problems"}
    assert told["comments"][0]["author"] == "XA"
    assert told["comments"][0]["quote"] == "Harbours serve people."
    assert told["problems"][0]["where"] == "row 3"
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert run(comments_commands.app, "read", str(broken), expect=2).stderr.strip()


def test_export_is_complete_and_comes_back(cast, tmp_path) -> None:
    from tests.comments.test_tables import bring
    from travaux.core.formats.comment_tables import read_comment_table

    round = a_round(cast)
    bring(cast, round)
    for ending in ("xlsx", "csv", "docx", "json"):
        out = tmp_path / f"answers.{ending}"
        run(
            comments_commands.app, "export", "--round", round.key, "-o", str(out),
            "--as", "amina@example.org",
        )  # fmt: skip
        back = read_comment_table(out.read_bytes(), out.name)
        assert len(back.rows) + len(back.unreadable) == 6, ending
    run(comments_commands.app, "export", "--round", round.key, "-o", "x.pdf", expect=2)
