"""Leads are the fund-raising officers' own: every other door is tried, and none lets them out."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import START, person
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from travaux.funding import actions
from travaux.funding.models import Lead
from travaux.funding.queries import stands
from travaux.funding.rules import may_see_leads
from travaux.journal.models import Line
from travaux.people.actions import appoint, end_appointment
from travaux.people.models import Appointment, Role

AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
NAME, SUM, CHANCE = "Foundation Nightingale", Decimal("77123.45"), 37
WORDS = (NAME, "Nightingale", "77123", "77,123", "77\xa0123", "met in Nairobi")
FINGERPRINT = re.compile(r"\b[0-9a-f]{12,}\b")  # five digits stand in one of them by chance


def readable(answer):
    """All that somebody reads in an answer: what is packed is unpacked, fingerprints left out."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return FINGERPRINT.sub("", body.decode(errors="replace"))


@pytest.fixture
def officer(reference, cast):
    """A fund-raising officer of the reference process, and its secretariat."""
    made = person("Noor")
    for one, role in ((made, Role.FUND_RAISER), (cast.amina, Role.SECRETARIAT)):
        appoint(by=None, person=one, role=role, process_code=reference.code, at=START)
    return made


@pytest.fixture
def lead(officer, reference):
    return actions.keep_lead(
        by=officer, process=reference, party=NAME, amount=SUM, probability=CHANCE,
        expected_on=date(2024, 9, 1), note="met in Nairobi", at=AT,
    )  # fmt: skip


def test_only_fund_raising_officers_of_this_process_see_leads(officer, cast, reference):
    assert may_see_leads(officer, reference) and not may_see_leads(officer, cast.process)
    for one in (cast.amina, cast.bruno, cast.chen, cast.dana, cast.farid, cast.hana, cast.olga):
        assert may_see_leads(one, reference).code == "leads-for-fund-raisers"
    assert may_see_leads(None, reference).code == "sign-in-first"
    held = Appointment.objects.get(person=officer)
    end_appointment(by=None, appointment=held, at=AT)
    assert not may_see_leads(type(officer).objects.get(pk=officer.pk), reference)


def addresses(code):
    """Every address below a process, with what stands for its arguments."""
    found = []

    def walk(entries, above, space):
        for entry in entries:
            held = above | set(entry.pattern.regex.groupindex)
            if isinstance(entry, URLResolver):
                walk(
                    entry.url_patterns,
                    held,
                    f"{space}{entry.namespace}:" if entry.namespace else space,
                )
            elif (
                isinstance(entry, URLPattern)
                and "process" in held
                and held <= {"process", "ending", "total_"}
            ):
                for ending in ("csv", "json", "xlsx") if "ending" in held else ("",):
                    arguments = {"process": code} | ({"ending": ending} if ending else {})
                    arguments |= {"total_": "pledged"} if "total_" in held else {}
                    found.append(
                        (f"{space}{entry.name}", reverse(f"{space}{entry.name}", kwargs=arguments))
                    )

    walk(get_resolver().url_patterns, set(), "")
    return found


def test_no_other_page_feed_or_file_knows_a_lead(lead, officer, cast, client, reference):
    """As the officer, who may see most, and as the secretariat: nothing but the leads' page."""
    tried = 0
    for who in (officer, cast.amina):
        client.force_login(who, backend=BACKEND)
        for name, address in addresses(reference.code):
            if name == "funding:leads":
                continue
            body = readable(client.get(address))
            for secret in (*WORDS, lead.key):
                assert secret not in body, (name, secret)
            tried += 1
    assert tried > 60
    assert client.get(reverse("funding:leads", args=[reference.code])).status_code == 403
    assert stands(reference, None).pledged == 311700
    line = Line.objects.get(what="funding.keep_lead")
    assert line.process == "" and line.facts == {}


def test_no_command_or_report_knows_a_lead(lead, reference):
    from travaux.reports.queries import figures
    from travaux.reports.queries.needs import donors, needs, tracker

    day = date(2026, 1, 1)
    told = [
        figures(reference, day),
        needs(reference, day),
        tracker(reference, day),
        donors(reference, day),
    ]
    for secret in ("Nightingale", "77123", lead.key):
        assert secret not in json.dumps(told, default=str)
    assert "probability" not in json.dumps(told[1:], default=str)


def test_no_note_document_or_command_prints_a_lead(lead, officer, cast, client, reference):
    """Decision note, appeal and tracker in every form; every command that prints of a process."""
    from typer.testing import CliRunner

    from travaux.cli.main import app

    client.force_login(cast.amina, backend=BACKEND)
    for kind in ("decision", "appeal"):
        for ending in ("html", "md", "docx"):
            address = reverse("reports:note-file", args=[reference.code, kind, ending])
            answer = client.get(address)
            assert answer.status_code == 200
            body = readable(answer)
            assert reference.titles["en"] in body, address
            assert not any(secret in body for secret in (*WORDS, lead.key)), address
    for event in reference.money_events.all():
        page = readable(client.get(reverse("funding:event", args=[reference.code, event.key])))
        assert not any(secret in page for secret in (*WORDS, lead.key))
    for kind in ("board", "decision", "appeal", "tracker", "iati"):
        command = ["report", kind, "--process", reference.code, "--as-at", "2026-01-01"]
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0 and done.output, (command, done.output)
        assert not any(secret in done.output for secret in (*WORDS, lead.key)), command


def test_the_whole_record_names_a_lead_by_its_key_and_tells_nothing_of_it(lead, officer, reference):
    """The operator's file holds every line, else no copy could be checked; of a lead, that somebody
    did something with a thing of this key, in no process's name."""
    from typer.testing import CliRunner

    from travaux.cli.main import app
    from travaux.journal.exports import verified

    event = reference.money_events.first()
    pledge = event.code or event.key
    actions.settle_lead(by=officer, lead=lead, verb="talk", at=AT)
    actions.settle_lead(by=officer, lead=lead, verb="pledge", event=pledge, at=AT)
    done = CliRunner().invoke(app, ["journal", "export", "-o", "-"])
    assert done.exit_code == 0
    rows = done.output.splitlines()
    assert verified(rows).verified
    told = FINGERPRINT.sub("", done.output)
    assert not any(word in told for word in WORDS)
    ours = [json.loads(row) for row in rows if lead.key in row]
    assert [row["what"] for row in ours] == [
        "funding.keep_lead", "funding.settle_lead", "funding.settle_lead",
    ]  # fmt: skip
    for row in ours:
        assert (row["subject"], row["process"], row["facts"]) == (lead.key, "", {})


def test_the_life_of_a_lead(lead, officer, cast, reference):
    told = {"by": officer, "lead": lead, "at": AT}
    refused("leads-for-fund-raisers", actions.settle_lead, **told | {"by": cast.amina}, verb="talk")
    refused("lead-cannot-do-that", actions.settle_lead, **told, verb="sing")
    refused("promise-unknown", actions.settle_lead, **told, verb="pledge", event="nothing")
    actions.settle_lead(**told, verb="talk")
    actions.settle_lead(**told, verb="pledge", event="pledge-france")
    refused("moved-meanwhile", actions.settle_lead, **told, verb="talk")
    actions.settle_lead(**told, verb="receive")
    assert Lead.objects.get().state == "received"
    for also, code in (({"probability": 101}, "probability-out-of-range"),
                       ({"amount": Decimal(-1)}, "amount-not-positive"),
                       ({"party": " "}, "lead-without-name")):  # fmt: skip
        given = {"party": "X", "amount": Decimal(1), "probability": 5} | also
        refused(code, actions.keep_lead, by=officer, process=reference, at=AT,
                expected_on=date(2024, 9, 1), **given)  # fmt: skip


def test_the_officers_page_has_their_own_view_of_the_gap(lead, officer, client, reference):
    client.force_login(officer, backend=BACKEND)
    address = reverse("funding:leads", args=[reference.code])
    page = client.get(address).content.decode()
    assert NAME in page and "28,535.68" in page and "839,148.32" in page  # 37 % of the sum
    sent = {"party": "Bank B", "amount": "1,000", "probability": "50", "expected_on": "2024-10-01"}
    assert "Bank B" in client.post(address, sent, follow=True).content.decode()
    client.post(address, {"lead": lead.key, "do": "give-up"})
    assert Lead.objects.get(key=lead.key).state == "given-up"
    assert "839,148.32" not in client.get(address).content.decode()


def test_when_the_gap_binds_has_its_picture_and_its_table(reference, client):
    address = reverse("funding:binding", args=[reference.code])
    answer = client.get(address + "?as-at=2023-10-31")
    if answer.status_code == 200:
        page = answer.content.decode().replace("\xa0", " ")
        assert page.count("<svg") >= 2 and "33,300" in page and "7 Dec 2023" in page
        assert len(answer.content) < 50_000
