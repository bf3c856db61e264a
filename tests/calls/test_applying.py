"""Applying: drafts, files, handing in, amending, withdrawing; receipts that anyone can check."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.calls.makers import (
    AFTER,
    CLOSES,
    DURING,
    HOST,
    NOMINEE,
    PREPARED,
    a_call,
    a_draft,
    an_application,
    pdf,
)
from travaux.calls.actions import (
    admit_late,
    discard_application,
    extend_call,
    save_application,
    submit_application,
    withdraw_application,
)
from travaux.calls.models import Application, Attachment
from travaux.calls.queries import (
    content_of,
    latest_line,
    own_data,
    receipt_document,
)
from travaux.calls.rules.applications import may_read
from travaux.core.ledger.receipts import content_hash, verify_receipt
from travaux.journal.models import Line
from travaux.people.queries import own_data as all_own_data
from travaux.plumbing.files import place_of
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.signing import ring
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def test_an_application_is_stored_with_a_receipt_that_anyone_can_check(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    one.refresh_from_db()
    assert one.number == 1 and one.name == "Ada Quay" and one.employer == "City of Aling"
    assert one.answers["years"] == 12 and one.answers["expertise"] == ["data", "rights"]
    document = receipt_document(one, latest_line(one))
    assert verify_receipt(document, ring())["verified"]
    assert content_hash(content_of(one), one.salt) == one.content_hash
    [mail] = Mail.objects.filter(about=one.key, to=cast.chen.email)
    assert json.loads(mail.attachment) == document and one.receipt in mail.text
    facts = Line.objects.get(what="calls.submit_application").facts
    assert facts["content_hash"] == one.content_hash and "Ada" not in json.dumps(facts)


def test_the_fingerprint_covers_answers_files_and_state(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    content = content_of(one)
    assert content["country"] == "X-A" and content["files"][0]["sha256"]
    one.answers = {**one.answers, "years": 13}
    assert content_hash(content_of(one), one.salt) != one.content_hash


def test_what_lacks_something_is_kept_and_not_handed_in(cast) -> None:
    call = a_call(cast)
    draft = a_draft(cast, call, years="many", agreed="")
    with refused("application-incomplete") as refusal:
        submit_application(by=cast.chen, application=draft, at=DURING)
    assert refusal.value.verdict.facts["count"] == 2
    draft.refresh_from_db()
    assert draft.typed["years"] == "many" and draft.receipt is None


def test_a_nomination_names_its_state(cast) -> None:
    draft = a_draft(cast, a_call(cast), country=None)
    with refused("country-needed"):
        submit_application(by=cast.chen, application=draft, at=DURING)


def test_a_double_click_begins_one_application(cast) -> None:
    call = a_call(cast)
    told = {"by": cast.chen, "call": call, "typed": {"given_names": "Ada"}, "at": DURING}
    first = save_application(**told, form_token="t")
    assert save_application(**told, form_token="t") == first
    assert Application.objects.count() == 1
    with refused("already-applied"):
        save_application(**told, form_token="another")


def test_amending_until_the_deadline_seals_anew_under_the_same_code(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    before = (one.receipt, one.content_hash)
    save_application(
        by=cast.chen, call=call, application=one, typed={**one.typed, "years": "20"}, at=DURING
    )
    one.refresh_from_db()
    assert one.answers["years"] == 12  # not yet handed in again
    later = DURING + timedelta(days=1)
    one = submit_application(by=cast.chen, application=one, at=later)
    assert one.receipt == before[0] and one.content_hash != before[1]
    assert one.answers["years"] == 20 and one.amended_at == later and one.number == 1
    save_application(
        by=cast.chen, call=call, application=one, typed={**one.typed, "years": "21"}, at=AFTER
    )
    with refused("call-closed-to-late"):
        submit_application(by=cast.chen, application=one, at=AFTER)
    one.refresh_from_db()
    assert one.typed["years"] == "21" and one.answers["years"] == 20


def test_handing_in_twice_changes_nothing(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    submit_application(by=cast.chen, application=one, at=DURING)
    assert Line.objects.filter(what="calls.submit_application").count() == 1
    assert Mail.objects.filter(about=one.key, to=cast.chen.email).count() == 1


def test_withdrawing_frees_the_way_for_another(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    withdraw_application(by=cast.chen, application=one, at=AFTER)  # at any time
    with refused("application-withdrawn"):
        withdraw_application(by=cast.chen, application=one, at=AFTER)
    other = an_application(cast, call)
    assert other.number == 2 and Application.objects.filter(state="withdrawn").count() == 1


def test_nothing_comes_before_the_opening_or_after_the_deadline(cast) -> None:
    call = a_call(cast)
    with refused("call-not-open-yet"):
        a_draft(cast, call, at=PREPARED)
    draft = a_draft(cast, call)
    with refused("call-closed-to-late"):
        submit_application(by=cast.chen, application=draft, at=CLOSES)
    extend_call(
        by=cast.amina, call=call, closes_at=AFTER + timedelta(days=1), reason="x", at=DURING
    )
    assert not submit_application(by=cast.chen, application=draft, at=CLOSES).late


def test_late_only_by_a_recorded_exception(cast) -> None:
    call = a_call(cast)
    draft = a_draft(cast, call)
    until = AFTER + timedelta(days=2)
    told = {"by": cast.amina, "call": call, "until": until, "at": AFTER}
    with refused("reason-needed"):
        admit_late(email=cast.chen.email, reason="", **told)
    with refused("admission-needs-address"):
        admit_late(email="nobody", reason="x", **told)
    with refused("not-your-role"):
        admit_late(email=cast.chen.email, reason="x", **{**told, "by": cast.chen})
    admit_late(email=cast.chen.email.upper(), reason="The post lost it.", **told)
    with refused("call-closed-to-late"):
        a_draft(cast, call, cast.dana, at=AFTER)
    one = submit_application(by=cast.chen, application=draft, at=AFTER)
    assert one.late and Line.objects.filter(what="calls.admit_late").count() == 1
    withdraw_application(by=cast.chen, application=one, at=AFTER)
    with refused("call-closed-to-late"):
        a_draft(cast, call, at=until)


# ---- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("cv.exe", b"MZ"), "attachment-kind"),
        (SimpleUploadedFile("cv", b"hello"), "attachment-kind"),
        (SimpleUploadedFile("cv.pdf", b""), "attachment-empty"),
        (SimpleUploadedFile("cv.pdf", b"<html>"), "attachment-not-as-named"),
        (SimpleUploadedFile("cv.docx", b"PK\x03\x04 not a file"), "file-broken"),
    ],
)
def test_files_that_are_no_such_files_are_refused_whole(cast, upload, code) -> None:
    call = a_call(cast)
    with refused(code):
        save_application(
            by=cast.chen, call=call, typed=NOMINEE, uploads=[(("cv",), upload)], at=DURING
        )
    assert not StoredFile.objects.exists() and not Application.objects.exists()


def test_files_of_others_cannot_be_named(cast) -> None:
    call = a_call(cast)
    theirs = an_application(cast, call, cast.dana)
    key = theirs.attachments.get().key
    mine = save_application(by=cast.chen, call=call, typed={**NOMINEE, "cv": [key]}, at=DURING)
    assert mine.typed["cv"] == []


def test_a_file_in_a_repeated_group_and_files_that_go(
    cast, django_capture_on_commit_callbacks
) -> None:
    call = a_call(cast)
    draft = a_draft(cast, call)
    first = draft.attachments.get().file.digest
    draft = save_application(
        by=cast.chen,
        call=call,
        application=draft,
        typed={**draft.typed, "cv": []},
        uploads=[(("cv",), pdf("new.pdf", b"%PDF-1.7 new"))],
        at=DURING,
    )
    assert [a.file.name for a in draft.attachments.all()] == ["cv.pdf", "new.pdf"]
    with django_capture_on_commit_callbacks(execute=True):
        submit_application(by=cast.chen, application=draft, at=DURING)
    assert [a.file.name for a in draft.attachments.all()] == ["new.pdf"]
    assert not place_of(first).exists()


def test_a_draft_goes_with_its_files(cast, django_capture_on_commit_callbacks) -> None:
    call = a_call(cast)
    draft = a_draft(cast, call)
    digest = draft.attachments.get().file.digest
    with refused("not-your-application"):
        discard_application(by=cast.dana, application=draft, at=DURING)
    with django_capture_on_commit_callbacks(execute=True):
        discard_application(by=cast.chen, application=draft, at=DURING)
    assert not Attachment.objects.exists() and not StoredFile.objects.exists()
    assert not place_of(digest).exists()


def test_who_reads_what(cast) -> None:
    call = a_call(cast)
    draft = a_draft(cast, call)
    assert may_read(cast.chen, draft, DURING) and not may_read(cast.amina, draft, DURING)
    one = submit_application(by=cast.chen, application=draft, at=DURING)
    assert may_read(cast.chen, one, DURING) and may_read(cast.amina, one, DURING)
    for person in (cast.dana, cast.olga, cast.bruno, cast.farid, None):
        assert not may_read(person, one, DURING)


def test_the_receipt_leaves_once_and_own_data_holds_everything(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call)
    assert send_waiting() == 2 and send_waiting() == 0  # the receipt, and word to the authority
    told = own_data(cast.chen)["applications"][0]
    assert told["answers"]["employer"] == "City of Aling" and told["receipt"] == one.receipt
    assert all_own_data(cast.chen)["calls"]["applications"]


def test_offers_and_partners_may_be_several(cast) -> None:
    hosts = a_call(cast, "hosting")
    first = an_application(cast, hosts)
    second = an_application(cast, hosts, city="Bling")
    assert [first.number, second.number] == [1, 2]
    assert first.answers["costs"][1] == {
        "cost": "travel", "bearer": "organiser", "amount": "45000", "currency": "USD",
    }  # fmt: skip
    assert set(first.answers) >= set(HOST) - {"letter"}
    partner = an_application(cast, a_call(cast, "partnership"))
    assert partner.name == "Network of quays"
