"""`travaux survey check`: whether a form can be asked, without a site."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from travaux.cli.main import app

run = CliRunner()
GOOD = "| survey |\n| | type | name | label |\n| | text | city | City |\n"


def _check(tmp_path, text: str, *also: str):
    path = tmp_path / "form.md"
    path.write_text(text)
    return run.invoke(app, ["survey", "check", str(path), *also])


def test_a_form_that_can_be_asked(tmp_path) -> None:
    done = _check(tmp_path, GOOD, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ok"] and told["questions"] == 1 and told["problems"] == []


def test_a_form_that_cannot_is_told_why(tmp_path) -> None:
    circle = GOOD.replace("| label |", "| label | relevant |").replace(
        "| City |", "| City | regex(${city}, '(a+)+') |"
    )
    done = _check(tmp_path, circle, "--json")
    assert done.exit_code == 1
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["where"] == "city" and problem["code"] == "pattern-risky"
    assert "Write it simpler" in problem["what"]


def test_what_is_no_form_gets_one_sentence(tmp_path) -> None:
    done = _check(tmp_path, "hello")
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "XLSForm" in done.stderr


def test_shares_and_means_of_a_file(tmp_path) -> None:
    rows = [f"{'north' if i % 2 else 'south'},{'yes' if i % 3 else 'no'},{i},2" for i in range(60)]
    path = tmp_path / "answers.csv"
    path.write_text("region,grp/has,size,w\n" + "\n".join(rows))
    told = ["survey", "estimate", str(path), "--json", "--by", "region", "--weights", "w"]
    shares = json.loads(run.invoke(app, [*told, "--question", "has"]).stdout)
    whole = shares["rows"][0]
    assert shares["kind"] == "shares" and whole["n"] == 60
    yes = {c["choice"]: c for c in whole["cells"]}["yes"]
    assert abs(yes["share"] - 2 / 3) < 1e-12 and yes["low"] < 2 / 3 < yes["high"]
    assert [r["group"] for r in shares["rows"]] == ["", "north", "south"]
    means = json.loads(run.invoke(app, [*told, "--question", "size"]).stdout)
    assert means["rows"][0]["mean"] == 29.5
    plain = run.invoke(app, ["survey", "estimate", str(path), "--question", "size"])
    assert "all: 60 answered" in plain.stdout


def test_margins_units_and_several_answers(tmp_path) -> None:
    path = tmp_path / "answers.csv"
    rows = [f"c{i % 10},{'a' if i < 10 else 'b'},{i % 2},{(i + 1) % 2}" for i in range(20)]
    path.write_text("city;group;use/bus;use/tram\n".replace(";", ",") + "\n".join(rows))
    margins = tmp_path / "m.json"
    margins.write_text('{"group": {"a": 100}}')
    done = run.invoke(
        app,
        ["survey", "estimate", str(path), "--question", "use", "--unit", "city", "--margins",
         str(margins), "--least", "1", "--json"],
    )  # fmt: skip
    [row] = json.loads(done.stdout)["rows"]
    assert row["n"] == 10 and row["respondents"] == 20
    assert [c["share"] for c in row["cells"]] == [0.5, 0.5]


def test_what_cannot_be_reckoned_gets_one_sentence(tmp_path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("a,w\nx,1\ny,\n")
    told = ["survey", "estimate", str(path), "--question"]
    for also, said in (
        (["b"], "no column named b"),
        (["a", "--weights", "w"], "does not hold numbers"),
        (["a", "--kind", "means"], "does not hold numbers"),
        (["a", "--margins", str(path)], "population"),
    ):
        done = run.invoke(app, [*told, *also])
        assert done.exit_code == 2 and said in done.stderr, done.output


def test_a_choice_list_that_lacks_a_language_is_named(tmp_path) -> None:
    form = (
        "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n"
        "| | select_one yn | has | Has it? | En a-t-elle ? |\n| choices |\n"
        "| | list_name | name | label::English (en) | label::French (fr) |\n"
        "| | yn | y | Yes | Oui |\n| | yn | n | No | |\n"
    )
    done = _check(tmp_path, form, "--json")
    [note] = json.loads(done.stdout)["notes"]
    assert done.exit_code == 0 and note["where"] == "has" and "language fr" in note["what"]
