"""Tables of comments come in whole; comments get their place, and are split into points."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
import xlsxwriter
from django.urls import reverse

from tests.comments.texts import AFTER, DURING, a_round, entry, paragraph, publish
from travaux.comments import queries
from travaux.comments.actions import (
    Piece,
    decide_rows,
    import_comment_table,
    keep_table,
    place_comment,
    split_comment,
    submit_comment,
)
from travaux.comments.facts import TableImported
from travaux.comments.file_sentences import WHY_UNPLACED
from travaux.comments.models import Comment, PlaceChange, Submission
from travaux.comments.queries.understanding import decided_plan
from travaux.comments.wording import number_name
from travaux.core.ledger.receipts import verify_receipt
from travaux.core.problems import Unusable
from travaux.journal.models import Line
from travaux.plumbing import reactions
from travaux.plumbing.signing import ring
from travaux.plumbing.verdicts import Refusal

TABLE = """\
Project: harbours,,,,,,,
MB,Line,Clause,Paragraph,Type,Comments,Proposed change,Secretariat observations
XA,,harbour.scope,2,te,Which ships?,Ships and boats wait.,Accepted
XA,4,2,,ed,Title too short,,
XB,,9.9,,ge,No such clause,,NAD
XB,,harbour.scope,77,te,No such paragraph,,
XB,,General,,general,=1+1 and <b>bold</b>,,
XC,,2,,technical,,,
"""


def bring(cast, round, data: bytes | str = TABLE, name: str = "table.csv", **also):
    raw = data.encode() if isinstance(data, str) else data
    file = keep_table(by=cast.amina, round=round, data=raw, name=name, at=DURING)
    plan = queries.plan_table(round, raw, name)
    return import_comment_table(by=cast.amina, round=round, plan=plan, file=file, at=DURING, **also)


def test_every_row_is_stored_with_its_place_or_the_reason(cast) -> None:
    round = a_round(cast)
    submissions = bring(cast, round)
    assert [s.member for s in submissions] == ["XA", "XB", "XC"]
    comments = list(queries.imported_comments(submissions))
    assert [(c.row_received, c.scope, c.type, c.why_unplaced) for c in comments] == [
        (3, "paragraph", "te", ""),
        (4, "section", "ed", ""),
        (5, "unplaced", "ge", "clause-unknown"),
        (6, "unplaced", "te", "paragraph-not-in-section"),
        (7, "text", "ge", ""),
        (8, "unplaced", "te", "row-without-comment"),
    ]
    assert comments[0].paragraph == paragraph(round, 2)
    assert comments[1].line_received == "4" and comments[1].paragraph == paragraph(round, 4)
    assert comments[2].observation_received == "NAD"
    assert comments[4].text == "=1+1 and <b>bold</b>"
    assert [c.number for c in comments] == [1, 2, 3, 4, 5, 6]
    assert all(s.entered_by == cast.amina.key and s.author is None for s in submissions)
    assert {c.why_unplaced for c in comments} - {""} <= set(WHY_UNPLACED)
    for submission in Submission.objects.all():
        line = queries.latest_line(submission)
        receipt = queries.receipt_document(submission, line)
        assert verify_receipt(receipt, ring())["verified"]
        content = queries.sealed_comments(submission, line)
        assert [c.number for c in content] == sorted(c.number for c in content)
    assert Line.objects.filter(what="comments.import_comment_table").count() == 1


def test_the_same_file_is_taken_once(cast) -> None:
    round = a_round(cast)
    bring(cast, round)
    with pytest.raises(Refusal) as refused:
        bring(cast, round)
    assert refused.value.code == "table-imported-before" and "6 comments" in refused.value.sentence
    assert Comment.objects.count() == 6
    bring(cast, a_round(cast, round.version))  # another round may take it


def test_only_the_secretariat_brings_tables_in(cast) -> None:
    round = a_round(cast)
    for person in (cast.bruno, cast.chen, cast.olga):
        with pytest.raises(Refusal, match="not-your-role"):
            keep_table(by=person, round=round, data=b"x", name="x.csv", at=DURING)


def test_those_who_react_learn_of_the_import_in_the_same_transaction(cast, monkeypatch) -> None:
    told: list[TableImported] = []

    def fails(fact: TableImported) -> None:
        told.append(fact)
        raise RuntimeError("the reaction fails")

    monkeypatch.setitem(reactions._REACTIONS, TableImported, [fails])
    round = a_round(cast)
    with pytest.raises(RuntimeError, match="the reaction fails"):
        bring(cast, round)
    assert len(told[0].submissions) == 3
    assert not Comment.objects.exists()
    assert not Line.objects.filter(what="comments.import_comment_table").exists()


def sheet(rows: list[list[str]], merge: tuple[int, ...] = ()) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    page = book.add_worksheet("Comments")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write_string(at, column, value)
    if merge:
        page.merge_range(*merge, rows[merge[0]][merge[1]])
    book.close()
    return data.getvalue()


def test_twenty_thousand_rows_and_merged_cells(cast) -> None:
    head = ["Comments", "MB", "Paragraph", "Clause", "Type of comment"]
    rows = [head] + [[f"Comment {n}", f"M{n % 40}", "2", "1", "te"] for n in range(20_000)]
    rows[2][1] = rows[3][1] = ""  # as a spreadsheet holds cells merged with the one above
    data = sheet(rows, merge=(1, 1, 3, 1))
    round = a_round(cast)
    began = time.process_time()
    submissions = bring(cast, round, data, "big.xlsx")
    assert time.process_time() - began < 60
    assert Comment.objects.count() == 20_000
    assert Comment.objects.filter(paragraph=paragraph(round, 2)).count() == 20_000
    assert len(submissions) == 40
    assert Comment.objects.get(row_received=3).submission.member == "M0"  # merged with row 2


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.csv", "file-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xlsx", "format-old-office"),
        (b"PK\x03\x04broken", "x.xlsx", "file-broken"),
        (b"a,b\n1,2\n", "x.csv", "table-without-heading"),
        (b"x", "x.exe", "file-kind-unknown"),
        (b"x", "x.xlsm", "file-has-macros"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(cast, data, name, code) -> None:
    from travaux.plumbing.verdicts import explain

    with pytest.raises(Unusable) as problem:
        queries.plan_table(a_round(cast), data, name)
    assert problem.value.code == code and explain(problem.value)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256"])
def test_tables_in_other_encodings(cast, encoding) -> None:
    words = "هذه الفقرة غير واضحة ويجب أن تذكر المكتب المسؤول عن الإجابة"
    data = f"MB,Clause,Comments\nXA,1,{words}\n".encode(encoding)
    round = a_round(cast)
    bring(cast, round, data)
    assert Comment.objects.get().text == words


def test_a_capacity_in_the_table_counts_over_the_chosen_one(cast) -> None:
    data = "MB,Capacity,Clause,Comments\nXA,state,1,One\nXA,,1,Two\nXA,queen,1,Three\n"
    bring(cast, a_round(cast), data, capacity="expert")
    assert list(
        Comment.objects.order_by("number").values_list("submission__capacity", flat=True)
    ) == ["expert", "expert", "state"]  # a state's is numbered apart: its set is sealed still
    assert [number_name(c) for c in Comment.objects.order_by("row_received")] == ["S1", "1", "2"]
    assert Comment.objects.get(number=2).extra_received["travaux:capacity"] == "queen"


def test_references_too_long_for_their_column_are_kept_whole(cast) -> None:
    bring(cast, a_round(cast), f"MB,Clause,Comments\nXA,{'c' * 900},One\n")
    comment = Comment.objects.get()
    assert len(comment.clause_received) == 300
    assert comment.extra_received["travaux:clause"] == "c" * 900


# ---- places ------------------------------------------------------------------------------------


def test_a_comment_is_given_its_place_and_then_another(cast) -> None:
    round = a_round(cast)
    bring(cast, round)
    comment = queries.unplaced(round).first()
    place_comment(
        by=cast.bruno, comment=comment, scope="paragraph", paragraph=paragraph(round, 5), at=DURING
    )
    with pytest.raises(Refusal, match="place-reason-needed"):
        place_comment(by=cast.bruno, comment=comment, scope="text", paragraph=None, at=DURING)
    with pytest.raises(Refusal, match="place-unchanged"):
        place_comment(
            by=cast.bruno,
            comment=comment,
            scope="paragraph",
            paragraph=paragraph(round, 5),
            at=DURING,
        )
    place_comment(
        by=cast.amina,
        comment=comment,
        scope="text",
        paragraph=None,
        reason="It is general.",
        at=DURING,
    )
    kept = list(PlaceChange.objects.values_list("scope_before", "paragraph_before", "reason"))
    assert kept == [
        ("unplaced", None, ""),
        ("paragraph", paragraph(round, 5).pk, "It is general."),
    ]
    comment.refresh_from_db()
    assert comment.scope == "text" and comment.why_unplaced  # why it had none stays known


def test_two_who_move_at_once_do_not_overwrite(cast) -> None:
    round = a_round(cast)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    mine, yours = (Comment.objects.get() for _ in range(2))
    where = {"scope": "paragraph", "reason": "meant there", "at": DURING}
    place_comment(by=cast.bruno, comment=mine, paragraph=paragraph(round, 2), **where)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        place_comment(by=cast.elif_, comment=yours, paragraph=paragraph(round, 5), **where)


def test_who_may_place_and_split(cast) -> None:
    round = a_round(cast)
    comment = submit_comment(
        by=cast.chen, round=round, entry=entry(round), at=DURING
    ).comments.get()
    for person in (cast.chen, cast.hana, cast.olga, cast.dana):
        with pytest.raises(Refusal, match="not-your-role"):
            place_comment(by=person, comment=comment, scope="text", paragraph=None, at=AFTER)
        with pytest.raises(Refusal, match="not-your-role"):
            split_comment(by=person, comment=comment, pieces=[Piece("a"), Piece("b")], at=AFTER)


def test_a_comment_is_split_and_the_original_kept(cast) -> None:
    round = a_round(cast)
    whole = submit_comment(
        by=cast.chen, round=round, entry=entry(round, "First. Second."), at=DURING
    ).comments.get()
    points = split_comment(
        by=cast.bruno,
        comment=whole,
        pieces=[
            Piece("First."),
            Piece("Second.", type="ed", scope="section", paragraph=paragraph(round, 4)),
            Piece("  "),
        ],
        at=AFTER,
    )
    assert [number_name(p) for p in points] == ["1.1", "1.2"]
    assert points[0].paragraph == whole.paragraph and points[1].type == "ed"
    assert set(queries.answerable(round)) == set(points)
    whole.refresh_from_db()
    assert whole.text == "First. Second." and whole.is_split
    for comment in (whole, points[0]):
        with pytest.raises(Refusal, match="comment-split"):
            split_comment(by=cast.bruno, comment=comment, pieces=[Piece("a"), Piece("b")], at=AFTER)
    submission = whole.submission
    line = queries.latest_line(submission)
    assert queries.sealed_comments(submission, line) == [whole]  # the receipt is of the original


def test_one_point_is_no_split(cast) -> None:
    round = a_round(cast)
    whole = submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING).comments.get()
    with pytest.raises(Refusal, match="points-needed"):
        split_comment(by=cast.bruno, comment=whole, pieces=[Piece("only")], at=AFTER)
    with pytest.raises(Refusal, match="points-too-many"):
        split_comment(by=cast.bruno, comment=whole, pieces=[Piece("p")] * 51, at=AFTER)
    with pytest.raises(Refusal, match="place-not-in-version"):
        split_comment(
            by=cast.bruno,
            comment=whole,
            pieces=[Piece("a", scope="paragraph"), Piece("b")],
            at=AFTER,
        )
    assert Comment.objects.count() == 1 and not Comment.objects.get().is_split


# ---- real input ----------------------------------------------------------------------------------


@pytest.mark.skipif(
    not os.environ.get("TRAVAUX_REAL_DATA"),
    reason="TRAVAUX_REAL_DATA is not set: the real comment table is not brought in",
)
def test_a_real_table_of_an_iso_committee_comes_in_whole(cast) -> None:
    from travaux.core.formats.text_files import read_text

    folder = Path(os.environ["TRAVAUX_REAL_DATA"]) / "comments"
    document = read_text((folder / "standard-iterators.md").read_bytes(), "standard-iterators.md")
    blocks = [(b.kind, b.level, b.number[:40], b.label[:200], b.text) for b in document.blocks]
    round = a_round(cast, publish(cast.process, blocks))
    data = (folder / "standard-iterators-comments.csv").read_bytes()
    bring(cast, round, data, "standard-iterators-comments.csv")
    assert Comment.objects.count() == 112
    assert not Comment.objects.filter(type="").exists()
    assert queries.unplaced(round).count() == 0
    assert Comment.objects.exclude(observation_received="").count() == 112


def test_a_word_file_under_review_comes_in_by_the_same_door(cast) -> None:
    from tests.core.formats.test_word_review import closed, comment, gone, ins, opened, para, run
    from tests.core.formats.word_files import word_file

    here = a_round(cast)
    body = (
        para(run("Scope"))
        + para(
            run("Harbours serve "), gone("the people"), ins("all"), run(" who live beside them.")
        )
        + para(opened(0), run("Ships wait"), closed(0), run(" until the quay is free."))
        + para(run("large ships first;"))
        + para(run("Money"))
        + para(run("Fees are published before they are raised."))
        + para(run("Nobody pays twice."))
    )
    data = word_file(body, comments=comment(0, "For how long?", 'w:author="Delegate"'))
    plan = queries.plan_table(here, data, "back.docx")
    assert [(r.scope, r.row.comment, r.row.proposed) for r in plan.rows] == [
        (
            "paragraph",
            "Change the wording of this paragraph.",
            "Harbours serve all who live beside them.",
        ),
        ("paragraph", "For how long?", ""),
    ]
    kept = keep_table(by=cast.amina, round=here, data=data, name="back.docx", at=DURING)
    import_comment_table(by=cast.amina, round=here, plan=plan, file=kept, at=DURING)
    first, second = Comment.objects.filter(round=here).order_by("number")
    assert (first.paragraph.number, first.submission.member) == ("1", "Amina")
    assert second.extra_received["travaux:quote"] == "Ships wait"
    assert second.submission.member == "Delegate"


def test_a_change_without_words_speaks_the_language_of_the_text_it_changes(cast) -> None:
    from tests.core.formats.test_word_review import gone, ins, para, run
    from tests.core.formats.word_files import word_file

    here = a_round(cast)
    here.version.language = "fr"
    data = word_file(
        para(run("Scope"))
        + para(
            run("Harbours serve "), gone("the people"), ins("all"), run(" who live beside them.")
        )
    )
    [row] = queries.plan_table(here, data, "back.docx").rows
    assert row.row.comment == "Modifier le libellé de ce paragraphe."


def test_the_report_tells_of_each_row_before_and_after_it_came_in(cast, client) -> None:
    round = a_round(cast)
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    raw = TABLE.encode()
    file = keep_table(by=cast.amina, round=round, data=raw, name="table.csv", at=DURING)
    decide_rows(
        by=cast.amina, round=round, file=file, said={6: {"place": "2"}, 8: {"out": True}}, at=DURING
    )
    at = [round.process.code, round.key]
    address = reverse("comments:row-report", args=[*at, file.key, "json"])

    def told() -> dict[object, dict[str, object]]:
        return {row["row"]: row for row in client.get(address).json()}

    before = told()
    assert sorted(key for key in before if key != "") == [3, 4, 5, 6, 7, 8]
    assert (before[3]["place"], before[3]["why_unplaced"]) == ("2", "")
    assert (before[5]["section_received"], before[5]["why_unplaced"]) == ("9.9", "clause-unknown")
    assert (before[6]["place"], before[6]["decided"]) == ("2", "placed")
    assert before[8]["decided"] == "left-out" and {row["number"] for row in before.values()} == {""}
    assert (
        address.replace("json", "xlsx")
        in client.get(reverse("comments:import-preview", args=[*at, file.key])).content.decode()
    )
    plan, _wrong = decided_plan(round, file, raw)
    import_comment_table(by=cast.amina, round=round, plan=plan, file=file, at=DURING)
    after = told()
    assert [after[row]["number"] for row in (3, 4, 5, 6, 7, 8)] == [1, 2, 3, 4, 5, ""]
    assert after[6]["place_now"] == "Paragraph 2" and after[5]["place_now"] == "No place yet"
    listed = client.get(reverse("comments:import", args=at)).content.decode()
    assert "table.csv" in listed and address.replace("json", "csv") in listed
    words = client.get(address.replace("json", "csv")).content.decode()
    assert "The text has no such section." in words and "its place was given by hand" in words
    # a cell that a spreadsheet would run does not run
    assert "'=1+1" in words
    client.force_login(cast.chen, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 403
