"""A report is frozen after its clearance where the process asks for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import START
from travaux.correspondence.actions import act_on_clearance, ask_clearance
from travaux.correspondence.models import House
from travaux.correspondence.queries.clearance import subject_of
from travaux.plumbing.verdicts import Refusal
from travaux.reports.actions import freeze_report, start_report, write_section
from travaux.reports.models import ReportState

AT = START + timedelta(days=60)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def report(cast):
    House.objects.create(process_code="harbour", needs_clearance=["report"])
    return start_report(
        by=cast.amina, process=cast.process, cut_off=date(2024, 2, 1), symbol="H/1", at=AT
    )


def approve(cast, report):
    subject = subject_of("harbour", "report", report.key)
    clearance = ask_clearance(
        by=cast.amina,
        process_code="harbour",
        kind="report",
        key=report.key,
        label=subject.label,
        digest=subject.digest,
        approver=cast.hana,
        at=AT,
    )
    act_on_clearance(by=cast.hana, clearance=clearance, seen=subject.digest, at=AT)


def freeze(cast, report):
    freeze_report(by=cast.amina, report=report, at=AT)


def test_it_is_frozen_once_it_is_approved(cast, report):
    with pytest.raises(Refusal, match="clearance-missing"):
        freeze(cast, report)
    approve(cast, report)
    freeze(cast, report)
    assert report.state == ReportState.FROZEN


def test_a_change_after_the_approval_needs_another(cast, report):
    approve(cast, report)
    write_section(
        by=cast.amina, report=report, section="summary", text="New words", seen_revision=0, at=AT
    )
    with pytest.raises(Refusal, match="clearance-lapsed"):
        freeze(cast, report)
    approve(cast, report)
    freeze(cast, report)


def test_whoever_clears_a_report_may_read_it(cast, report, client):
    address = f"/en/harbour/reports/{report.key}/"
    client.force_login(cast.hana, backend=BACKEND)
    assert client.get(address).status_code == 403
    subject = subject_of("harbour", "report", report.key)
    ask_clearance(
        by=cast.amina,
        process_code="harbour",
        kind="report",
        key=report.key,
        label=subject.label,
        digest=subject.digest,
        approver=cast.hana,
        at=AT,
    )
    page = client.get(address).content.decode()
    assert "Approve it" in page and subject.digest in page
    client.force_login(cast.amina, backend=BACKEND)
    page = client.get(address).content.decode()
    assert "It waits for Hana." in page and 'aria-disabled="true"' in page


def test_a_process_that_asks_for_nothing_freezes_as_before(cast):
    plain = start_report(by=cast.amina, process=cast.process, cut_off=date(2024, 2, 1), at=AT)
    freeze(cast, plain)
