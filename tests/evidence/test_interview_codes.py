"""Coding interviews: blind until all are done, agreement over what was given, settled with reason."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.evidence.interviews import SAID, a_book, approved, coders, done, given, marked
from tests.evidence.makers import DURING, sign_in
from travaux.cli.main import app
from travaux.core.problems import Unusable
from travaux.evidence.actions import (
    begin_code_book,
    define_code,
    drop_code,
    issue_code_book,
    mark_passage,
    name_coder,
    record_consent,
    settle_code,
    unmark_passage,
    withdraw_interview,
)
from travaux.evidence.models import Code, CodeMark, Coder, Interview
from travaux.evidence.queries.coding import codes_standing, compared, to_code
from travaux.evidence.rules.coding import may_see_marks
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/interviews/"
run = CliRunner()


def test_a_book_of_codes_is_issued_in_versions_that_never_change(cast) -> None:
    first = a_book(cast, "list", "money")
    words = {"en": "Words"}
    told = {"titles": words, "definitions": words, "at": DURING}
    with pytest.raises(Refusal, match="code-book-issued"):
        define_code(by=cast.bruno, book=first, name="late", **told)
    second = begin_code_book(by=cast.elif_, process=cast.process, at=DURING)
    assert begin_code_book(by=cast.bruno, process=cast.process, at=DURING).pk == second.pk
    assert [c.name for c in second.codes.all()] == ["list", "money"]
    define_code(by=cast.elif_, book=second, name=" Money ", **told)
    drop_code(by=cast.elif_, code=second.codes.get(name="list"), at=DURING)
    for name, code in (("two words", "code-name-unfit"), ("ü", "code-name-unfit")):
        with pytest.raises(Refusal, match=code):
            define_code(by=cast.elif_, book=second, name=name, **told)
    with pytest.raises(Refusal, match="code-needs-definition"):
        define_code(
            by=cast.elif_, book=second, name="bare", titles=words, definitions={}, at=DURING
        )
    with pytest.raises(Refusal, match="not-your-role"):
        issue_code_book(by=cast.chen, book=second, at=DURING)
    issue_code_book(by=cast.elif_, book=second, at=DURING)
    assert [c.name for c in first.codes.all()] == ["list", "money"]
    assert Code.objects.get(book=first, name="money").titles == {"en": "Money"}


def test_nobody_sees_what_another_marked_until_all_are_done(cast, client) -> None:
    a_book(cast)
    interview, text = approved(cast)
    bruno, second = coders(cast, interview)
    assert to_code(cast.elif_, cast.process) == [second]
    marked(bruno, 2, "list", words="the lamps are")
    at = f"{AT}{interview.key}/"
    for person in (cast.elif_, cast.amina, cast.bruno):
        assert may_see_marks(person, text, DURING).code == "coders-awaited"
        html = sign_in(client, person).get(f"{at}text/").content.decode()
        assert ('class="tag">List' in html) == (person == cast.bruno)
        assert client.get(f"{at}codes/").status_code == 403
        assert json.loads(client.get(f"{AT}codings.json").content) == []
    told = [line.facts for line in Line.objects.filter(what="evidence.mark_passage")]
    assert told == [{"marks": 1}]
    done(bruno)
    sign_in(client, cast.bruno)
    assert client.get(f"{at}codes/").status_code == 403  # second is not done
    with pytest.raises(Refusal, match="coding-done"):
        marked(bruno, 2, "money")
    done(second)
    assert client.get(f"{at}codes/").status_code == 200
    with pytest.raises(Refusal, match="coding-compared-already"):
        name_coder(by=cast.amina, interview=interview, person=cast.amina, at=DURING)


def test_agreement_differences_and_settling(cast, client) -> None:
    a_book(cast)
    interview, text = approved(cast)
    bruno, second = coders(cast, interview)
    marked(bruno, 2, "list")
    marked(second, 2, "list", words="where the lamps are")
    marked(bruno, 4, "money", "list", words="Nobody, and so nobody")
    marked(second, 4, "money")
    done(bruno, second)
    found = compared(text)
    assert found.whole.by_paragraph.units == 8 and found.whole.by_paragraph.share == 7 / 8
    assert found.codes["money"].by_paragraph.alpha == 1.0
    assert found.whole.by_stretch.alpha < found.whole.by_paragraph.alpha
    assert [(d.code, d.paragraph) for d in found.differences] == [("list", 4)]
    told = {"text": text, "name": "list", "number": 4, "at": DURING}
    for stretch, reason, code in (
        ((3, 24), " ", "settling-needs-reason"),
        ((0, 3), "So", "stretch-not-given"),
    ):
        with pytest.raises(Refusal, match=code):
            settle_code(by=cast.amina, stretch=stretch, reason=reason, **told)
    with pytest.raises(Refusal, match="coders-do-not-differ"):
        settle_code(
            by=cast.amina, text=text, name="money", number=4, stretch=None, reason="So", at=DURING
        )
    page = f"{AT}{interview.key}/codes/"
    sign_in(client, cast.amina)
    typed = {"code": "list", "paragraph": "4", "stretch": "3-24"}
    assert client.post(page, {**typed, "reason": ""}).status_code == 422
    assert client.post(page, {**typed, "reason": "It is the list."}).status_code == 302
    standing = [(s.code.name, s.paragraph, s.words) for s in codes_standing(text)]
    assert standing == [
        ("list", 2, "where the lamps are"),  # the common part of both
        ("list", 4, "Nobody, and so nobody"),
        ("money", 4, "Nobody, and so nobody"),
    ]
    rows = json.loads(client.get(f"{AT}codings.json").content)
    assert rows[1]["settled"] == "It is the list." and rows[1]["words"] == "Nobody, and so nobody"
    # what was settled does not mend the figure: agreement is over what was given
    assert compared(text).whole.by_paragraph.share == 7 / 8


def test_marks_are_by_exact_words_and_within_consent(cast) -> None:
    a_book(cast)
    interview, _text = approved(cast)
    with pytest.raises(Refusal, match="coder-not-of-process"):
        name_coder(by=cast.amina, interview=interview, person=cast.dana, at=DURING)
    bruno, _elif = coders(cast, interview)
    with pytest.raises(Unusable, match="words-not-in-paragraph"):
        marked(bruno, 2, "list", words="the lambs are")
    with pytest.raises(Refusal, match="choose-a-code"):
        marked(bruno, 2, "unknown")
    with pytest.raises(Refusal, match="moved-meanwhile"):
        marked(bruno, 9, "list")
    with pytest.raises(Refusal, match="not-a-coder-of-it"):
        mark_passage(by=cast.amina, coder=bruno, number=2, words="", names=["list"], at=DURING)
    marked(bruno, 2, "list", words="where the lamps are")
    marked(bruno, 2, "list", words="where the lamps are")
    mark = CodeMark.objects.get()
    assert SAID[1][mark.start : mark.end] == "where the lamps are"
    with pytest.raises(Refusal, match="not-a-coder-of-it"):
        unmark_passage(by=cast.elif_, mark=mark, at=DURING)
    unmark_passage(by=cast.bruno, mark=mark, at=DURING)
    record_consent(
        by=cast.amina,
        interview=interview,
        given=given(analysis=False, quoting="none", publication=False),
        at=DURING,
    )
    with pytest.raises(Refusal, match="interview-not-open"):
        marked(bruno, 2, "list")


def test_what_is_coded_outlives_neither_consent_nor_an_unfinished_account(cast) -> None:
    a_book(cast)
    interview, text = approved(cast)
    bruno, second = coders(cast, interview)
    marked(bruno, 2, "list")
    done(bruno)
    erase_person(by=cast.elif_, person=cast.elif_, at=DURING)
    assert list(Coder.objects.all()) == [bruno] and second.pk
    assert [s.code.name for s in codes_standing(text)] == ["list"]
    withdraw_interview(by=cast.amina, interview=interview, at=DURING)
    assert all(p["text"] == "" for p in interview.texts.get().paragraphs)


def test_the_pages_of_coding(cast, client) -> None:
    sign_in(client, cast.bruno)
    client.post(f"{AT}codes/act/", {"do": "begin"})
    typed = {"name": "list", "title_en": "The list", "definition_en": "Given where it is named."}
    assert client.post(f"{AT}codes/define/", {**typed, "name": "NO NO"}).status_code == 422
    client.post(f"{AT}codes/define/", typed)
    assert "Given where" in client.get(f"{AT}codes/define/?code=list").content.decode()
    assert "The list" in client.get(f"{AT}codes/1/").content.decode()
    client.post(f"{AT}codes/act/", {"do": "issue"})
    client.logout()
    assert "The list" in client.get(f"{AT}codes/").content.decode()
    assert json.loads(client.get(f"{AT}codes/1.json").content)[0]["code"] == "list"
    interview, _text = approved(cast)
    at = f"{AT}{interview.key}/"
    sign_in(client, cast.amina)
    assert client.post(f"{at}act/", {"do": "coder", "email": "no@x.example"}).status_code == 422
    for email in ("bruno@example.org", "elif@example.org"):
        client.post(f"{at}act/", {"do": "coder", "email": email})
    sign_in(client, cast.bruno)
    wrong = client.post(f"{at}text/2/", {"do": "mark", "words": "lambs", "codes": ["list"]})
    assert wrong.status_code == 422 and "Copy them from it" in wrong.content.decode()
    client.post(f"{at}text/2/", {"do": "mark", "words": "the lamps", "codes": ["list"]})
    assert "the lamps</q>" in client.get(f"{at}text/2/").content.decode()
    client.post(f"{at}text/2/", {"do": "unmark", "mark": str(CodeMark.objects.get().pk)})
    assert not CodeMark.objects.exists()
    client.post(f"{at}text/2/", {"do": "quote", "quote-words": "where the lamps are"})
    assert Interview.objects.get().quotations.count() == 1
    client.post(f"{at}act/", {"do": "done"})
    assert Coder.objects.get(person=cast.bruno).done_at


def test_the_commands(cast, tmp_path) -> None:
    a_book(cast)
    interview, text = approved(cast)
    told = json.loads(
        run.invoke(app, ["interview", "list", "--process", "harbour", "--json"]).stdout
    )
    assert [i["number"] for i in told["interviews"]] == [1] and "Roe" not in str(told)
    mine = ["--process", "harbour", "--as", "amina@example.org", "--json"]
    early = run.invoke(app, ["interview", "agreement", "1", *mine])
    assert early.exit_code == 1
    bruno, second = coders(cast, interview)
    marked(bruno, 2, "list")
    done(bruno, second)
    figures = json.loads(run.invoke(app, ["interview", "agreement", interview.key, *mine]).stdout)
    assert figures["coders"] == 2 and figures["to_settle"] == 1
    assert figures["codes"][1]["code"] == "list" and figures["codes"][1]["share"] == 0.75
    file = tmp_path / "talk.txt"
    file.write_text("Q: Where?\n\nA: Here.", encoding="utf-8")
    late = run.invoke(app, ["interview", "import", str(file), "--interview", "1", *mine])
    assert late.exit_code == 1  # the interviewee approved the text
    Interview.objects.filter(pk=interview.pk).update(state="registered")
    brought = run.invoke(app, ["interview", "import", str(file), "--interview", "1", *mine])
    assert json.loads(brought.stdout)["paragraphs"] == 2
    assert run.invoke(app, ["interview", "import", str(file), "--interview", "9", *mine]).exit_code
    assert text.number == 1
