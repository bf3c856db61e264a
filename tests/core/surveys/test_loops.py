"""`begin loop over`: a group asked once for each choice, as pyxform writes it out."""

from __future__ import annotations

import json
from pathlib import Path

from travaux.core.surveys.bringing import map_columns
from travaux.core.surveys.check import check_form
from travaux.core.surveys.model import Question, questions, walk
from travaux.core.surveys.xforms import write_xform
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform

# the shape of pyxform's own example forms `loop.xls` and `repeat_date_test.xls`, with other words
LOOP = """
| survey |
| | type | name | label::English (en) | label::French (fr) | relevant | constraint |
| | select_multiple ways | used | Which ways? | Quels moyens ? | | |
| | begin loop over ways | use | Ways | Moyens | | |
| | integer | count | How many %(label)s? | Combien de %(label)s ? | selected(${used}, '%(name)s') | . >= 0 |
| | integer | new | Of these, new | Dont neufs | ${count} > 0 | . <= ${count} |
| | end loop | | | | | |
| choices |
| | list_name | name | label::English (en) | label::French (fr) |
| | ways | bus | buses | bus |
| | ways | tram | trams | trams |
| | ways | none | none of them | aucun |
"""


def the_form():
    return read_xlsform(LOOP.encode(), "form.md").form


def test_each_choice_has_its_questions_in_every_language() -> None:
    form = the_form()
    assert check_form(form) == ()
    names = [q.name for q in questions(form)]
    assert names == [
        "used", "use_bus_count", "use_bus_new", "use_tram_count", "use_tram_new",
    ]  # fmt: skip
    by = {q.name: q for q in questions(form)}
    assert by["use_tram_count"].labels == {"en": "How many trams?", "fr": "Combien de trams ?"}
    assert by["use_tram_count"].relevant == "selected(${used}, 'tram')"
    assert by["use_tram_new"].relevant == "${use_tram_count} > 0"
    assert by["use_bus_new"].constraint == ". <= ${use_bus_count}"
    groups = [p.item.name for p in walk(form.items) if not isinstance(p.item, Question)]
    assert groups == ["use", "use_bus", "use_tram"]
    tram = next(p.item for p in walk(form.items) if p.item.name == "use_tram")
    assert tram.labels == {"en": "trams", "fr": "trams"}


def test_it_is_written_out_read_again_and_asked_by_devices() -> None:
    form = the_form()
    again = read_xlsform(write_xlsform(form), "form.xlsx").form
    assert questions(again) == questions(form)
    assert b"/data/use/use_bus/use_bus_count" in write_xform(form, "f", "1")


def test_answers_of_other_tools_find_their_questions() -> None:
    heads = ["use/bus/count", "use/tram/new", "use-bus-new", "count"]
    found = [c.question.name if c.question else "" for c in map_columns(the_form(), heads)]
    assert found == ["use_bus_count", "use_tram_new", "use_bus_new", ""]


def test_a_loop_in_a_repeat_and_one_in_a_loop() -> None:
    inner = LOOP.replace(
        "| | begin loop over ways | use |", "| | begin repeat | years | Years | Ans | | |\n| | begin loop over ways | use |"
    ).replace("| | end loop | | | | | |", "| | end loop | | | | | |\n| | end repeat | | | | | |")  # fmt: skip
    form = read_xlsform(inner.encode(), "form.md").form
    assert check_form(form) == ()
    placed = next(p for p in walk(form.items) if p.item.name == "use_bus_count")
    assert [g.name for g in placed.groups] == ["years", "use", "use_bus"]
    twice = LOOP.replace("| | integer | new |", "| | begin loop over ways | way | %(label)s | %(label)s | | |\n| | integer | new |").replace(
        "| | end loop | | | | | |", "| | end loop | | | | | |\n| | end loop | | | | | |")  # fmt: skip
    form = read_xlsform(twice.encode(), "form.md").form
    assert check_form(form) == ()
    assert "use_tram_way_bus_new" in [q.name for q in questions(form)]


def test_the_command_says_that_it_can_be_asked(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from travaux.cli.main import app

    path = tmp_path / "form.md"
    path.write_text(LOOP)
    done = CliRunner().invoke(app, ["survey", "check", str(path), "--json"])
    told = json.loads(done.stdout)
    assert told["ok"] and told["questions"] == 5, done.output
    path.write_text(LOOP.replace("begin loop over ways", "begin loop over roads"))
    done = CliRunner().invoke(app, ["survey", "check", str(path)])
    assert done.exit_code == 2 and "roads" in done.stderr
