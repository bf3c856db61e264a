"""Sixty mixed files at once: read, settled, taken in; and the compilation in the order of states."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.comments.test_kits import filled_docx, filled_xlsx
from tests.comments.test_pages import BACKEND
from tests.comments.texts import DURING, a_round, paragraph
from travaux.comments import actions, tasks
from travaux.comments.models import Comment, Intake, IntakeFile
from travaux.comments.queries.compiling import compilation, compiled_file
from travaux.comments.queries.from_inbox import begun_from
from travaux.comments.queries.intake import StateNames
from travaux.comments.queries.kits import kit_of
from travaux.core.formats.comment_tables import read_comment_table
from travaux.correspondence.models import Entry
from travaux.people.models import Country
from travaux.plumbing.files import file_bytes
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal

LETTER = b"Dear colleagues,\n\nParagraph 2: Boats should wait too.\n\nYours\n"


def states() -> None:
    for letter in "BCDEF":
        Country.objects.get_or_create(
            code=f"X{letter}{letter}",
            defaults={"names": {"en": f"State {letter}"}, "demonstration": True},
        )


def work(intake: Intake, task) -> None:
    intake.refresh_from_db()
    task(Job.objects.get(key=intake.job), intake_key=intake.key)


def mixed(round) -> list[tuple[str, bytes]]:
    xlsx, word = kit_of(round, "xlsx"), kit_of(round, "docx")
    return [
        ("from-mail.xlsx", filled_xlsx(round, xlsx, "State C")),
        ("reply.docx", filled_docx(round, word, "State B")),
        ("letter of State D.txt", LETTER),
        ("scan State E.pdf", b"%PDF-1.4 a scan"),
        ("broken.docx", b"PK\x03\x04 not a file"),
        ("table.csv", b"MB,Clause,Paragraph,Type,Comments\nState F,harbour.scope,77,te,Nowhere\n"),
    ]


def test_mixed_files_are_read_settled_and_taken_in(cast) -> None:
    states()
    round = a_round(cast)
    intake = actions.open_intake(by=cast.amina, round=round, files=mixed(round), at=DURING)
    work(intake, tasks.read_intake)
    found = {f.file.name: (f.state, f.member, f.comments, f.unplaced) for f in intake.files.all()}
    assert found == {
        "from-mail.xlsx": ("read", "State C", 3, 0),
        "reply.docx": ("read", "State B", 3, 0),
        "letter of State D.txt": ("read", "State D", found["letter of State D.txt"][2], 0),
        "scan State E.pdf": ("by-hand", "State E", 0, 0),
        "broken.docx": ("failed", "", 0, 0),
        "table.csv": ("read", "State F", 1, 1),
    }
    assert intake.files.get(place=5).said["code"] == "file-broken"
    choices = {f.place: (f.member, "state", True) for f in intake.files.all()}
    actions.settle_intake(by=cast.amina, intake=intake, choices=choices, late=False, at=DURING)
    work(intake, tasks.take_intake)
    assert intake.files.filter(state="taken").count() == 4
    count = Comment.objects.count()
    work(intake, tasks.take_intake)  # delivered twice
    assert Comment.objects.count() == count >= 8
    assert Comment.objects.filter(scope="unplaced").count() == 1
    boats = Comment.objects.get(text__contains="Boats should wait")
    assert boats.paragraph == paragraph(round, 2)
    # the compilation: states in the order of their names, the paragraphs of each in theirs
    rows = compilation(round, "en", "2024-01-06", "HRB/1/C").rows
    members = [row["member"].text for row in rows]
    assert members == sorted(members) and set(members) == {f"State {c}" for c in "BCDF"}
    assert rows[-1]["section"].text.startswith("No place yet")


def test_the_compilation_is_a_word_file_and_a_workbook_with_its_symbol(cast) -> None:
    states()
    round = a_round(cast)
    intake = actions.open_intake(by=cast.amina, round=round, files=mixed(round), at=DURING)
    work(intake, tasks.read_intake)
    actions.settle_intake(by=cast.amina, intake=intake, choices={}, late=True, at=DURING)
    work(intake, tasks.take_intake)
    for ending in ("docx", "xlsx"):
        data = compiled_file(round, "en", "2024-01-06", ending, "HRB/1/Comments")
        table = read_comment_table(data, f"compilation.{ending}")
        assert [r.member for r in table.rows] == sorted(r.member for r in table.rows)
        assert "HRB/1/Comments" in "\n".join(table.preamble) or ending == "docx"
    words = docx.Document(io.BytesIO(compiled_file(round, "en", "2024-01-06", "docx", "HRB/1/C")))
    assert any("HRB/1/C" in p.text for p in words.paragraphs)
    assert any("HRB/1/C" in p.text for s in words.sections for p in s.header.paragraphs)
    page = openpyxl.load_workbook(
        io.BytesIO(compiled_file(round, "ar", "2024-01-06", "xlsx", "HRB/1/C"))
    ).active
    assert page.sheet_view.rightToLeft
    assert Comment.objects.filter(submission__late=True).count() == Comment.objects.count()


def test_sixty_files_at_most_and_the_secretariat_alone(cast) -> None:
    round = a_round(cast)
    many = [(f"{n}.txt", LETTER) for n in range(61)]
    with pytest.raises(Refusal, match="too-many-files"):
        actions.open_intake(by=cast.amina, round=round, files=many, at=DURING)
    with pytest.raises(Refusal, match="no-file-chosen"):
        actions.open_intake(by=cast.amina, round=round, files=[], at=DURING)
    with pytest.raises(Refusal, match="not-your-role"):
        actions.open_intake(by=cast.chen, round=round, files=many[:1], at=DURING)
    assert not IntakeFile.objects.exists()


def test_a_state_in_the_name_of_a_file_is_only_taken_where_it_is_one() -> None:
    states = StateNames.__new__(StateNames)
    one, other = Country(pk=1, names={"en": "State B"}), Country(pk=2, names={"en": "State C"})
    states._by_name = {"state b": one, "state c": other}
    assert states.in_file_name("Comments_State-B_final.docx") == one
    assert states.in_file_name("State B and State C.docx") is None
    assert states.in_file_name("statement.docx") is None


def test_the_pages_of_the_inbox(client, cast) -> None:
    states()
    round = a_round(cast)
    client.force_login(cast.amina, backend=BACKEND)
    at = [round.process.code, round.key]
    assert client.get(reverse("comments:inbox", args=at)).status_code == 200
    assert client.post(reverse("comments:inbox", args=at)).status_code == 422
    sent = client.post(
        reverse("comments:inbox", args=at),
        {"files": [SimpleUploadedFile(name, data) for name, data in mixed(round)]},
    )
    intake = Intake.objects.get()
    page = client.get(sent["Location"]).content.decode()
    assert 'http-equiv="refresh"' in page
    work(intake, tasks.read_intake)
    Job.objects.filter(key=intake.job).update(state=Job.State.DONE)
    page = client.get(sent["Location"]).content.decode()
    assert 'value="State C"' in page and "scan State E.pdf" in page and "damaged" in page
    got = client.get(reverse("comments:received", args=[*at, intake.key, 4]))
    assert b"".join(got).startswith(b"%PDF") and "attachment" in got["Content-Disposition"]
    bad = client.post(sent["Location"], {"member-1": "State C"})
    assert bad.status_code == 422
    shown = {f"member-{f.place}": f.member for f in intake.files.filter(state="read")}
    client.post(sent["Location"], {**shown, "take-1": "1", "capacity-1": "state"})
    intake.refresh_from_db()
    work(intake, tasks.take_intake)
    Job.objects.filter(key=intake.job).update(state=Job.State.DONE)
    page = client.get(sent["Location"]).content.decode()
    assert "3 comments came in" in page and "left out" in page
    answer = client.get(reverse("comments:compilation", args=[*at, "docx"]), {"symbol": "X/1"})
    assert answer.status_code == 200
    client.force_login(cast.chen, backend=BACKEND)
    for name, more in (("inbox", ()), ("intake", (intake.key,)), ("compilation", ("xlsx",))):
        assert client.get(reverse(f"comments:{name}", args=[*at, *more])).status_code == 403


def by_hand_form(**also) -> dict[str, object]:
    return {
        "name": "Mission of State E",
        "capacity": "state",
        "country": "XEE",
        "form": "letter",
        "dated_on": "2024-01-05",
        "type": "te",
        "text": "Say who pays for the quay.",
        "language": "en",
        **also,
    }


def test_what_a_person_reads_in_a_file_is_entered_with_the_file_attached(
    client, cast, monkeypatch
) -> None:
    states()
    round = a_round(cast)
    monkeypatch.setattr("travaux.plumbing.clock.now", lambda: DURING)
    mail = (
        b"From: Ida Example <ida@demo.example>\nSubject: Comments of State E\n"
        b"Date: Thu, 4 Jan 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        b"Please find our scan attached.\n--x\nContent-Type: application/pdf\n"
        b'Content-Disposition: attachment; filename="scan.pdf"\n\n%PDF-1.4 within a mail\n--x--\n'
    )
    files = [
        ("scan State E.pdf", b"%PDF-1.4 a scan"),
        ("broken.docx", b"PK\x03\x04 no"),
        ("m.eml", mail),
    ]
    intake = actions.open_intake(by=cast.amina, round=round, files=files, at=DURING)
    waiting = reverse("comments:by-hand", args=[round.process.code, round.key, intake.key, 1])
    client.force_login(cast.amina, backend=BACKEND)
    assert client.get(waiting).status_code == 403  # it is still being looked at
    work(intake, tasks.read_intake)
    Job.objects.filter(key=intake.job).update(state=Job.State.DONE)
    page = client.get(waiting).content.decode()
    assert "scan State E.pdf" in page and '<option value="XEE" selected>' in page
    empty = client.post(waiting, by_hand_form(text=""))
    assert empty.status_code == 422 and "Mission of State E" in empty.content.decode()
    sent = client.post(waiting, by_hand_form())
    client.post(waiting, by_hand_form(text="And a second point."))
    overview = client.get(sent["Location"]).content.decode()
    first, second = Comment.objects.order_by("number")
    assert first.submission.country.code == "XEE" and first.submission.source == "letter"
    file = intake.files.get(place=1)
    assert (file.state, file.comments) == ("entered", 2)
    assert first.submission.receipt in overview and "Enter another point of it" in overview
    for one in (first, second):
        source = Entry.objects.get(links__subject_key=one.submission.key).files.get().file
        assert file_bytes(source) == b"%PDF-1.4 a scan" and source.name == "scan State E.pdf"
    # what is attached to a mail begins with what the mail tells; a broken file can be entered too
    attached = intake.files.get(source__isnull=False)
    told = begun_from(attached, DURING.date())
    assert (told["name"], told["email"], told["form"]) == (
        "Ida Example",
        "ida@demo.example",
        "mail",
    )
    assert str(told["dated_on"]) == "2024-01-04" and "text" not in told
    assert "scan attached" in begun_from(attached.source, DURING.date())["text"]
    broken = reverse("comments:by-hand", args=[round.process.code, round.key, intake.key, 2])
    assert client.post(broken, by_hand_form(country="XFF")).status_code == 302
    # what came in by itself is not entered a second time, and others do not enter at all
    IntakeFile.objects.filter(pk=file.pk).update(state="taken")
    refused = client.post(waiting, by_hand_form())
    assert refused.status_code == 422 and "taken in already" in refused.content.decode()
    assert Comment.objects.count() == 3
    client.force_login(cast.chen, backend=BACKEND)
    assert client.get(broken).status_code == 403
