"""The sheet that goes out comes back without loss, is looked at, mended, and becomes drafts."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.comments.test_pages import BACKEND
from tests.comments.texts import DURING, a_round, a_round_now, paragraph, publish
from travaux.comments import queries
from travaux.comments.actions import import_comment_table, keep_table, take_up_sheet
from travaux.comments.models import Comment, Submission
from travaux.comments.queries.kits import kit_of
from travaux.comments.queries.understanding import Mending
from travaux.plumbing.languages import SIX, to_django
from travaux.plumbing.verdicts import Refusal

SAID = {
    1: (
        "te",
        "Say who lives there.\nAnd who works there.",
        "Harbours serve all who live beside them.",
    ),
    5: ("ed", "=1+1 stays words", ""),
}


def filled_xlsx(round, data: bytes, member: str = "State A") -> bytes:
    """The workbook as a person fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.active
    keys = {paragraph(round, at).anchor.key: said for at, said in SAID.items()}
    for row in page.iter_rows(min_col=1, max_col=6):
        if row[0].value in keys:
            for cell, words in zip(row[3:], keys[row[0].value], strict=True):
                cell.value = words
                cell.data_type = "s"
        if row[0].value == "-":
            row[4].value = "Well made."
        if 1 < row[0].row < 12 and row[0].value and row[0].font.b and row[1].value is None:
            row[2].value = member
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_docx(round, data: bytes, member: str = "State A") -> bytes:
    """The table of the Word file as a person fills it in."""
    file = docx.Document(io.BytesIO(data))
    keys = {paragraph(round, at).anchor.key: said for at, said in SAID.items()}
    rows = file.tables[-1].rows
    rows[1].cells[1].text = member
    for row in rows[3:]:
        key = row.cells[0].text
        if key in keys:
            for cell, words in zip(row.cells[2:], keys[key], strict=True):
                cell.text = words
        if key == "-":
            row.cells[3].text = "Well made."
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def told(plan) -> list[tuple[str, int | None, str, str, str]]:
    return [(r.scope, r.paragraph, r.type, r.row.comment, r.row.proposed) for r in plan.rows]


def expected(round) -> list[tuple[str, int | None, str, str, str]]:
    return [
        ("text", None, "", "Well made.", ""),
        *(("paragraph", paragraph(round, at).pk, *SAID[at]) for at in sorted(SAID)),
    ]


@pytest.mark.parametrize("language", SIX)
@pytest.mark.parametrize(("ending", "fill"), [("xlsx", filled_xlsx), ("docx", filled_docx)])
def test_a_sheet_comes_back_without_loss_in_every_language(cast, language, ending, fill) -> None:
    round = a_round(cast)
    with translation.override(to_django(language)):
        data = kit_of(round, ending)
    plan = queries.plan_table(round, fill(round, data), f"kit.{ending}")
    assert told(plan) == expected(round)
    assert {row.row.member for row in plan.rows} == {"State A"}
    assert not plan.table.problems


def test_the_types_in_the_list_of_the_sheet_are_known_in_every_language(cast) -> None:
    round = a_round(cast)
    for language in SIX:
        with translation.override(to_django(language)):
            book = openpyxl.load_workbook(io.BytesIO(kit_of(round, "xlsx")))
        (choice,) = book.active.data_validations.dataValidation
        names = choice.formula1.strip('"').split(",")
        assert [queries.type_code(round, name) for name in names] == ["ge", "te", "ed"]


def test_libreoffice_may_have_saved_it(cast, tmp_path: Path) -> None:
    """Where the program is not on the machine, the file stands for itself (said aloud)."""
    round = a_round(cast)
    # a machine may have the part of LibreOffice for texts and not the one for sheets
    for ending, fill, part in (("xlsx", filled_xlsx, "localc"), ("docx", filled_docx, "lowriter")):
        data = fill(round, kit_of(round, ending))
        office = shutil.which("soffice") if shutil.which(part) else None
        if office:
            (tmp_path / f"kit.{ending}").write_bytes(data)
            subprocess.run(
                [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
                 "--convert-to", ending, "--outdir", str(tmp_path / "out"),
                 str(tmp_path / f"kit.{ending}")],
                check=True, capture_output=True, timeout=180,
            )  # fmt: skip
            data = (tmp_path / "out" / f"kit.{ending}").read_bytes()
        else:
            print(f"{part} is not on this machine: the {ending} was not saved by LibreOffice")
        assert told(queries.plan_table(round, data, f"kit.{ending}")) == expected(round)


def test_a_sheet_of_another_round_says_so_and_keeps_its_places(cast) -> None:
    version = publish(cast.process)
    first, second = a_round(cast, version), a_round(cast, version)
    data = filled_xlsx(first, kit_of(first, "xlsx"))
    plan = queries.plan_table(second, data, "kit.xlsx")
    assert [p.code for p in plan.table.problems] == ["sheet-of-another-round"]
    assert told(plan) == expected(second)


def test_places_are_mended_by_name(cast) -> None:
    round = a_round(cast)
    raw = b"Clause,Paragraph,Type,Comments\nharbour.scope,77,te,No such\nharbour.scope,2,te,There\n"
    mending = Mending(round, queries.plan_table(round, raw, "table.csv"))
    first, second = mending.plan.rows
    assert (mending.place_of(first), mending.place_of(second)) == ("", "2")
    shown = mending.shown(1)
    assert [u.number for u in shown] == [2, 3] and shown[0].asks and not shown[1].asks
    plan, wrong = mending.with_places({2: "\u00a72", 3: "-"})
    assert not wrong
    assert [(r.scope, r.paragraph) for r in plan.rows] == [
        ("section", paragraph(round, 4).pk),
        ("text", None),
    ]
    plan, wrong = mending.with_places({2: "nowhere", 3: ""})
    assert wrong == {2} and [r.scope for r in plan.rows] == ["unplaced", "unplaced"]
    # "1" stands in both sections: the section is written before it
    assert mending.names.find("1") is None
    assert mending.names.find("2/1") == paragraph(round, 5).anchor.key


def test_a_returned_sheet_is_looked_at_mended_and_becomes_drafts(client, cast) -> None:
    round = a_round_now(cast)
    client.force_login(cast.chen, backend=BACKEND)
    at = [round.process.code, round.key]
    page = client.get(reverse("comments:return", args=at)).content.decode()
    assert "kit.docx" in page and "kit.xlsx" in page
    got = client.get(reverse("comments:kit", args=[*at, "docx"]))
    data = filled_docx(round, b"".join(got) if got.streaming else got.content)
    empty = client.post(
        reverse("comments:return", args=at),
        {"file": SimpleUploadedFile("a.xlsx", kit_of(round, "xlsx"))},
    )
    assert empty.status_code == 422
    sent = client.post(
        reverse("comments:return", args=at), {"file": SimpleUploadedFile("kit.docx", data)}
    )
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "Say who lives there." in page and "Well made." in page
    typed = {"capacity": "person", "language": "en", "name_shown": "on"}
    plan = queries.plan_table(round, data, "kit.docx")
    row = plan.rows[-1].row.row
    bad = client.post(sent["Location"], {**typed, f"place-{row}": "nowhere"})
    assert bad.status_code == 422 and "no place of this name" in bad.content.decode()
    done = client.post(sent["Location"], {**typed, f"out-{row}": "1"})
    assert done.status_code == 302, done.content.decode()[:2000]
    drafts = Submission.objects.filter(author=cast.chen, state="draft")
    assert drafts.count() == 2
    assert set(Comment.objects.values_list("text", flat=True)) == {
        "Well made.",
        SAID[1][1],
    }
    client.post(sent["Location"], typed)
    assert drafts.count() == 2  # the same file only once
    client.force_login(cast.greta, backend=BACKEND)
    assert client.get(sent["Location"]).status_code == 404


def test_the_secretariat_mends_places_before_it_brings_a_file_in(client, cast) -> None:
    round = a_round(cast)
    client.force_login(cast.amina, backend=BACKEND)
    raw = b"MB,Clause,Paragraph,Type,Comments\nXA,harbour.scope,77,te,No such\n"
    kept = keep_table(by=cast.amina, round=round, data=raw, name="table.csv", at=DURING)
    address = reverse("comments:import-preview", args=[round.process.code, round.key, kept.key])
    assert "place-2" in client.get(address).content.decode()
    bad = client.post(address, {"capacity": "state", "place-2": "nowhere"})
    assert bad.status_code == 422 and 'value="nowhere"' in bad.content.decode()
    assert not Comment.objects.exists()
    client.post(address, {"capacity": "state", "place-2": "2"})
    assert Comment.objects.get().paragraph == paragraph(round, 2)


def test_margin_and_table_of_one_word_file_are_both_read(cast) -> None:
    round = a_round(cast)
    data = filled_docx(round, kit_of(round, "docx"))
    file = docx.Document(io.BytesIO(data))
    place = next(p for p in file.paragraphs if "Nobody pays twice" in p.text)
    file.add_comment(place.runs, text="Nor three times.", author="A. Person")
    out = io.BytesIO()
    file.save(out)
    plan = queries.plan_table(round, out.getvalue(), "kit.docx")
    found = {r.row.comment: r for r in plan.rows}
    assert found["Nor three times."].paragraph == paragraph(round, 6).pk
    assert found["Nor three times."].row.member == "State A"
    assert set(told(plan)) >= set(expected(round))
    kept = keep_table(by=cast.amina, round=round, data=out.getvalue(), name="kit.docx", at=DURING)
    import_comment_table(by=cast.amina, round=round, plan=plan, file=kept, at=DURING)
    assert Comment.objects.count() == 4


def test_who_may_not_comment_takes_up_nothing(cast) -> None:
    round = a_round(cast, audience="appointed")
    kept = keep_table(by=cast.amina, round=round, data=b"x", name="a.csv", at=DURING)
    with pytest.raises(Refusal, match="appointed-only"):
        take_up_sheet(by=cast.dana, round=round, file=kept, entries=[], at=DURING)
