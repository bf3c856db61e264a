"""Pages of calls, with and without JavaScript, for the secretariat, applicants and strangers."""

from __future__ import annotations

import json
import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.calls.makers import (
    NOMINEE,
    a_call_now,
    an_application,
    pdf,
    sign_in,
)
from travaux.calls.actions import prepare_call
from travaux.calls.models import Admission, Application, Call
from travaux.core.ledger.receipts import verify_receipt
from travaux.core.surveys.model import Form, Question
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.plumbing import clock
from travaux.plumbing.signing import ring

pytestmark = pytest.mark.django_db


def at(call: Call, tail: str = "", language: str = "en") -> str:
    return f"/{language}/harbour/calls/{call.key}/{tail}"


def posted(raw: dict, prefix: str = "q") -> dict:
    """Answers as the fields of a page."""
    found: dict = {}
    for name, value in raw.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found[f"n.{prefix[2:] + '.' if prefix != 'q' else ''}{name}"] = str(len(value))
            for n, one in enumerate(value, 1):
                found |= posted(one, f"{prefix}.{name}.{n}")
        else:
            found[f"{prefix}.{name}"] = value
    return found


def test_a_stranger_reads_the_call_and_its_form_and_may_not_apply(client, cast) -> None:
    call = a_call_now(cast)
    page = client.get(at(call)).content.decode()
    assert "4 days left" in page and "Experts" in page
    assert client.get(at(call, "form/preview/")).status_code == 200
    answer = client.get(at(call, "apply/"))
    assert answer.status_code == 302 and "login" in answer["Location"]
    assert client.get(at(call, "applications/")).status_code == 302
    assert client.get("/en/harbour/calls/calls.json").json()[0]["phase"] == "open"


def test_a_call_in_preparation_is_nowhere_for_others(client, cast) -> None:
    call = prepare_call(
        by=cast.amina, process=cast.process, kind="hosting", titles={"en": "Hosts"}, at=clock.now()
    )
    for tail in ("", "form/preview/", "form.xlsx"):
        assert client.get(at(call, tail)).status_code == 404
    sign_in(client, cast.chen)
    assert client.get(at(call)).status_code == 404
    assert "Hosts" not in client.get("/en/harbour/calls/").content.decode()
    assert client.get(at(call, "prepare/")).status_code == 403


def test_from_a_blank_form_to_a_signed_receipt(client, cast) -> None:
    call = a_call_now(cast)
    sign_in(client, cast.chen)
    page = client.get(at(call, "apply/")).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    assert 'value="chen@example.org"' in page and "State A" in page
    told = {**posted(NOMINEE), "country": "X-A", "form_token": token}
    kept = client.post(at(call, "apply/"), {**told, "do": "save"})
    draft = Application.objects.get()
    edit = f"/en/harbour/calls/application/{draft.key}/edit/"
    assert kept["Location"] == edit and draft.country == cast.state_a
    answer = client.post(edit, {**told, "do": "send"})
    page = answer.content.decode()
    assert (
        answer.status_code == 422 and "Attach a file here." in page and "Built a registry" in page
    )
    sent = client.post(edit, {**told, "q.cv": pdf(), "do": "send"})
    draft.refresh_from_db()
    assert sent["Location"] == f"/en/harbour/calls/receipt/{draft.receipt}/"
    assert "Your application is stored" in client.get(sent["Location"]).content.decode()
    document = json.loads(client.get(sent["Location"] + "receipt.json").content)
    assert verify_receipt(document, ring())["verified"]
    content = json.loads(client.get(sent["Location"] + "content.json").content)
    assert content["content_hash"] == draft.content_hash
    key = draft.attachments.get().key
    file = client.get(f"/en/harbour/calls/application/{draft.key}/file/{key}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_what_was_typed_survives_every_refusal(client, cast) -> None:
    call = a_call_now(cast)
    sign_in(client, cast.chen)
    told = {**posted(NOMINEE), "q.years": "12 or so", "country": "X-A", "form_token": "t"}
    broken = SimpleUploadedFile("cv.pdf", b"<html>")
    answer = client.post(at(call, "apply/"), {**told, "q.cv": broken, "do": "send"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "not what its ending says" in page
    assert 'value="12 or so"' in page and "“12 or so” is not a number" in page
    assert not Application.objects.exists()


def test_conditions_work_without_javascript(client, cast) -> None:
    call = a_call_now(cast)
    sign_in(client, cast.chen)
    told = {**posted(NOMINEE), "form_token": "t"}
    page = client.post(at(call, "apply/"), {**told, "do": "look"}).content.decode()
    assert "How could you take part from afar?" not in page
    told["q.can_travel"] = "no"
    page = client.post(at(call, "apply/"), {**told, "do": "look"}).content.decode()
    assert "How could you take part from afar?" in page
    assert not Application.objects.exists()  # a look keeps nothing


def test_repetitions_are_added_and_taken_out(client, cast) -> None:
    call = a_call_now(cast, "hosting")
    sign_in(client, cast.chen)
    page = client.get(at(call, "apply/")).content.decode()
    assert page.count('name="n.costs" value="1"') == 1
    told = {"n.hosts": "1", "q.hosts.1.host_name": "Aling", "form_token": "t", "add": "hosts"}
    page = client.post(at(call, "apply/"), told, follow=True).content.decode()
    assert 'name="n.hosts" value="2"' in page and 'value="Aling"' in page
    draft = Application.objects.get()
    told = {
        "n.hosts": "2",
        "q.hosts.1.host_name": "Aling",
        "q.hosts.2.host_name": "Bling",
        "remove": "hosts.1",
    }
    edit = f"/en/harbour/calls/application/{draft.key}/edit/"
    page = client.post(edit, told, follow=True).content.decode()
    assert 'value="Bling"' in page and 'value="Aling"' not in page


@pytest.mark.parametrize("language", ["ar", "zh-hans", "ru"])
def test_the_form_speaks_the_readers_language(client, cast, language) -> None:
    call = a_call_now(cast)
    page = client.get(at(call, "form/preview/", language)).content.decode()
    said = {"ar": "اسم العائلة", "zh-hans": "与护照一致", "ru": "Фамилия"}[language]
    assert said in page and ">Family name<" not in page


def test_applications_are_private(client, cast) -> None:
    call = a_call_now(cast)
    one = an_application(cast, call, at=clock.now())
    base = f"/en/harbour/calls/application/{one.key}/"
    file = f"{base}file/{one.attachments.get().key}/"
    for person in (None, cast.dana, cast.olga, cast.farid, cast.bruno):
        client.logout()
        if person is not None:
            sign_in(client, person)
        for address in (base, f"{base}edit/"):
            assert client.get(address).status_code in (302, 404)
        asked = person == cast.farid  # the focal point of the state reads what it is to confirm
        assert client.get(file).status_code in ((200,) if asked else (302, 404))
        receipt = client.get(f"/en/harbour/calls/receipt/{one.receipt}/")
        assert receipt.status_code == 200 and "Ada" not in receipt.content.decode()
        assert (
            client.get(f"/en/harbour/calls/receipt/{one.receipt}/receipt.json").status_code == 404
        )
    sign_in(client, cast.amina)
    assert "Ada Quay" in client.get(base).content.decode()
    assert client.get(file).status_code == 200


def test_the_secretariat_prepares_announces_and_exports(client, cast) -> None:
    sign_in(client, cast.amina)
    made = client.post("/en/harbour/calls/new/", {"kind": "partnership", "title": "Partners"})
    call = Call.objects.get()
    assert made["Location"] == at(call, "prepare/")
    told = {
        "seen": "0",
        "zone": "Africa/Nairobi",
        "opens": "2024-02-05T00:00",
        "closes": "2099-03-01T23:59",
        "grace_minutes": "0",
        "names_rule": "chosen",
        "retention_days": "365",
        "title_en": "Partners",
        "wording": "23:59 CET",
    }
    page = client.post(at(call, "prepare/"), told, follow=True).content.decode()
    assert "clocks in Africa/Nairobi show UTC+3" in page
    call.refresh_from_db()
    assert call.closes_at.isoformat() == "2099-03-01T20:59:00+00:00"
    wrong = client.post(at(call, "prepare/"), {**told, "seen": "1", "closes": "2024-01-01T00:00"})
    assert wrong.status_code == 422 and "must lie after" in wrong.content.decode()
    client.post(at(call, "announce/"), {"seen": str(call.revision)})
    call.refresh_from_db()
    assert call.state == "announced"
    assert client.get(at(call, "prepare/")).status_code == 403
    one = an_application(cast, call, at=clock.now())
    rows = client.get(at(call, "applications.json")).json()
    assert rows[0]["q.organisation"] == "Network of quays" and rows[0]["number"] == 1
    assert "1. Kind of contribution" in rows[0]["q.commitments"]
    book = openpyxl.load_workbook(BytesIO(client.get(at(call, "applications.xlsx")).content))
    assert book.active.max_row == 2
    assert "Network of quays" in client.get(at(call, "applications/")).content.decode()
    assert one.number == 1


def test_a_form_is_taken_changed_in_a_spreadsheet_and_brought_back(client, cast) -> None:
    sign_in(client, cast.amina)
    client.post("/en/harbour/calls/new/", {"kind": "hosting", "title": "Hosts"})
    call = Call.objects.get()
    book = client.get(at(call, "form.xlsx")).content
    back = SimpleUploadedFile("form.xlsx", book)
    client.post(at(call, "form/"), {"do": "file", "seen": "0", "file": back})
    call.refresh_from_db()
    assert call.revision == 0  # the same form again changes nothing
    own = Form("own", (Question("a", "text", {"en": "One question"}),))
    upload = SimpleUploadedFile("own.xlsx", write_xlsform(own))
    client.post(at(call, "form/"), {"do": "file", "seen": "0", "file": upload})
    call.refresh_from_db()
    assert form_from_plain(call.form).items == own.items and call.revision == 1
    broken = SimpleUploadedFile("own.md", b"| survey |\n| | type | name |\n| | text | a |")
    answer = client.post(at(call, "form/"), {"do": "file", "seen": "1", "file": broken})
    assert answer.status_code == 422 and "The file was not taken" in answer.content.decode()


def test_one_question_is_added_changed_moved_and_taken_out(client, cast) -> None:
    sign_in(client, cast.amina)
    client.post("/en/harbour/calls/new/", {"kind": "hosting", "title": "Hosts"})
    call = Call.objects.get()
    told = {"name": "port", "kind": "select-one", "label_en": "Port?", "choices": "a = One\nTwo"}
    client.post(at(call, "form/add/?after=city"), {**told, "seen": "0"})
    page = client.get(at(call, "form/question/port/")).content.decode()
    assert "two = Two" in page
    wrong = client.post(
        at(call, "form/question/port/"), {**told, "seen": "1", "relevant": "${nothing} = 1"}
    )
    assert wrong.status_code == 422 and "which the form does not ask" in wrong.content.decode()
    client.post(at(call, "form/question/port/"), {**told, "seen": "1", "name": "quay"})
    client.post(at(call, "form/"), {"seen": "2", "up": "quay"})
    page = client.get(at(call, "form/")).content.decode()
    assert page.index(">quay<") < page.index(">city<")
    client.post(at(call, "form/"), {"seen": "3", "out": "quay"})
    assert ">quay<" not in client.get(at(call, "form/")).content.decode()
    assert client.post(at(call, "form/"), {"seen": "3", "out": "city"}).status_code == 409


def test_exceptions_extensions_and_cancelling_have_their_pages(client, cast) -> None:
    call = a_call_now(cast)
    sign_in(client, cast.amina)
    told = {"email": "late@example.org", "until": "2099-01-01T10:00", "reason": "The post."}
    client.post(at(call, "admit/"), told)
    assert Admission.objects.get().email == "late@example.org"
    assert "The post." in client.get(at(call, "applications/")).content.decode()
    client.post(at(call, "extend/"), {"closes": "2098-01-01T10:00", "reason": "Slow."})
    assert "Slow." in client.get(at(call)).content.decode()
    client.post(at(call, "cancel/"), {"reason": "No funds."})
    assert "No funds." in client.get(at(call)).content.decode()
    clone = client.post(at(call, "clone/"))
    assert clone.status_code == 302 and Call.objects.count() == 2


def test_a_receipt_is_found_by_its_code(client, cast) -> None:
    one = an_application(cast, a_call_now(cast), at=clock.now())
    code = one.receipt.lower().replace("-", " ")
    found = client.get("/en/harbour/calls/receipt/", {"code": code})
    assert found["Location"].endswith(f"/calls/receipt/{one.receipt}/")
    assert client.get("/en/harbour/calls/receipt/", {"code": "TX-0000-0000-01"}).status_code == 404


def test_withdrawing_and_discarding_have_a_question_first(client, cast) -> None:
    call = a_call_now(cast)
    one = an_application(cast, call, at=clock.now())
    sign_in(client, cast.chen)
    address = f"/en/harbour/calls/application/{one.key}/withdraw/"
    assert client.get(address).status_code == 200
    client.post(address)
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert client.get(f"/en/harbour/calls/application/{one.key}/edit/").status_code == 403
