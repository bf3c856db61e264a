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
    an_application,
    pdf,
    sign_in,
)
from travaux.calls.actions import (
    admit_late,
    apply_on_behalf,
    cancel_call,
    choose_offers,
    confirm_nomination,
    erase_call,
    extend_call,
    mend_on_behalf,
    revoke_confirmation,
)
from travaux.calls.models import Application, CountryTally
from travaux.calls.queries import latest_line
from travaux.correspondence.actions import answer_for
from travaux.correspondence.models import Entry, House, OnBehalf
from travaux.correspondence.rules import EntryDetails
from travaux.correspondence.states import Confirmation
from travaux.journal.models import Line
from travaux.plumbing import clock
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail, StoredFile
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


def of(one) -> OnBehalf:
    return OnBehalf.objects.get(subject_key=one.key)


def dispute(one, at=DURING) -> None:
    answer_for(by=None, made=of(one), state=Confirmation.DISPUTED, remark="Not so", at=at)


def test_what_its_sender_disputes_is_mended_and_they_are_asked_anew(cast) -> None:
    call = a_call(cast)
    one = enter(cast, call)
    confirm_nomination(by=cast.farid, application=one, letter=pdf("letter.pdf"), at=DURING)
    dispute(one)
    old = Mail.objects.get(to="office@example.org", about=of(one).key)
    one.refresh_from_db()
    typed = {**one.typed, "function": "Harbour master"}
    told = {"application": one, "typed": typed, "at": DURING}
    for who in (cast.chen, cast.farid, cast.olga, cast.bruno):
        with refused("not-your-role"):
            mend_on_behalf(by=who, **told)
    with refused("application-incomplete"):
        mend_on_behalf(by=cast.amina, **{**told, "typed": {**typed, "function": ""}})
    with refused("confirmed-nominee-stays"):
        mend_on_behalf(by=cast.amina, **{**told, "typed": {**typed, "family_name": "Else"}})
    before = one.content_hash
    mend_on_behalf(by=cast.amina, **told)
    one.refresh_from_db()
    assert one.answers["function"] == "Harbour master" and one.attachments.count() == 1
    assert one.amended_at == DURING and one.revision == 2 and one.number == 1 and not one.late
    line = latest_line(one)
    assert one.content_hash != before and line.facts["content_hash"] == one.content_hash
    assert line.facts["mended"] and line.facts["confirmation_undone"]
    assert one.confirmed_at is None and CountryTally.objects.get().confirmed == 0
    made = of(one)
    assert made.state == "asked" and "Harbour master" in made.summary
    asked = Mail.objects.filter(to="office@example.org", about=made.key).order_by("pk")
    assert len(asked) == 2 and asked[0] == old and "Harbour master" in asked[1].text
    receipts = Mail.objects.filter(
        to="office@example.org", about=one.key, attachment__contains=one.content_hash
    )
    assert receipts.count() == 1
    lines = Line.objects.count()
    mend_on_behalf(by=cast.amina, **told)  # the very same changes nothing
    assert Line.objects.count() == lines and asked.count() == 2
    answer_for(by=None, made=made, state=Confirmation.CONFIRMED, at=DURING)
    with refused("sender-confirmed"):
        mend_on_behalf(by=cast.amina, **{**told, "typed": one.typed | {"years": "3"}})


def test_what_cannot_be_mended_any_more(cast) -> None:
    call = a_call(cast)
    one = enter(cast, call)
    confirm_nomination(by=cast.farid, application=one, letter=pdf("letter.pdf"), at=DURING)
    dispute(one)
    one.refresh_from_db()
    told = {"by": cast.amina, "application": one, "typed": {**one.typed, "years": "3"}}
    with refused("mending-too-late"):  # its authority could not confirm it anew
        mend_on_behalf(at=AFTER, **told)
    other = enter(cast, call, answers={"email": "b@example.org"}, email="b@example.org")
    dispute(other)
    other.refresh_from_db()
    late = {**told, "application": other, "typed": {**other.typed, "years": "3"}}
    mend_on_behalf(at=AFTER, **late)  # it came in time and stays so
    other.refresh_from_db()
    assert not other.late and other.answers["years"] in (3, "3")
    own = an_application(cast, call, cast.dana, email="dana@example.org")
    with refused("application-not-entered"):
        mend_on_behalf(at=DURING, **{**told, "application": own})
    answer_for(by=None, made=of(one), state=Confirmation.DISOWNED, at=DURING)
    with refused("application-withdrawn"):
        mend_on_behalf(at=DURING, **told)


@pytest.mark.parametrize("held", [False, True])
def test_senders_without_account_are_told_each_thing_once(cast, held) -> None:
    if held:  # the process reads its letters before they go
        House.objects.create(process_code="harbour", needs_clearance=["letter"])
    call = a_call(cast, "hosting")
    enter(cast, call)
    enter(cast, call, answers={"city": "Quayside"})  # the same sender offers twice
    gone = enter(cast, call, email="gone@example.org")
    answer_for(by=None, made=of(gone), state=Confirmation.DISOWNED, at=DURING)
    extend_call(by=cast.amina, call=call, closes_at=CLOSES + timedelta(days=1), reason="Post",
                at=DURING)  # fmt: skip
    call.refresh_from_db()
    choose_offers(by=cast.amina, call=call, applications=[call.applications.get(number=1)],
                  reason="Near.", language="en", at=AFTER + timedelta(days=2))  # fmt: skip
    cancel_call(by=cast.amina, call=call, reason="No money", at=AFTER + timedelta(days=3))
    for once in ("call-extended", "call-chosen", "call-cancelled"):
        mail = Mail.objects.get(once__startswith=once)
        assert (mail.to, mail.language) == ("office@example.org", "fr")
        assert (mail.state == Mail.State.HELD) is held and mail.process_code == "harbour"
        assert f"/fr/harbour/calls/{call.key}/" in mail.text


def test_the_sender_of_a_nomination_learns_that_it_was_confirmed_and_taken_back(cast) -> None:
    call = a_call(cast)
    one = enter(cast, call)
    confirm_nomination(by=cast.farid, application=one, letter=pdf("letter.pdf"), at=DURING)
    told = Mail.objects.filter(to="office@example.org", once__startswith="nomination-")
    assert [m.once.split(":")[0] for m in told] == ["nomination-confirmed"]
    revoke_confirmation(by=cast.farid, application=one, at=DURING)
    assert (
        told.all().count() == 2 and told.filter(once__startswith="nomination-revoked").count() == 1
    )
    assert send_waiting() == Mail.objects.count() and send_waiting() == 0


def test_with_the_answers_of_a_call_go_the_mails_about_them_and_what_was_entered(cast) -> None:
    call = a_call(cast)
    one = enter(cast, call, details={"subject": "Nomination of Ida", "note": "Ida rang too"})
    scan = Entry.objects.get().files.get().file
    own = an_application(cast, call, cast.chen, email="chen@example.org")
    confirm_nomination(by=cast.farid, application=own, letter=pdf("letter.pdf"), at=DURING)
    told = Mail.objects.filter(about__in=[one.key, own.key, of(one).key])
    assert told.filter(to="farid@example.org").count() == 3 and told.count() > 5
    other = Mail.objects.exclude(pk__in=told).count()
    erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=800))
    assert not told.exists() and Mail.objects.count() == other
    made = of(one)
    assert (made.summary, made.name, made.email) == ("", "", "") and made.erased_at is not None
    entry = Entry.objects.get()
    assert entry.reference and entry.dated_on == DURING.date()  # the register keeps its number
    assert (entry.party, entry.note, "Ida" in entry.subject) == ("", "", False)
    assert not entry.files.exists() and entry.scans_erased_at is not None
    assert not StoredFile.objects.filter(pk=scan.pk).exists()
    line = Line.objects.get(what="correspondence.forget_entered")
    assert line.facts["scans"] == 1  # that there was a source stays on record


def test_the_page_that_mends_keeps_files_and_what_is_not_shown(cast, client) -> None:
    call = a_call_now(cast)
    one = enter(cast, call, clock.now(), answers={"interests_any": "no"})
    dispute(one, clock.now())
    address = f"/en/harbour/calls/application/{one.key}/"
    sign_in(client, cast.amina)
    page = client.get(address).content.decode()
    assert f"{address}mend/" in page and "Not so" in page
    page = client.get(f"{address}mend/").content.decode()
    assert "Built a registry." in page and "Not so" in page and "Its source" in page
    assert "interests_any" not in page
    one.refresh_from_db()
    typed = {f"q.{name}": value for name, value in NOMINEE.items()} | {"q.cv": one.answers["cv"]}
    typed |= {"country": cast.state_a.code, "do": "send", "q.function": "Harbour master"}
    wrong = client.post(f"{address}mend/", {**typed, "q.function": ""})
    assert wrong.status_code == 422 and "Built a registry." in wrong.content.decode()
    assert client.post(f"{address}mend/", {**typed, "do": "look"}).status_code == 200
    assert client.post(f"{address}mend/", typed).status_code == 302
    one.refresh_from_db()
    assert one.answers["function"] == "Harbour master" and one.attachments.count() == 1
    assert one.answers["interests_any"] == "no"
    answer_for(by=None, made=of(one), state=Confirmation.CONFIRMED, at=clock.now())
    assert client.get(f"{address}mend/").status_code == 403
    assert f"{address}mend/" not in client.get(address).content.decode()
    sign_in(client, cast.chen)
    assert client.get(f"{address}mend/").status_code == 403
