"""Decision note, appeal, tracker, donor pages and IATI file: identical figures, valid files."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from lxml import etree
from typer.testing import CliRunner

from tests.cast import START
from tests.funding.test_pages import BACKEND
from tests.roadmap.conftest import PLAN, plan, reference
from travaux.cli.report import app
from travaux.core.formats.iati import write_iati
from travaux.core.processes.needs import tracker_row
from travaux.core.processes.of_plan import iati_of_plan, needs_of_plan, tracker_of_plan
from travaux.funding import actions
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.plumbing.languages import SIX, to_django
from travaux.reports import notes, tables
from travaux.reports.queries import figures
from travaux.reports.queries.needs import donors, iati_activity, needs, tracker

__all__ = ["plan", "reference"]
DAY = date(2023, 10, 31)
GOLDEN = Path(__file__).parent.parent / "golden" / "iati"
AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
run = CliRunner().invoke


def json_of(*arguments):
    done = run(app, [*arguments, "--as-at", "2023-10-31", "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_every_report_prints_identical_figures_from_record_and_file(reference):
    board = figures(reference, DAY)
    funds = board["funds"]
    assert (funds["required"], funds["pledged"], funds["gap"]) == (
        "1179384.00", "311700.00", "867684.00",
    )  # fmt: skip
    told = needs(reference, DAY)
    assert told["funds"] == tracker(reference, DAY)["funds"] == funds
    if board["outlook"]:
        assert board["outlook"]["money"]["runs_out"] == told["runs_out"]
    for kind in ("appeal", "decision", "tracker", "iati"):
        of_file = json_of(kind, str(PLAN))["funds"]
        of_record = json_of(kind, "--process", reference.code)["funds"]
        assert {k: v if k == "currency" else Decimal(v) for k, v in of_file.items()} == {
            k: v if k == "currency" else Decimal(v) for k, v in funds.items()
        }
        assert of_record == funds
    for language in SIX:
        with translation.override(to_django(language)):
            said = [
                " ".join(b.text for b in notes.document(kind, reference, found).blocks)
                for kind, found in (("decision", told), ("appeal", told))
            ]
            sentence = tables.fund_rows(board)
            for row in sentence[1:]:
                assert all(row[1] in text for text in said), (language, row)


def test_file_and_record_say_the_same(reference, plan):
    def plain(value):
        return re.sub(r'(\d)\.00"', r'\1"', json.dumps(value, sort_keys=True, default=str))

    assert plain(needs_of_plan(plan, DAY)) == plain(needs(reference, DAY))
    assert plain(tracker_of_plan(plan, DAY)) == plain(tracker(reference, DAY))
    a, b = iati_of_plan(plan, DAY), iati_activity(reference, DAY)
    strip = re.compile(rb"(\d)\.00<")
    assert strip.sub(rb"\1<", write_iati(a)) == strip.sub(rb"\1<", write_iati(b))


def test_the_note_says_what_follows_and_by_when(reference):
    told = needs(reference, DAY)
    text = "\n".join(b.text for b in notes.document("decision", reference, told).blocks)
    assert "33,300" in text and "7 Dec 2023" in text.replace("\xa0", " ")
    assert told["scenario"]["feasible"] is False and "388,384" in text
    assert "clause (a) of the mandate" in text and "Even the cheapest way" in text
    told = needs_with(reference, Decimal(429000))
    text = "\n".join(b.text for b in notes.document("decision", reference, told).blocks)
    assert "online instead of in person" in text and "Heard less" in text
    assert "would restore" in text
    budget = Decimal(told["scenario"]["budget"])
    assert Decimal(told["next"]["budget"]) == budget + 50_000
    assert told["next"]["restored"]


def needs_with(process, pledged):
    """The same with a further pledge, so that a choice fits."""
    from travaux.funding.models import MoneyEvent

    MoneyEvent.objects.create(
        process=process, code="more", kind="pledge", amount=pledged - 311700, currency="USD",
        known_on=DAY, source="invented",
    )  # fmt: skip
    return needs(process, DAY)


@pytest.mark.parametrize("language", SIX)
def test_note_and_appeal_fill_one_page(reference, language):
    told = needs_with(reference, Decimal(429000))
    with translation.override(to_django(language)):
        for kind in ("decision", "appeal"):
            data = notes.write(kind, reference, told, "pdf")
            assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1, (kind, language)
            assert notes.write(kind, reference, told, "docx")[:2] == b"PK"
            assert b"<html" in notes.write(kind, reference, told, "html")


def test_one_rounding_rule_and_every_row_adds_up():
    for need in range(0, 3_000_000, 49_999):
        for have in range(0, need, 99_501):
            row = tracker_row(Decimal(need), Decimal(have))
            assert row["required"] - row["mobilised"] == row["gap"]
            assert abs(row["gap"] * 1000 - (need - have)) <= 1000
    assert tracker_row(Decimal(1858000), Decimal(429000))["gap"] == 1429
    assert tracker_row(Decimal(1085000), Decimal(384000))["gap"] == 701


def codes(name):
    return set((GOLDEN / "codelists" / f"{name}.txt").read_text().split())


def test_the_activity_file_is_valid_against_schema_and_codelists(reference, cast):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    cast.amina.demonstration = False  # what a demonstration invents stays out of real sums
    told = {"by": cast.amina, "process": reference, "at": AT, "source": "letter", "currency": "USD"}
    gift = actions.record_money(
        kind="pledge", amount=Decimal(1000), party={"en": "Invented foundation"}, consent="letter",
        **told,
    )  # fmt: skip
    actions.record_money(kind="received", amount=Decimal(1000), of=gift.key, **told)
    line = reference.budget_lines.first()
    actions.record_money(kind="obligated", amount=Decimal(900), line=line.code, **told)
    actions.record_money(kind="spent", amount=Decimal(800), line=line.code, **told)
    actions.record_money(kind="returned", amount=Decimal(50), of=gift.key, **told)
    actions.record_money(kind="in-kind", amount=Decimal(70), **told)
    wrong = actions.record_money(kind="pledge", amount=Decimal(5), **told)
    actions.take_back(by=cast.amina, event=wrong, reasons={"en": "x"}, source="", at=AT)
    data = write_iati(iati_activity(reference, date(2024, 6, 1)))
    schema = etree.XMLSchema(etree.parse(str(GOLDEN / "iati-activities-schema.xsd")))
    root = etree.fromstring(data)
    schema.assertValid(root)
    assert root.get("version") in codes("Version")
    for path, name in (
        ("//transaction-type/@code", "TransactionType"), ("//activity-status/@code", "ActivityStatus"),
        ("//participating-org/@role", "OrganisationRole"), ("//@default-currency", "Currency"),
        ("//activity-date/@type", "ActivityDateType"), ("//sector/@code", "Sector"),
        ("//recipient-region/@code", "Region"), ("//value/@currency", "Currency"),
        ("//reporting-org/@type", "OrganisationType"), ("//activity-scope/@code", "ActivityScope"),
        ("//default-finance-type/@code", "FinanceType"),
    ):  # fmt: skip
        found = set(root.xpath(path))
        assert found and found <= codes(name), (path, found - codes(name))
    kinds = root.xpath("//transaction/transaction-type/@code")
    assert sorted(kinds) == sorted(["13", "13", "1", "2", "4", "1", "11"])
    givers = root.xpath("//provider-org/narrative/text()")
    assert givers == ["Invented foundation"]  # only who agreed; not the state of the plan
    assert wrong.key.encode() not in data
    (paid,) = [d for d in donors(reference, date(2024, 6, 1)) if d["pledge"] == gift.key]
    assert (
        paid["received"] == "1000.00" and sum(Decimal(p["amount"]) for p in paid["paid_for"]) == 800
    )


def test_pages_and_who_sees_them(reference, cast, client):
    code = reference.code
    inside = [reverse("reports:note", args=[code, k]) for k in ("decision", "appeal")]
    for address in inside:
        assert client.get(address).status_code == 302
    client.force_login(cast.bruno, backend=BACKEND)
    assert all(client.get(a).status_code == 403 for a in inside)
    page = client.get(
        reverse("reports:tracker", args=[code]) + "?as-at=2023-10-31"
    ).content.decode()
    assert "867" in page and "halves up" in page
    assert (
        "No donor has agreed" in client.get(reverse("reports:donors", args=[code])).content.decode()
    )
    assert client.get(reverse("reports:iati", args=[code])).content.startswith(b"<?xml")
    assert client.get(reverse("reports:tracker-file", args=[code, "docx"])).content[:2] == b"PK"
    appoint(by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=code, at=START)
    client.force_login(cast.amina, backend=BACKEND)
    for address in inside:
        answer = client.get(address)
        assert answer.status_code == 200 and len(answer.content) < 50_000
    assert (
        client.get(reverse("reports:note-file", args=[code, "appeal", "pdf"])).content[:4]
        == b"%PDF"
    )
    assert client.get(reverse("reports:note", args=[code, "tracker"])).status_code == 404


def test_commands_refuse_in_one_sentence(reference, tmp_path):
    for arguments in (["appeal"], ["appeal", str(PLAN), "--process", reference.code, "--as-at", "2024-01-01"],
                      ["tracker", str(PLAN), "--as-at", "soon"],
                      ["decision", str(PLAN), "--as-at", "2024-01-01", "--language", "xx"],
                      ["appeal", str(PLAN), "--as-at", "2024-01-01", "-o", "x.exe"]):  # fmt: skip
        done = run(app, arguments)
        assert done.exit_code == 2 and len(done.stderr.strip().splitlines()) == 1, arguments
    bare = tmp_path / "plan.toml"
    bare.write_text(
        PLAN.read_text(encoding="utf-8").replace('org = "XM-DAC-41120"', ""), encoding="utf-8"
    )
    done = run(app, ["iati", str(bare), "--as-at", "2024-01-01"])
    assert done.exit_code == 2 and "[report.iati]" in done.stderr
    out = tmp_path / "iati.xml"
    assert run(app, ["iati", str(PLAN), "--as-at", "2023-10-31", "-o", str(out)]).exit_code == 0
    etree.XMLSchema(etree.parse(str(GOLDEN / "iati-activities-schema.xsd"))).assertValid(
        etree.parse(str(out))
    )
