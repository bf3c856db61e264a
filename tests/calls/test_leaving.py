"""Somebody leaves: nominations go with files and names, offers of organisations stay without them."""

from __future__ import annotations

import json

import pytest

from tests.calls.makers import DURING, a_call, a_draft, an_application, pdf
from travaux.calls.actions import admit_late, confirm_nomination, send_authority_link
from travaux.calls.models import Admission, Application, CountryTally, Link
from travaux.calls.queries import own_data
from travaux.people.actions import OfficeDetails, add_contact, erase_person
from travaux.plumbing.models import Mail, StoredFile

pytestmark = pytest.mark.django_db


def test_a_nomination_goes_with_its_files_links_and_names(
    cast, django_capture_on_commit_callbacks
) -> None:
    call = a_call(cast)
    one = an_application(cast, call, cast.chen, email="chen@example.org")
    office = add_contact(
        by=cast.amina, process_code="harbour", at=DURING,
        details=OfficeDetails(kind="ministry", country=cast.state_a, office="M", email="m@a.example"),
    )  # fmt: skip
    send_authority_link(by=cast.amina, application=one, contact=office, at=DURING)
    confirm_nomination(by=cast.farid, application=one, letter=pdf("l.pdf"), at=DURING)
    admit_late(
        by=cast.amina, call=call, email="chen@example.org", until=call.closes_at, reason="Storm",
        at=DURING,
    )  # fmt: skip
    other = an_application(cast, call, cast.dana, given_names="Dana", email="dana@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=None, person=cast.chen, at=DURING)
    one.refresh_from_db()
    assert (one.state, one.name, one.email, one.answers, one.typed) == ("withdrawn", "", "", {}, {})
    assert one.person is None and one.letter is None and one.receipt and one.number == 1
    assert not one.attachments.exists() and StoredFile.objects.count() == 1  # Dana's alone
    assert CountryTally.objects.get().confirmed == 0 and not Link.objects.exists()
    assert Admission.objects.get().email == "" and Admission.objects.get().reason == "Storm"
    assert not Mail.objects.filter(to="chen@example.org").exists()
    other.refresh_from_db()
    assert other.name == "Dana Quay" and other.attachments.exists()


def test_drafts_go_and_what_an_organisation_promised_stays_without_who_wrote_it(cast) -> None:
    draft = a_draft(cast, a_call(cast), cast.greta, email="greta@example.org")
    partner = an_application(cast, a_call(cast, "partnership"), cast.greta)
    erase_person(by=None, person=cast.greta, at=DURING)
    assert not Application.objects.filter(pk=draft.pk).exists()
    partner.refresh_from_db()
    assert partner.state == "submitted" and partner.name == "Network of quays"
    assert partner.answers["commitments"] and partner.email == "" and partner.person is None
    assert "greta" not in json.dumps([partner.answers, partner.typed]).lower()


def test_own_data_tells_links_exceptions_ticks_and_confirmations(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call, cast.chen, email="chen@example.org")
    confirm_nomination(by=cast.farid, application=one, letter=pdf("l.pdf"), at=DURING)
    admit_late(
        by=cast.amina, call=call, email="chen@example.org", until=call.closes_at, reason="Storm",
        at=DURING,
    )  # fmt: skip
    told = own_data(cast.chen)
    assert told["applications"][0]["confirmed_at"] == DURING
    assert told["applications"][0]["ticked_off"] == []
    assert told["exceptions_for_you"][0]["reason"] == "Storm"
    assert [c["key"] for c in own_data(cast.farid)["confirmed_by_you"]] == [one.key]
    assert own_data(cast.dana)["exceptions_for_you"] == []
