"""Answers that stand in CSV files beside the form."""

from __future__ import annotations

import pytest

from travaux.core.problems import Unusable
from travaux.core.surveys.check import check_form
from travaux.core.surveys.choice_files import look_ups
from travaux.core.surveys.model import Question
from travaux.core.surveys.xlsform import read_xlsform

TOWNS = "name,label::English (en),label::Français (fr),region,cost\nq1,One,Un,n,3\nq2,Two,,s,4\n"
FORM = """| survey |
| | type | name | label::English (en) | choice_filter | calculation |
| | select_one r | region | Region | | |
| | select_one_from_file towns.csv | town | Town | region=${region} | |
| | calculate | cost | | | pulldata('towns', 'cost', 'name', ${town}) |
| | calculate | again | | | instance('towns')/root/item[name=${town}]/cost |
| choices |
| | list_name | name | label::English (en) |
| | r | n | North |
| | r | s | South |
"""


def read(form: str = FORM, files: dict[str, bytes] | None = None):
    given = {"lists/Towns.csv": TOWNS.encode()} if files is None else files
    return read_xlsform(form.encode(), "f.md", files=given).form


def test_a_file_beside_the_form_gives_choices_labels_filters_and_look_ups() -> None:
    form = read()
    town = next(i for i in form.items if i.name == "town")
    assert isinstance(town, Question) and [c.name for c in town.choices] == ["q1", "q2"]
    assert town.choices[0].labels == {"en": "One", "fr": "Un"}
    assert town.choices[1].labels == {"en": "Two"}
    assert town.choices[1].filters == {
        "label::English (en)": "Two", "label::Français (fr)": "", "region": "s", "cost": "4",
    }  # fmt: skip
    assert not check_form(form)
    pulled = [i.calculation for i in form.items if i.name in ("cost", "again")]
    assert pulled[0] == pulled[1] == "instance('town')/root/item[name=${town}]/cost"


def test_columns_may_have_other_names() -> None:
    text = FORM.replace("| calculation |", "| calculation | parameters |").replace(
        "| region=${region} | |", "| | | value=code label=called |"
    )
    text = "\n".join(line for line in text.splitlines() if "calculate" not in line)
    form = read(text, {"towns.csv": b"called,code\nOne,q1\nTwice,q1\n,q2\n,\n"})
    town = next(i for i in form.items if i.name == "town")
    assert isinstance(town, Question)
    assert [(c.name, c.labels["en"]) for c in town.choices] == [("q1", "One"), ("q2", "q2")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "xlsform-choices-elsewhere"),
        ({"other.csv": b"name,label\na,A"}, "xlsform-choices-elsewhere"),
        ({"towns.csv": b"code,label\na,A"}, "choice-file-column"),
        ({"towns.csv": b"name,label\n,A"}, "choice-file-empty"),
        ({"towns.csv": b""}, "file-empty"),
        ({"towns.csv": b"name\n" + b"".join(b"n%d\n" % n for n in range(5_001))},
         "choice-file-long"),
        ({"towns.csv": b"name\n" + b"x" * 5_300_000}, "file-too-large"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_said_with_its_question(files, code) -> None:
    with pytest.raises(Unusable) as refused:
        read(files=files)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["pulldata('a', 'b', 'c', 1 + 2)", "pulldata(${a}, 'b', 'c', ${d})", "pulldata()"]
)
def test_what_is_not_written_out_stays_as_it_is(text) -> None:
    assert look_ups(text) == text
