"""Files of answers read into a form: headings, dates, countries, repeats, shifted rows."""

from __future__ import annotations

import io

import openpyxl
import pytest

from travaux.core.problems import Unusable
from travaux.core.surveys.answer_tables import read_sheets
from travaux.core.surveys.bringing import Bringer, map_columns, repeated
from travaux.core.surveys.dates import order_of, read_day
from travaux.core.surveys.model import Choice, Form, Group, Question
from travaux.core.surveys.places import Places

FORM = Form(
    "f",
    (
        Group("g", (Question("day", "date", {"en": "Day"}), Question("n", "integer", {"en": "N"}))),
        Question("use", "select-multiple", {"en": "Use"},
                 choices=(Choice("bus", {"en": "Bus"}), Choice("tram", {"en": "Tram"}))),
        Group("staff", (Question("name", "text", {"en": "Name"}),), repeat=True),
    ),
)  # fmt: skip


def brought(text: str):
    bringer = Bringer(FORM, read_sheets(text.encode(), "a.csv")[0])
    return list(bringer.rows()), bringer.report


@pytest.mark.parametrize(
    "written",
    ["2024-02-25", "25/2/2024", "25.02.2024", "2/25/2024", "25 Feb 2024", "February 25, 2024",
     "2024/02/25", "45347", "2024-02-25T10:00:00", "25 février 2024", "25 de febrero de 2024",
     "25 февраля 2024 г.", "2024年2月25日", "٢٥/٢/٢٠٢٤", "٢٥ فبراير ٢٠٢٤", "25th of February 2024"],
)  # fmt: skip
def test_a_day_in_its_notations(written: str) -> None:
    assert read_day(written, order_of([written]))[0] == "2024-02-25"


def test_a_day_that_could_be_two_is_decided_by_its_column_and_said() -> None:
    rows, report = brought("g/day\n3/4/2024\n25/4/2024\n")
    assert [r.answers["day"] for r in rows] == ["2024-04-03", "2024-04-25"]
    assert report.problems == {("answer-date-by-column", "g/day"): 1}
    rows, report = brought(
        "g/day\n3/4/2024\n25/4/2024\n4/25/2024\n"
    )  # the column contradicts itself
    assert "day" not in rows[0].answers and rows[0].raw == {"g/day": "3/4/2024"}
    assert report.problems["answer-not-date", "g/day"] == 1


def test_headings_by_path_name_label_and_split_columns() -> None:
    heads = ["g-day", "N", "use/bus", "Use/Tram", "_uuid", "_submission_time", "old", "n"]
    kinds = [
        c.question.name + ("/" + c.choice if c.choice else "") if c.question else c.fact
        for c in map_columns(FORM, heads)
    ]
    assert kinds == ["day", "n", "use/bus", "use/tram", "instance", "submitted", "", ""]
    rows, _report = brought("use/bus,use/tram,use\n1,0,\n,,bus tram\n,,Bus; Tram\n")
    assert rows[0].answers.get("use") == ["bus"]
    rows, _report = brought("use\nbus tram\nBus; Tram\n")
    assert [r.answers["use"] for r in rows] == [["bus", "tram"], ["bus", "tram"]]


def test_a_shifted_row_is_kept_whole_and_aside() -> None:
    form = Form("f", tuple(Question(f"q{i}", "integer", {"en": f"Q{i}"}) for i in range(4)))
    sheet = read_sheets(b"q0,q1,q2,q3\n1,2,3,4\nx,y,z,4\n", "a.csv")[0]
    good, bad = Bringer(form, sheet).rows()
    assert not good.aside and bad.aside
    assert bad.raw == {"q0": "x", "q1": "y", "q2": "z", "q3": "4"}


def test_repeated_groups_come_from_their_own_sheet() -> None:
    book = openpyxl.Workbook()
    main = book.active
    main.append(["g/n", "_uuid", "_index"])
    main.append([1, "u1", 1])
    below = book.create_sheet("staff")
    below.append(["staff/name", "_parent_index"])
    below.append(["Ada", 1])
    below.append(["Ben", 1])
    data = io.BytesIO()
    book.save(data)
    sheets = read_sheets(data.getvalue(), "a.xlsx")
    assert repeated(FORM, sheets[1:]) == {"staff": {"1": [{"name": "Ada"}, {"name": "Ben"}]}}


def test_a_country_written_three_ways_and_one_that_two_could_be() -> None:
    places = Places({"X-A": ["State of Aling", "État d’Aling"], "X-B": ["Berin", "Union"],
                     "X-C": ["Union"]})  # fmt: skip
    assert [places.find(w).code for w in ("STATE OF ALING", "etat d'aling", "x-a")] == ["X-A"] * 3
    assert places.find("State of Allng").sure is False
    assert places.find("Union").sure is False and places.find("Atlantis") is None


def test_what_is_no_table_of_this_form_is_refused() -> None:
    with pytest.raises(Unusable, match="answers-not-of-this-form"):
        Bringer(FORM, read_sheets(b"a,b\n1,2\n", "a.csv")[0])
    with pytest.raises(Unusable, match="answers-without-heading"):
        read_sheets(b"\n\n", "a.csv")
    with pytest.raises(Unusable, match="file-kind-unknown"):
        read_sheets(b"x", "a.doc")
