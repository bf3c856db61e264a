"""Digests, wishes, stopping without signing in; each message once, also when a worker is killed."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.db import connection

from tests.cast import person
from tests.comments.test_pages import sign_in
from travaux.people.actions import wish_mails
from travaux.people.models import MailWish
from travaux.plumbing.digests import KINDS, gather, pace_of, stop_token
from travaux.plumbing.mail import as_message, send_waiting, write_mail
from travaux.plumbing.models import Mail

TUESDAY = datetime(2024, 1, 9, 7, 0, tzinfo=UTC)


def news(reader, text="One thing.", kind="answers", at=TUESDAY, **also) -> Mail | None:
    return write_mail(reader, "News", text, kind=kind, at=at, **also)


@pytest.mark.django_db
def test_one_digest_a_day_holds_what_came_and_each_message_goes_once(cast) -> None:
    for n in range(3):
        news(cast.chen, f"Thing {n}.")
    news(cast.dana, "For Dana.")
    assert send_waiting(TUESDAY) == 0
    assert gather(TUESDAY.replace(hour=5)) == 0  # not in the night
    assert gather(TUESDAY) == 2 and gather(TUESDAY) == 0
    digest = Mail.objects.get(kind="digest", person_key=cast.chen.key)
    assert all(f"Thing {n}." in digest.text for n in range(3)) and "Dana" not in digest.text
    assert Mail.objects.filter(state="in-digest").count() == 4
    news(cast.chen, "Later that day.")
    assert gather(TUESDAY + timedelta(hours=3)) == 0
    assert gather(TUESDAY + timedelta(days=1)) == 1
    assert send_waiting(TUESDAY + timedelta(days=1)) == 3
    assert len(django_mail.outbox) == 3


@pytest.mark.django_db
def test_a_reader_chooses_for_each_kind_what_it_allows(cast) -> None:
    key = cast.chen.key
    assert (pace_of(key, "answers"), pace_of(key, "receipts"), pace_of(key, "")) == (
        "daily",
        "now",
        "now",
    )
    wish_mails(by=cast.chen, reader=key, paces={"answers": "now", "receipts": "never"}, at=TUESDAY)
    assert news(cast.chen).state == "waiting" and news(cast.chen, kind="receipts") is None
    with pytest.raises(Exception, match="pace-not-for-kind"):
        wish_mails(by=cast.chen, reader=key, paces={"rounds": "never"}, at=TUESDAY)
    wish_mails(by=cast.chen, reader=key, paces={"answers": "weekly"}, at=TUESDAY)
    news(cast.chen)
    assert gather(TUESDAY) == 0 and gather(TUESDAY + timedelta(days=6)) == 1
    # chosen after it was gathered: it is not sent at all
    news(cast.chen)
    wish_mails(by=cast.chen, reader=key, paces={"answers": "never"}, at=TUESDAY)
    assert gather(TUESDAY + timedelta(days=13)) == 0
    assert Mail.objects.filter(state="set-aside").count() == 1
    # what always goes at once, and what brings a file, is never gathered
    assert write_mail(cast.chen, "Account", "x").state == "waiting"
    held = news(cast.dana, attachment=("a.json", "{}"))
    assert held.state == "waiting"


@pytest.mark.django_db
def test_what_goes_out_has_plain_words_html_in_its_direction_and_the_way_to_stop(cast) -> None:
    cast.chen.language = "ar"
    cast.chen.save()
    made = news(cast.chen, "مرحبا <b>\n\nhttps://example.org/x", kind="invitations")
    message = message_from_bytes(as_message(made).message().as_bytes(), policy=policy.default)
    plain = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "مرحبا <b>" in plain and 'dir="rtl"' in html and "&lt;b&gt;" in html
    assert '<a href="https://example.org/x" dir="ltr">' in html
    stop = message["List-Unsubscribe"].strip(" <>")
    assert stop in plain and message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    always = as_message(write_mail(cast.chen, "Account", "x")).message()
    assert always["List-Unsubscribe"] is None


@pytest.mark.django_db
def test_mails_are_stopped_without_signing_in(client, cast) -> None:
    made = news(cast.chen)
    stop = urlsplit(as_message(made).extra_headers["List-Unsubscribe"].strip("<>")).path
    assert "Answers to your comments" in client.get(stop).content.decode()
    assert pace_of(cast.chen.key, "answers") == "daily"  # looking changes nothing
    strict = client.__class__(enforce_csrf_checks=True)
    one_click = strict.post(stop, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 204 and pace_of(cast.chen.key, "answers") == "never"
    assert "Stored." in client.post(stop, {"answers": "weekly"}).content.decode()
    assert pace_of(cast.chen.key, "answers") == "weekly"
    assert client.post(stop, {"answers": "hourly"}).status_code == 422
    assert client.get(stop[:-2] + "x/").status_code == 404
    # of a whole digest: all its kinds; an address without an account: its own
    digest = f"/en/people/mails/stop/{stop_token(cast.dana.key, 'digest')}/"
    client.post(digest, {"List-Unsubscribe": "One-Click"})
    assert {k: pace_of(cast.dana.key, k) for k in KINDS} == {
        "receipts": "never",
        "answers": "never",
        "rounds": "weekly",
        "invitations": "never",
    }
    office = f"/en/people/mails/stop/{stop_token('office@example.org', 'invitations')}/"
    client.post(office, {"List-Unsubscribe": "One-Click"})
    assert write_mail("Office@example.org", "Come", "x", kind="invitations") is None
    assert write_mail("office@example.org", "Note verbale", "x") is not None


@pytest.mark.django_db
def test_the_page_of_ones_own_wishes_and_what_goes_with_an_account(client, cast) -> None:
    from travaux.people.actions import erase_person
    from travaux.people.queries import own_data

    page = "/en/people/me/mails/"
    assert client.get(page).status_code == 302
    told = {"receipts": "never", "answers": "weekly", "rounds": "now", "invitations": "now"}
    assert sign_in(client, cast.chen).post(page, told).status_code == 302
    assert re.search(r'value="weekly"[^>]*checked', client.get(page).content.decode())
    assert "weekly" in str(own_data(cast.chen))
    news(cast.chen)
    erase_person(by=cast.chen, person=cast.chen, at=TUESDAY)
    assert not MailWish.objects.filter(reader=cast.chen.key).exists()
    assert gather(TUESDAY) == 0


CHILD = """
import os, sys
from travaux.site import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.core.mail import EmailMessage
from travaux.plumbing import digests, mail
from travaux.plumbing.models import Mail
if sys.argv[2] == "sent":
    whole = EmailMessage.send
    def send(self, *a, **k):
        whole(self, *a, **k)
        os.kill(os.getpid(), 9)
    EmailMessage.send = send
    from django.core.mail import EmailMultiAlternatives
    EmailMultiAlternatives.send = send
    mail.send_waiting()
else:
    update = Mail.objects.filter().__class__.update
    def killed(self, **k):
        done = update(self, **k)
        if k.get("state") == "in-digest":
            os.kill(os.getpid(), 9)
        return done
    type(Mail.objects.filter()).update = killed
    from datetime import UTC, datetime
    digests.gather(datetime(2024, 1, 9, 7, 0, tzinfo=UTC))
"""


def killed_at(where: str, home: Path) -> None:
    import os

    database = str(connection.settings_dict["NAME"])
    connection.close()
    told = {**os.environ, "TRAVAUX_HOME": str(home), "TRAVAUX_MAIL": ""}
    told.pop("PYTEST_VERSION", None)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, database, where], env=told, capture_output=True, timeout=60
    )
    assert done.returncode == -9, done.stderr.decode()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_marking_or_within_a_digest_repeats_nothing(
    settings, tmp_path
) -> None:
    """In the folder there is one file for each message, whatever was repeated."""
    settings.HOME = tmp_path
    settings.EMAIL_BACKEND = "travaux.plumbing.mail.FolderBackend"
    reader = person("Chen")
    write_mail(reader, "At once", "x")
    killed_at("sent", tmp_path)
    assert Mail.objects.get().state == "sending"
    assert send_waiting() == 0  # somebody else may still have it in hand
    assert send_waiting(datetime.now(UTC) + timedelta(minutes=11)) == 1
    assert Mail.objects.get().state == "sent"
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    for n in range(3):
        news(reader, f"Thing {n}.")
    killed_at("digest", tmp_path)
    assert not Mail.objects.filter(kind="digest").exists()
    assert Mail.objects.filter(state="gathered").count() == 3
    assert gather(TUESDAY) == 1 and gather(TUESDAY) == 0
    assert send_waiting(datetime.now(UTC) + timedelta(minutes=11)) == 1
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
