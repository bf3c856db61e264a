"""`travaux letter merge`: one letter per row of a table; and copies to, by command and on the site."""

from __future__ import annotations

import email
import io
import json
import zipfile
from email.policy import default

import docx
import pytest
from typer.testing import CliRunner

from tests.correspondence.letters import AT, a_house, a_letter
from tests.people.contacts import a_mission, workbook
from travaux.cli.main import app
from travaux.correspondence import actions, tasks
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail

run = CliRunner()
HEAD = ["Type", "Country", "Office", "E-mail", "Copy to", "Language"]
ROWS = [
    ["mission", "State A", "Mission of A", "a@demo.example", "b@demo.example; c@demo.example", "English"],
    ["mission", "State B", "Mission permanente de B", "q@demo.example", "", "French"],
]  # fmt: skip
FAULTY = [
    ["organisation", "", "Small Cities", "s@demo.example", "", "English"],  # not by note verbale
    ["mission", "State C", "Mission of C", "c@demo.example", "", ""],  # in which language?
]
SAID = ["--date", "2026-03-01", "--set", "organisation=The Office", "--set", "matter=the Guide",
        "--set", "organisation:fr=Le Bureau", "--set", "matter:fr=le Guide",
        "--set", "reply_by=2026-05-01", "--set", "link=https://demo.example/call"]  # fmt: skip


def merge(*words: str):
    return run.invoke(app, ["letter", "merge", *words])


@pytest.fixture
def missions(tmp_path):
    file = tmp_path / "missions.xlsx"
    file.write_bytes(workbook([HEAD, *ROWS]))
    return str(file)


def inside(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", ["docx", "pdf", "eml"])
def test_a_letter_for_each_row_in_its_language(tmp_path, missions, form) -> None:
    out = tmp_path / "letters.zip"
    done = merge("invite-nominations", missions, "-o", str(out), "--format", form, "--json", *SAID)
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["letters"], told["problems"]) == (2, 2, [])
    names = [f"002-mission-en.{form}", f"003-mission-fr.{form}"]
    assert [one["file"] for one in told["written"]] == names
    files = inside(out)
    assert sorted(files) == names
    english, french = (files[name] for name in names)
    if form == "docx":
        words = "\n".join(p.text for p in docx.Document(io.BytesIO(english)).paragraphs)
        assert "to the Mission of A" in words and "The Office presents" in words
        words = "\n".join(p.text for p in docx.Document(io.BytesIO(french)).paragraphs)
        assert "Le Bureau présente ses compliments" in words
    elif form == "pdf":
        assert english.startswith(b"%PDF") and french.startswith(b"%PDF")
    else:
        first, second = (email.message_from_bytes(d, policy=default) for d in (english, french))
        assert (first["To"], first["Cc"]) == ("a@demo.example", "b@demo.example, c@demo.example")
        assert (second["To"], second["Cc"]) == ("q@demo.example", None)
        assert (first["X-Unsent"], second["Content-Language"]) == ("1", "fr")
        [attached] = first.iter_attachments()
        assert attached.get_filename() == "letter.docx"
        docx.Document(io.BytesIO(attached.get_content()))


def test_the_same_table_gives_the_same_archive_and_a_folder_the_same_files(
    tmp_path, missions
) -> None:
    one, two, folder = tmp_path / "one.zip", tmp_path / "two.zip", tmp_path / "letters"
    for out in (one, two, folder):
        done = merge("invite-nominations", missions, "-o", str(out), "--format", "eml", *SAID)
        assert done.stdout.strip() == f"2 letters of 2 rows: {out}"
    assert one.read_bytes() == two.read_bytes()
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == inside(one)


def test_rows_that_cannot_be_written_are_named_and_the_others_are_written(tmp_path) -> None:
    file, out = tmp_path / "missions.xlsx", tmp_path / "letters.zip"
    file.write_bytes(workbook([HEAD, *ROWS, *FAULTY]))
    done = merge("invite-nominations", str(file), "-o", str(out), "--json", *SAID)
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert [(p["row"], p["code"]) for p in told["problems"]] == [
        (4, "note-to-missions-only"),
        (5, "language-not-known"),
    ]
    assert told["letters"] == len(inside(out)) == 2 and "row 4: " in done.stderr
    # what a text asks for and nobody said is named, too
    done = merge("invite-nominations", str(file), "-o", str(out), "--json", *SAID[:-2])
    assert {"letter-fields-empty"} <= {p["code"] for p in json.loads(done.stdout)["problems"]}
    assert "link" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-text"],
        ["invite-nominations", "--format", "odt"],
        ["invite-nominations", "--date", "soon"],
        ["invite-nominations", "--set", "colour=red"],
        ["invite-nominations", "--kind", "unicorn"],
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path, missions, words) -> None:
    template, *also = words
    out = tmp_path / "letters.zip"
    done = merge(template, missions, "-o", str(out), *also)
    assert done.exit_code == 2 and not done.stdout and not out.exists()
    assert len(done.stderr.strip().splitlines()) == 1
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    assert merge("invite-nominations", str(broken), "-o", str(out)).exit_code == 2


@pytest.mark.django_db
def test_copies_go_with_a_letter_of_the_site_as_file_and_as_mail(cast, client, mailoutbox) -> None:
    copies = ["b@demo.example", "c@demo.example"]
    a_house(cast)
    mission = a_mission(cast, copies=tuple(copies))
    letter = a_letter(cast, mission)
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/en/harbour/correspondence/letters/{letter.key}/to/{mission.key}.eml"
    before = email.message_from_bytes(client.get(page).content, policy=default)
    assert before["Cc"] == "b@demo.example, c@demo.example"

    letter = actions.issue_letter(by=cast.amina, letter=letter, at=AT)
    mission.copies = []
    mission.save()  # what was issued stays as it went
    after = email.message_from_bytes(client.get(page).content, policy=default)
    assert (after["To"], after["Cc"]) == (mission.email, "b@demo.example, c@demo.example")
    assert tasks.make_files(letter.key) == 1
    [held] = Mail.objects.filter(process_code="harbour", state=Mail.State.HELD)
    assert held.copies == copies
    actions.send_mails(by=cast.amina, process_code="harbour", mails=[held], at=AT)
    send_waiting()
    [sent] = mailoutbox
    assert (sent.to, sent.cc) == ([mission.email], copies)
