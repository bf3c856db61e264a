"""Applications that came by mail, on paper or by telephone, entered for whoever sent them."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from tests.calls.makers import (
    AFTER,
    ANSWERS,
    CLOSES,
    DURING,
    FILE_OF,
    NOMINEE,
    PDF,
    a_call,
    a_call_now,
    pdf,
    sign_in,
)
from travaux.calls.actions import admit_late, apply_on_behalf, confirm_nomination
from travaux.calls.models import Application, CountryTally
from travaux.calls.queries import latest_line
from travaux.correspondence.actions import answer_for
from travaux.correspondence.models import Entry, OnBehalf
from travaux.correspondence.rules import EntryDetails
from travaux.correspondence.states import Confirmation
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def enter(cast, call, at=DURING, answers=None, details=None, **also):
    kind = call.kind
    uploads = [((FILE_OF[kind],), pdf())] if kind in FILE_OF else []
    told = {
        "email": "office@example.org",
        "files": [pdf("scan.pdf")],
        "country": cast.state_a if kind == "nomination" else None,
        "uploads": uploads,
        "by": cast.amina,
        **also,
    }
    came = {"direction": "in", "form": "letter", "dated_on": at.date(), "subject": "Nomination",
            "party": "Office of A", "language": "fr", **(details or {})}  # fmt: skip
    return apply_on_behalf(
        call=call, details=EntryDetails(**came), typed={**ANSWERS[kind], **(answers or {})}, at=at,
        **told,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["nomination", "hosting", "partnership"])
def test_what_came_on_paper_is_handed_in_registered_and_its_sender_asked(cast, kind) -> None:
    call = a_call(cast, kind)
    one = enter(cast, call)
    assert (one.state, one.person, one.number, one.late) == ("submitted", None, 1, False)
    assert one.receipt and latest_line(one).facts["content_hash"] == one.content_hash
    entry = Entry.objects.get()
    assert entry.reference and entry.files.count() == 1
    linked = {(k.kind, k.subject_key) for k in entry.links.all()}
    assert linked == {("call", call.key), ("application", one.key)}
    mails = Mail.objects.filter(to="office@example.org").order_by("pk")
    assert len(mails) == 2 and any(one.receipt in m.text for m in mails)
    assert not any("until" in m.text for m in mails)  # without an account nothing can be changed
    made = OnBehalf.objects.get()
    assert (made.kind, made.subject_key, made.language) == ("application", one.key, "fr")
    if kind == "nomination":
        assert "Quay" in made.summary and "Built a registry." in made.summary
        assert "cv.pdf" in made.summary


def test_what_is_disowned_is_withdrawn_and_its_place_is_free(cast) -> None:
    call = a_call(cast)
    one = enter(cast, call)
    confirm_nomination(by=cast.farid, application=one, letter=pdf("letter.pdf"), at=DURING)
    assert CountryTally.objects.get().confirmed == 1
    made = OnBehalf.objects.get()
    answer_for(by=None, made=made, state=Confirmation.CONFIRMED, at=DURING)
    answer_for(by=None, made=made, state=Confirmation.DISOWNED, at=DURING)
    one.refresh_from_db()
    assert one.state == "withdrawn" and CountryTally.objects.get().confirmed == 0
    again = enter(cast, call)
    assert again.number == 2


def test_without_source_state_or_answers_nothing_is_entered(cast) -> None:
    call = a_call(cast)
    for code, told in (
        ("source-not-attached", {"files": []}),
        ("call-not-noted", {"files": [], "details": {"form": "telephone"}}),
        ("country-needed", {"country": None}),
        ("application-incomplete", {"answers": {"given_names": ""}}),
        ("application-incomplete", {"uploads": []}),
        ("not-your-role", {"by": cast.chen}),
        ("submitter-address-unfit", {"email": "nowhere"}),
    ):
        with refused(code):
            enter(cast, call, **told)
    assert not Application.objects.exists() and not Entry.objects.exists()
    one = enter(
        cast, call, files=[], details={"form": "telephone"}, email="",
        caller="Mr A", rang_at=time(9, 30),
    )  # fmt: skip
    assert one.number == 1 and not Mail.objects.filter(to="office@example.org").exists()
    with refused("nominated-already"):
        enter(cast, call)


def test_the_day_it_came_decides_whether_it_is_in_time(cast) -> None:
    call = a_call(cast)
    with refused("call-not-open-yet"):
        enter(cast, call, details={"dated_on": (call.opens_at - timedelta(days=2)).date()})
    first = enter(cast, call, AFTER, details={"dated_on": DURING.date()})
    assert not first.late  # it lay on the desk
    told = {"answers": {"email": "b@example.org"}, "email": "b@example.org"}
    with refused("call-closed-to-late"):
        enter(cast, call, AFTER, **told)
    admit_late(by=cast.amina, call=call, email="b@example.org", until=CLOSES + timedelta(days=9),
               reason="The post was on strike", at=AFTER)  # fmt: skip
    assert enter(cast, call, AFTER, **told).late


def test_the_page_keeps_what_was_typed_and_enters_it(cast, client) -> None:
    call = a_call_now(cast)
    address = f"/en/harbour/calls/{call.key}/on-behalf/"
    sign_in(client, cast.chen)
    assert client.get(address).status_code == 403
    sign_in(client, cast.amina)
    listing = client.get(f"/en/harbour/calls/{call.key}/applications/").content.decode()
    assert address in listing
    assert "Family name" in client.get(address).content.decode()
    typed = {f"q.{name}": value for name, value in NOMINEE.items()}
    typed |= {"sent-party": "Office of A", "sent-email": "office@example.org", "do": "send",
              "sent-language": "en", "sent-form": "letter", "country": cast.state_a.code,
              "sent-dated_on": clock.today().isoformat()}  # fmt: skip
    wrong = client.post(address, {**typed, "q.cv": pdf()})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "Attach its source" in page
    assert "Built a registry." in page and "Office of A" in page
    looked = client.post(address, {**typed, "do": "look"})
    assert looked.status_code == 200 and "Built a registry." in looked.content.decode()
    made = client.post(address, {**typed, "q.cv": pdf(), "sent-scans": pdf("scan.pdf")})
    assert made.status_code == 302, re.findall(r'role="alert".{0,200}', made.content.decode())
    one = Application.objects.get()
    assert made.url.endswith(f"/application/{one.key}/") and one.attachments.get().file.size == len(
        PDF
    )
    page = client.get(made.url).content.decode()
    assert "not confirmed yet" in page and Entry.objects.get().reference in page
    entry = client.get(f"/en/harbour/correspondence/register/{Entry.objects.get().key}/")
    assert made.url in entry.content.decode()
    mail = Mail.objects.get(to="office@example.org", about=OnBehalf.objects.get().key)
    place = re.search(r"/en/harbour/\S+", mail.text)
    client.logout()
    assert place and "Built a registry." in client.get(place.group()).content.decode()
