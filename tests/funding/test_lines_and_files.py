"""The file of the lines is read back in every language; a file may name meetings and rounds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from tests.funding.test_pointing import keeper, rooms_above
from travaux.core.funding.budgets import FileLine
from travaux.funding import actions
from travaux.funding.models import BudgetLine

__all__ = ["keeper", "rooms_above"]
AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def line(process, code: str) -> BudgetLine:
    return BudgetLine.objects.get(process=process, code=code)


def test_a_file_names_meetings_and_rounds_and_what_it_leaves_empty_stays(
    keeper, reference, rooms_above, client
):
    client.force_login(keeper, backend=BACKEND)
    address = reverse("funding:bring-in", args=[reference.code])
    head = "Code,Amount,Milestone,Meeting,Round,Language\n"
    bad = SimpleUploadedFile("b.csv", (head + "egm-1,5,egm-1,No meeting,,\n").encode())
    with translation.override("en"):
        page = client.post(address, {"file": bad}).content.decode()
        assert (
            "There is no meeting “No meeting” in this process" in page and "Keep these" not in page
        )
        good = SimpleUploadedFile(
            "b.csv",
            (head + "egm-1,5,egm-1,second expert meeting,r1,fr\nkick-off,7,kick-off,,,\n").encode(),
        )
        page = client.post(address, {"file": good}).content.decode()
        assert "Second expert meeting" in page and "Round on the first draft" in page
        kept = page.split('name="lines" value="')[1].split('"')[0]
        sent = client.post(address, {"lines": kept, "source": "file", "language": "en"})
        assert sent.status_code == 302
    found = line(reference, "egm-1")
    assert (found.meeting, found.round, found.language) == ("m1", "r1", "fr")
    told = {"by": keeper, "process": reference, "language": "en", "source": "next file", "at": AT}
    actions.keep_budget(lines=[FileLine("egm-1", "Meeting", Decimal(9))], **told)
    found = line(reference, "egm-1")
    assert (found.amount, found.meeting, found.round, found.language) == (9, "m1", "r1", "fr")
    refused(
        "target-unknown", actions.keep_budget,
        lines=[FileLine("egm-1", "Meeting", Decimal(9), meeting="m7")], **told,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh-hans"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_downloaded_can_be_brought_in_again(
    keeper, reference, rooms_above, client, language, ending
):
    BudgetLine.objects.filter(process=reference, code="egm-2").update(
        meeting="m1", round="r1", language="zh"
    )
    client.force_login(keeper, backend=BACKEND)
    with translation.override(language):
        client.cookies["django_language"] = language
        file = client.get(reverse("funding:lines-file", args=[reference.code, ending]))
        sent = SimpleUploadedFile(f"b.{ending}", b"".join([file.content]))
        page = client.post(
            reverse("funding:bring-in", args=[reference.code]), {"file": sent}
        ).content.decode()
    assert 'name="lines" value="' in page, page[-3000:]
    kept = page.split('name="lines" value="')[1].split('"')[0]
    done = client.post(
        reverse("funding:bring-in", args=[reference.code]),
        {"lines": kept, "source": "again", "language": "en"},
    )
    assert done.status_code == 302
    found = line(reference, "egm-2")
    assert (found.meeting, found.round, found.language) == ("m1", "r1", "zh")
    assert found.amount == 190000 and found.milestone.code == "egm-2"


def test_the_files_have_columns_for_what_a_line_pays_for(keeper, reference, rooms_above, client):
    BudgetLine.objects.filter(process=reference, code="egm-2").update(
        meeting="m1", round="r1", language="fr"
    )
    client.force_login(keeper, backend=BACKEND)
    for name in ("lines-file", "budget"):
        told = json.loads(
            client.get(reverse(f"funding:{name}", args=[reference.code, "json"])).content
        )
        rows = told["rows"] if isinstance(told, dict) else told
        row = next(r for r in rows if r["id"] == "egm-2")
        assert row["language"] == "fr" and row["milestone"] == "egm-2"
        assert row.get("meeting_name", row["meeting"]) == "Second expert meeting"
        assert row.get("round_name", row["round"]) == "Round on the first draft"


def test_a_plan_may_name_a_meeting_that_is_made_later(keeper, reference, plan, rooms_above):
    from dataclasses import replace

    named = tuple(
        replace(b, meeting="Second expert meeting", round="none yet") if b.code == "egm-2" else b
        for b in plan.budget
    )
    actions.load_money(by=None, process=reference, plan=replace(plan, budget=named), at=AT)
    found = line(reference, "egm-2")
    assert (found.meeting, found.round) == ("m1", "")
