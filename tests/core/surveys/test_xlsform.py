"""Forms written for Kobo and ODK are read; a form written by us is read again as the same form."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
import xlsxwriter
from tests.core.surveys.test_answers import FORM

from travaux.core.problems import Unusable
from travaux.core.surveys.answers import answer
from travaux.core.surveys.check import check_form
from travaux.core.surveys.model import Choice, Form, Group, Question, question_named
from travaux.core.surveys.plain import form_digest
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform

NOW = datetime(2024, 10, 12, tzinfo=UTC)
SURVEY = [
    ["type", "name", "label::English (en)", "label::French (fr)", "required", "relevant",
     "constraint", "constraint_message::French (fr)", "calculation", "choice_filter",
     "parameters", "tags", "repeat_count", "default"],
    ["start", "start"],
    ["deviceid", "device"],
    ["text", "name", "Name", "Nom", "yes", "", "", "", "", "", "", "name; identifying"],
    ["integer", "age", "Age", "Âge", "", "", ". >= 18", "Trop jeune."],
    ["select_one region", "region", "Region", "Région"],
    ["select_one city", "city", "City", "Ville", "", "${region} != ''", "", "", "",
     "region=${region}"],
    ["select_multiple topic or_other", "topics", "Topics", "Sujets"],
    ["begin_group", "more", "More", "Plus", "", "${age} > 20"],
    ["range", "will", "Will", "Envie", "", "", "", "", "", "", "start=0 end=10 step=2"],
    ["file", "cv", "CV", "CV"],
    ["end_group"],
    ["begin_repeat", "costs", "Cost", "Coût"],
    ["decimal", "amount", "Amount", "Montant", "", "", "", "", "", "", "", "", "", "5"],
    ["end_repeat"],
    ["calculate", "total", "", "", "", "", "", "", "sum(${amount})"],
    ["note", "told", "In all ${total}", "En tout ${total}"],
    ["acknowledge", "agreed", "I agree", "D'accord"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::French (fr)", "region"],
    ["region", "a", "A", "A"], ["region", "b", "B", "B"],
    ["city", "p", "P", "P", "a"], ["city", "q", "Q", "Q", "b"],
    ["topic", "water", "Water", "Eau"], ["topic", "energy", "Energy", "Énergie"],
]  # fmt: skip
SETTINGS = [["form_title", "form_id", "default_language"], ["Harbours", "harb", "English (en)"]]


def workbook(survey=SURVEY, choices=CHOICES, settings=SETTINGS) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.add_worksheet(name)
        for n, row in enumerate(rows):
            for i, cell in enumerate(row):
                sheet.write(n, i, cell)
    book.close()
    return data.getvalue()


def test_a_form_of_kobo_is_read_whole() -> None:
    read = read_xlsform(workbook(), "harbour.xlsx")
    form = read.form
    assert check_form(form) == ()
    assert (
        form.name == "harb" and form.languages == ("en", "fr") and form.titles["en"] == "Harbours"
    )
    name = question_named(form, "name")
    assert name.tags == {"name", "identifying"} and name.labels["fr"] == "Nom"
    assert question_named(form, "age").constraint_messages == {"fr": "Trop jeune."}
    assert question_named(form, "will").most == 10 and question_named(form, "will").step == 2
    assert "xlsform-of-device" in {n.code for n in read.notes}
    one = answer(
        form,
        {
            "name": "Ana", "age": "30", "region": "a", "city": "p", "topics": ["water", "other"],
            "topics_other": "Wind", "costs": [{"amount": "2"}, {"amount": "3"}], "agreed": "OK",
        },
        now=NOW,
    )  # fmt: skip
    assert one.is_whole and one.answers["total"] == "5" and one.answers["topics_other"] == "Wind"
    assert [c.name for c in one.choices[("city",)]] == ["p"]
    closed = answer(form, {"name": "Ana", "age": "19", "topics": ["water"]}, now=NOW)
    assert not {("more",), ("will",), ("city",), ("topics_other",)} & closed.shown


def test_the_same_form_in_markdown_and_csv() -> None:
    def cell(text: str) -> str:
        return text.replace("|", "\\|")

    md, table = [], io.StringIO()
    write = csv.writer(table)
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        md.append(f"| {name} |")
        write.writerow([name])
        for row in rows:
            md.append("| | " + " | ".join(cell(c) for c in row) + " |")
            write.writerow(["", *row])
    wanted = form_digest(read_xlsform(workbook(), "f.xlsx").form)
    assert form_digest(read_xlsform("\n".join(md).encode(), "f.md").form) == wanted
    assert form_digest(read_xlsform(table.getvalue().encode(), "f.csv").form) == wanted


RICH = Form(
    "rich",
    (
        *FORM.items,
        Question("born", "date", {"en": "Born", "ar": "الميلاد"}, {"en": "As in the passport"}),
        Question("when", "datetime", {"en": "When"}, read_only=True, default="x"),
        Question("rank", "rank", {"en": "Rank"}, choices=(Choice("a", {"en": "A"}),)),
        Group("inner", (Question("where", "geopoint", {"en": "Where"}),), {"en": "Place"}),
    ),
    {"en": "Rich"},
    "7",
    ("en", "ar", "fr"),
)


@pytest.mark.parametrize("form", [FORM, RICH], ids=["offer", "rich"])
def test_what_we_write_we_read_again(form: Form) -> None:
    again = read_xlsform(write_xlsform(form), "form.xlsx").form
    assert again.items == form.items and again.version == form.version


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "f.xlsx", "file-empty"),
        (b"PK\x03\x04 broken", "f.xlsx", "file-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "f.xls", "format-old-office"),
        (b"hello", "f.pdf", "xlsform-format"),
        (b"hello", "f.md", "xlsform-refused"),
        (b"\xff\xfe\x00", "f.csv", "xlsform-refused"),
        (b"| survey |\n| | type | name | label |\n| | begin group | g | G |", "f.md",
         "xlsform-refused"),
        (b"| survey |\n| | type | name | label |\n| | text | a | A ${b} |", "f.md",
         "xlsform-refused"),
        (b"| survey |\n| | type | name | label |\n| | select_one x | a | A |", "f.md",
         "xlsform-refused"),
        (b"| survey |\n| | type | name | label |\n| | osm | a | A |", "f.md",
         "xlsform-not-supported"),
        (b"| survey |\n| | type | name | label |\n| | select_one_from_file x.csv | a | A |",
         "f.md", "xlsform-choices-elsewhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_xlsform(data, name)
    assert refused.value.code == code
    if code == "xlsform-refused":
        assert str(refused.value.problem.facts["said"])


def test_entities_and_doctypes_of_a_workbook_are_refused() -> None:
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as before, zipfile.ZipFile(made, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(
                    b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "boom">]><worksheet', 1
                )
            after.writestr(info, data)
    with pytest.raises(Unusable) as refused:
        read_xlsform(made.getvalue(), "f.xlsx")
    assert refused.value.code in {"file-has-doctype", "file-broken"}
