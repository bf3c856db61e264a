"""`travaux contacts`: a table comes in by the command as by its page, and goes out alike."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from tests.people.contacts import a_mission, workbook
from travaux.cli.main import app
from travaux.core.contacts.columns import FIELDS
from travaux.core.contacts.tables import read_table
from travaux.people import queries
from travaux.people.models import Contact, ContactTable

pytestmark = pytest.mark.django_db
run = CliRunner()
HEAD = ["Type", "Country", "Office", "Name", "E-mail", "Copy to", "Language", "Parking"]
GOOD = ["mission", "State A", "Mission of A", "Aya", "a@demo.example", "b@demo.example; c@demo.example",
        "French", "B 12"]  # fmt: skip
LOST = ["mission", "Atlantis", "Mission of Atlantis", "Ann", "", "not an address", "", ""]
HERE = ["--process", "harbour", "--as", "amina@example.org"]


def bring(*words: str):
    return run.invoke(app, ["contacts", "import", *words])


def put_out(*words: str):
    return run.invoke(app, ["contacts", "export", *words])


def as_csv(rows: list[list[str]]) -> bytes:
    data = io.StringIO()
    csv.writer(data, delimiter=";").writerows(rows)
    return data.getvalue().encode()


@pytest.fixture(params=["xlsx", "csv"])
def table(request, tmp_path):
    rows = [HEAD, GOOD, LOST]
    file = tmp_path / f"missions.{request.param}"
    file.write_bytes(workbook(rows) if request.param == "xlsx" else as_csv(rows))
    return str(file)


def test_whole_rows_come_in_and_the_others_wait(cast, table) -> None:
    looked = bring(table, *HERE, "--look", "--json")
    assert looked.exit_code == 0 and json.loads(looked.stdout)["added"] == 0
    assert not Contact.objects.exists() and not ContactTable.objects.exists()

    done = bring(table, *HERE, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (told["rows"], told["added"], told["joined"], told["waiting"]) == (2, 1, 0, 1)
    assert told["columns"]["Copy to"] == "copy_to" and told["columns"]["Parking"] is None
    assert {(p["row"], p["code"]) for p in told["problems"]} >= {(3, "contact-country-unknown")}
    assert "contact-copy-unfit" in {p["code"] for p in told["problems"]}
    assert "row 3: No state is known as “Atlantis”" in done.stderr
    contact = Contact.objects.get()
    assert contact.copies == ["b@demo.example", "c@demo.example"]
    assert (contact.language, contact.extra) == ("fr", {"Parking": "B 12"})
    assert [row.number for row in queries.waiting_rows("harbour")] == [3]

    again = bring(table, *HERE)
    assert again.stdout.strip() == "2 rows: 0 added, 1 joined, 1 waiting."
    assert Contact.objects.count() == 1


def test_a_kind_for_the_whole_table(cast, tmp_path) -> None:
    file = tmp_path / "networks.csv"
    file.write_bytes(as_csv([["Office", "E-mail"], ["Small Cities", "s@demo.example"]]))
    assert json.loads(bring(str(file), *HERE, "--look", "--json").stdout)["problems"]
    assert bring(str(file), *HERE, "--kind", "organisation").exit_code == 0
    assert Contact.objects.get().kind == "organisation"
    unknown = bring(str(file), *HERE, "--kind", "unicorn")
    assert unknown.exit_code == 2 and "mission, ministry" in unknown.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"colour;size\nred;5\n"),
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.json", b"[]"),
        ("none.csv", None),
    ],
)
def test_a_file_that_is_no_table_of_contacts_is_one_sentence(cast, tmp_path, name, data) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    done = bring(str(file), *HERE, "--json")
    assert done.exit_code == 2 and not done.stdout
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert not ContactTable.objects.exists()


@pytest.mark.parametrize("name", ["bruno", "farid", "olga"])
def test_whoever_is_not_of_the_secretariat_neither_brings_in_nor_takes_out(
    cast, table, tmp_path, name
) -> None:
    a_mission(cast)
    who = ["--process", "harbour", "--as", f"{name}@example.org"]
    refused = bring(table, *who, "--json")
    assert refused.exit_code == 1 and not refused.stdout
    out = tmp_path / "out.csv"
    refused = put_out("-o", str(out), *who)
    assert refused.exit_code == 1 and not out.exists() and not refused.stdout
    assert Contact.objects.count() == 1 and not ContactTable.objects.exists()


def test_who_acts_and_where_must_be_said(cast, table) -> None:
    assert "--as" in bring(table, "--process", "harbour").stderr
    assert bring(table, "--process", "harbour", "--as", "nobody@example.org").exit_code == 2
    assert bring(table, "--process", "nowhere", "--as", "amina@example.org").exit_code == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_contacts_go_out_in_every_ending(cast, tmp_path, ending) -> None:
    a_mission(cast, copies=("b@demo.example", "c@demo.example"))
    before = queries.export_rows(queries.find_contacts("harbour"))
    out = tmp_path / f"contacts.{ending}"
    done = put_out("-o", str(out), *HERE, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"rows": 1, "file": str(out)}
    if ending == "json":
        assert "b@demo.example; c@demo.example" in out.read_text()
        return
    assert read_table(out.read_bytes(), out.name).headings == FIELDS
    Contact.objects.all().delete()
    assert json.loads(bring(str(out), *HERE, "--json").stdout)["added"] == 1
    assert queries.export_rows(queries.find_contacts("harbour")) == before


def test_an_export_by_a_pipe_and_to_no_table(cast, tmp_path) -> None:
    a_mission(cast)
    piped = put_out("-o", "-", *HERE)
    assert piped.exit_code == 0 and "mission-x-a@demo.example" in piped.stdout
    other = put_out("-o", str(tmp_path / "contacts.pdf"), *HERE)
    assert other.exit_code == 2 and ".xlsx, .csv or .json" in other.stderr
