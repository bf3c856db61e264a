"""A comment that came on paper or by telephone: entered, its source kept, its author asked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.comments.texts import a_round_now, entry, paragraph
from travaux.comments.actions import submit_on_behalf
from travaux.comments.models import Comment, Submission
from travaux.comments.states import SubmissionState
from travaux.consultations.rules import input_until
from travaux.correspondence.models import Entry, OnBehalf
from travaux.correspondence.rules import EntryDetails
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def details(at, **also):
    told = {"direction": "in", "form": "letter", "dated_on": at.date(), "subject": "A comment",
            "party": "Ida Example", **also}  # fmt: skip
    return EntryDetails(**told)


def enter(cast, round, at, **also):
    told = {"by": cast.amina, "round": round, "entry": entry(round), "details": details(at),
            "email": "ida@demo.example", "files": (), "at": at, **also}  # fmt: skip
    return submit_on_behalf(**told)


def test_it_is_entered_shown_and_confirmed_by_its_pages(cast, client):
    round = a_round_now(cast)
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/comments/{round.key}/on-behalf/"
    told = {
        "name": "Ida Example",
        "email": "no address",
        "form": "letter",
        "dated_on": clock.today().isoformat(),
        "at": paragraph(round, 1).anchor.key,
        "type": "te",
        "text": "Say who pays.",
        "language": "en",
    }
    wrong = client.post(place, told)
    assert wrong.status_code == 422 and "Say who pays." in wrong.content.decode()
    assert not Entry.objects.exists()
    told |= {"email": "ida@demo.example", "scans": [SimpleUploadedFile("scan.pdf", b"%PDF")]}
    sent = client.post(place, told)
    submission = Submission.objects.get()
    source = Entry.objects.get()
    assert sent.url.endswith(f"{submission.receipt}/") and source.files.count() == 1
    assert [k.subject_key for k in source.links.all()] == [submission.key]
    receipt = client.get(sent.url).content.decode()
    assert "entered by the secretariat on behalf of Ida Example" in receipt
    assert "not confirmed yet" in receipt
    assert "Ida Example" in client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    assert (
        sent.url
        in client.get(f"/en/harbour/correspondence/register/{source.key}/").content.decode()
    )
    mail = Mail.objects.get(to="ida@demo.example")
    assert "Say who pays." in mail.text
    link = re.search(r"https?://[^/]+(/\S+/on-behalf/\S+)", mail.text)[1]
    client.logout()
    assert "Say who pays." in client.get(link).content.decode()
    client.post(link, {"do": "yes"})
    assert "You confirmed it" in client.get(link).content.decode()
    assert client.post(link, {"do": "yes"}).status_code == 403
    assert OnBehalf.objects.get().state == "confirmed"
    client.post(link, {"do": "no"})
    submission.refresh_from_db()
    assert submission.state == SubmissionState.WITHDRAWN
    assert Comment.objects.get().withdrawn_at is not None
    assert "withdrawn" in client.get(link).content.decode()
    assert client.post(link, {"do": "yes"}).status_code == 403
    assert client.get(link[:-3] + "/").status_code == 404


def test_whether_it_is_late_goes_by_the_day_it_came(cast):
    round = a_round_now(cast, accepts_late=True)
    after = input_until(round) + timedelta(days=2)
    before = input_until(round) - timedelta(days=1)
    assert not enter(cast, round, after, details=details(before)).late
    assert enter(cast, round, after).late


def test_without_an_address_nobody_is_asked(cast):
    round = a_round_now(cast)
    enter(cast, round, clock.now(), email="")
    assert OnBehalf.objects.get().token_hash is None and not Mail.objects.exists()


def test_the_code_of_the_mail_is_kept_as_its_digest_alone(cast):
    enter(cast, a_round_now(cast), clock.now())
    code = re.search(r"/on-behalf/([^/]+)/", Mail.objects.get().text)[1]
    assert code not in str(OnBehalf.objects.values())


@pytest.mark.parametrize("name", ["bruno", "chen", "farid", "dana", "olga"])
def test_only_the_secretariat_enters_for_others(cast, client, name):
    round = a_round_now(cast)
    client.force_login(getattr(cast, name), backend=BACKEND)
    page = client.get(f"/en/harbour/comments/{round.key}/on-behalf/")
    assert page.status_code == 403
    with pytest.raises(Refusal, match="not-your-role"):
        enter(cast, round, clock.now(), by=getattr(cast, name))
    assert not Submission.objects.exists() and not Entry.objects.exists()
