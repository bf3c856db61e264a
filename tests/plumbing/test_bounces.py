"""Mails that came back: read, noted once, and nothing more is sent to an address that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests.comments.test_pages import sign_in
from travaux.cli.main import app
from travaux.core.formats.bounces import read_bounce
from travaux.core.problems import Unusable
from travaux.people.actions import take_in_bounce
from travaux.plumbing import clock
from travaux.plumbing.bounces import is_stopped
from travaux.plumbing.mail import message_id, send_waiting, write_mail
from travaux.plumbing.models import Bounce, Mail
from travaux.plumbing.verdicts import Refusal

REPORT = """From: MAILER-DAEMON@mail.example.net
To: no-reply@travaux.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
Arrival-Date: Tue, 9 Jan 2024 07:00:00 +0000

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: user unknown

--b1
Content-Type: {quoted}

Message-ID: {id}
Subject: News

--b1--
"""


def report(
    mail: Mail, action="failed", status="5.1.1", address="", quoted="message/rfc822"
) -> bytes:
    told = {"action": action, "status": status, "address": address or mail.to, "quoted": quoted}
    return REPORT.format(id=message_id(mail), **told).encode()


def sent(to="gone@example.org", **also) -> Mail:
    return write_mail(to, "News", "Words.", **also)


@pytest.mark.django_db
@pytest.mark.parametrize("quoted", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_is_read(quoted) -> None:
    mail = sent()
    told = read_bounce(report(mail, quoted=quoted))
    assert told.original == mail.key
    (one,) = told.returned
    assert (one.address, one.status, one.hard) == ("gone@example.org", "5.1.1", True)
    assert "user unknown" in one.said
    assert not read_bounce(report(mail, "delayed", "4.4.1")).returned[0].hard
    for other in (
        b"",
        b"Subject: Re: News\n\nThank you.",
        b"\xff\xfe\x00",
        report(mail, "delivered", "2.0.0"),
    ):
        with pytest.raises(Unusable):
            read_bounce(other)


@pytest.mark.django_db
def test_a_hard_bounce_stops_the_address_and_is_told_once(cast) -> None:
    mail, at = sent(process_code="harbour"), clock.now()
    assert len(take_in_bounce(by=None, data=report(mail), at=at)) == 1
    assert take_in_bounce(by=None, data=report(mail), at=at) == []
    told = Mail.objects.filter(person_key=cast.amina.key, about="bounces")
    assert told.count() == 1 and not Mail.objects.filter(person_key=cast.olga.key).exists()
    Mail.objects.all().delete()
    again = sent("Gone@example.org")
    assert send_waiting() == 0
    again.refresh_from_db()
    assert again.state == "failed" and "came back" in again.last_error


@pytest.mark.django_db
def test_soft_ones_stop_only_when_they_are_many_lately() -> None:
    at = clock.now()
    for n in range(5):
        assert not is_stopped("gone@example.org", at)
        take_in_bounce(by=None, data=report(sent(), "delayed", "4.2.2"), at=at + timedelta(n))
    assert is_stopped("gone@example.org", at + timedelta(days=5))
    assert not is_stopped("gone@example.org", at + timedelta(days=16))


@pytest.mark.django_db
def test_nobody_stops_the_mails_of_others_with_a_made_up_report(cast) -> None:
    mail = sent()
    strange = report(mail).replace(mail.key.encode(), b"made-up")
    with pytest.raises(Refusal):
        take_in_bounce(by=None, data=strange, at=clock.now())
    # of a mail to one address nobody stops another; behind a forwarding it is the address we know
    two = sent("two@example.org", copies=["three@example.org"])
    assert (
        take_in_bounce(by=None, data=report(two, address="amina@example.org"), at=clock.now()) == []
    )
    moved = take_in_bounce(by=None, data=report(mail, address="else@example.org"), at=clock.now())
    assert [b.address for b in moved] == ["gone@example.org"]


@pytest.mark.django_db
def test_the_secretariat_sees_them_and_writes_again(client, cast) -> None:
    mail = sent(process_code="harbour")
    take_in_bounce(by=None, data=report(mail), at=clock.now())
    page = "/en/harbour/contacts/bounces/"
    assert sign_in(client, cast.bruno).get(page).status_code == 403
    assert sign_in(client, cast.olga).get(page).status_code == 403
    assert "gone@example.org" in sign_in(client, cast.amina).get(page).content.decode()
    assert b"gone@example.org" in client.get(page[:-1] + ".csv").content
    assert client.post(page, {"address": "gone@example.org"}).status_code == 302
    assert not is_stopped("gone@example.org", clock.now())
    assert client.post(page, {"address": "gone@example.org"}).status_code == 409


@pytest.mark.django_db
def test_by_command_from_a_file_and_a_folder(tmp_path, cast) -> None:
    mail = sent()
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "1").write_bytes(report(mail))
    (folder / "2").write_bytes(b"Subject: hello\n\nYes?")

    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(app, ["mail", *words])
        assert done.exit_code == status, done.output
        return done.output

    assert "no report" in run("bounce", str(folder / "2"), status=2)
    assert "gone@example.org" in run("bounce", str(folder))
    assert Bounce.objects.count() == 1
    run("bounce", str(folder))
    assert "stopped" in run("list") and Bounce.objects.count() == 1
    assert '"answers": "weekly"' in run(
        "wishes", "chen@example.org", "--set", "answers=weekly", "--json"
    )
    run("wishes", "chen@example.org", "--set", "rounds=never", status=1)
    assert "digests" in run("digest")
