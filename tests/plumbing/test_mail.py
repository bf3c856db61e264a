"""A mail goes out once per cause, with its action or not at all."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as outgoing
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from travaux.plumbing import mail, tasks
from travaux.plumbing.models import Mail

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _write(**also):
    return mail.write_mail("reader@example.org", "Subject", "Text", at=NOON, **also)


def test_a_mail_of_an_action_that_fails_was_never_written(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _write()
        1 / 0  # noqa: B018
    assert not Mail.objects.exists()
    assert mail.send_waiting(NOON) == 0


def test_the_same_cause_is_written_once(db):
    first, second = _write(once="released:r-1"), _write(once="released:r-1")
    assert first == second
    assert mail.send_waiting(NOON) == 1
    assert mail.send_waiting(NOON) == 0
    assert len(outgoing.outbox) == 1


def test_a_mail_speaks_the_language_of_its_reader(db, cast):
    cast.chen.language = "fr"
    words = gettext_lazy("Yes")
    assert mail.write_mail(cast.chen, words, words, at=NOON).language == "fr"
    with mail.in_language_of(cast.chen):
        from django.utils.translation import get_language

        assert get_language() == "fr"


def test_an_erased_person_is_not_written_to(cast):
    cast.chen.email = None
    assert mail.write_mail(cast.chen, "S", "T", at=NOON) is None


def test_a_line_break_in_a_subject_adds_no_header(db):
    mail.write_mail("reader@example.org", "Subject\nBcc: all@example.org", "T", at=NOON)
    mail.send_waiting(NOON)
    assert outgoing.outbox[0].recipients() == ["reader@example.org"]
    assert "Bcc" not in dict(outgoing.outbox[0].message())


def test_every_try_carries_the_same_message_id(db, monkeypatch):
    written = _write()
    tried = []

    def fail(self, *_, **__):
        tried.append(self.extra_headers["Message-ID"])
        raise OSError("no route to host")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        assert mail.send_waiting(NOON) == 0
    written.refresh_from_db()
    assert (written.state, written.attempts) == (Mail.State.WAITING, 1)
    assert "no route to host" in written.last_error
    assert mail.send_waiting(NOON) == 0, "it waits before the next try"
    assert mail.send_waiting(NOON + timedelta(minutes=2)) == 1
    assert outgoing.outbox[0].extra_headers["Message-ID"] == tried[0]
    written.refresh_from_db()
    assert (written.state, written.last_error) == (Mail.State.SENT, "")


def test_after_the_last_try_it_is_given_up_and_says_why(db, monkeypatch):
    written = _write()
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send",
        lambda *_, **__: (_ for _ in ()).throw(OSError("shut")),
    )
    at = NOON
    for _ in range(len(mail.PAUSES) + 1):
        mail.send_waiting(at)
        at += timedelta(days=1)
    written.refresh_from_db()
    assert written.state == Mail.State.FAILED
    assert "shut" in written.last_error


def test_one_bad_mail_does_not_stop_the_others(db):
    mail.write_mail("reader@example.org", "ok", "T", at=NOON)
    bad = mail.write_mail("no address at all\n", "bad", "T", at=NOON)
    mail.write_mail("other@example.org", "ok", "T", at=NOON)
    assert mail.send_waiting(NOON) == 2
    bad.refresh_from_db()
    assert bad.state == Mail.State.WAITING and bad.last_error


def test_what_a_killed_sender_had_in_hand_is_sent_later(db):
    written = _write()
    Mail.objects.filter(pk=written.pk).update(
        state=Mail.State.SENDING, not_before=NOON + mail.LEASE, attempts=1
    )
    assert mail.send_waiting(NOON) == 0
    assert mail.send_waiting(NOON + mail.LEASE + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_hand_each_mail_over_once():
    for n in range(20):
        _write(once=f"cause:{n}")
    begin, counts = threading.Barrier(2), []

    def send() -> None:
        begin.wait()
        try:
            counts.append(mail.send_waiting(NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert len(outgoing.outbox) == 20
    assert Mail.objects.filter(state=Mail.State.SENT, attempts=1).count() == 20


def test_addresses_that_nobody_can_have_never_reach_a_mail_server(db, settings):
    written = _write()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mail.send_waiting(NOON) == 0
    written.refresh_from_db()
    assert written.state == Mail.State.FAILED


def test_without_a_mail_server_each_mail_is_a_file(db, settings, tmp_path):
    settings.HOME, settings.EMAIL_BACKEND = tmp_path, "travaux.plumbing.mail.FolderBackend"
    _write(attachment=("TX-1.json", '{"receipt": "TX-1"}'))
    assert mail.send_waiting(NOON) == 1
    (file,) = (tmp_path / "mail").glob("*.eml")
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["To"] == "reader@example.org"
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "TX-1.json"


@pytest.mark.django_db(transaction=True)
def test_the_sender_is_called_once_the_mail_is_durable(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "async_task", asked.append)
    monkeypatch.setattr(tasks, "_last", {})
    with transaction.atomic():
        _write()
        _write()
        assert not asked
    assert asked == ["travaux.plumbing.mail.send_waiting"]


def test_a_held_mail_waits_until_it_is_let_go(db):
    held = _write(hold=True, process_code="harbour", copies=["copy@example.org"])
    assert mail.send_waiting(NOON) == 0
    assert mail.revise_mail(held, seen=0, to=held.to, subject="Better\nwords", text="New")
    assert not mail.revise_mail(held, seen=0, to=held.to, subject="Older", text="Lost")
    assert (held.subject, held.revision) == ("Better words", 1)
    assert mail.let_go([held]) == 1
    assert mail.let_go([held]) == 0
    assert not mail.revise_mail(held, seen=1, to=held.to, subject="Too late", text="x")
    assert mail.send_waiting(NOON) == 1
    assert mail.send_waiting(NOON) == 0
    [sent] = outgoing.outbox
    assert sent.recipients() == ["reader@example.org", "copy@example.org"]
    assert (sent.subject, sent.body) == ("Better words", "New")


def test_a_mail_that_is_set_aside_is_never_sent(db):
    held = _write(hold=True)
    assert mail.set_aside(held)
    assert mail.let_go([held]) == 0
    assert not mail.set_aside(held)
    assert mail.send_waiting(NOON) == 0


def test_a_kept_file_travels_with_the_mail(db, settings, tmp_path):
    from travaux.plumbing.files import keep_file

    settings.FILES = tmp_path
    kept = keep_file(b"%PDF-1.7", name="note.pdf", at=NOON)
    _write(file=kept)
    mail.send_waiting(NOON)
    [(name, data, kind)] = outgoing.outbox[0].attachments
    assert (name, data, kind) == ("note.pdf", b"%PDF-1.7", "application/pdf")
