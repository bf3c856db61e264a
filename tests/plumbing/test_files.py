"""Files lie under their digest, whole, and leave only as downloads."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from travaux.plumbing import files
from travaux.plumbing.models import StoredFile

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.mark.parametrize(
    "wrap", [bytes, io.BytesIO, lambda data: SimpleUploadedFile("a.txt", data)]
)
def test_bytes_are_kept_under_their_digest(db, wrap):
    data = b"text" * 100_000
    stored = files.keep_file(wrap(data), name="a.txt", at=NOON)
    assert stored.digest == hashlib.sha256(data).hexdigest()
    assert stored.size == len(data)
    assert stored.media_type == "text/plain"
    assert files.file_bytes(stored) == data
    assert not list(files.place_of(stored.digest).parents[1].glob(".coming-*"))


def test_the_same_bytes_twice_lie_once(db, tmp_path):
    files.keep_file(b"x", name="a", at=NOON)
    files.keep_file(b"x", name="b", at=NOON)
    assert StoredFile.objects.count() == 2
    assert sum(p.is_file() for p in tmp_path.rglob("*")) == 1


def test_a_rollback_leaves_no_row(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.keep_file(b"x", name="a", at=NOON)
        1 / 0  # noqa: B018
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\draft.docx", "draft.docx"),
        ("invoice\u202excod.exe", "invoicexcod.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("..", "file"),
        ("مسودة.docx", "مسودة.docx"),
        ("x" * 300 + ".docx", "x" * 190 + ".docx"),
    ],
)
def test_a_name_is_a_name(given, kept):
    assert files.plain_name(given) == kept


def test_a_file_is_handed_out_as_a_download_that_nothing_runs(db):
    stored = files.keep_file(b"<script>1</script>", name="a.html", at=NOON)
    response = files.hand_out(stored)
    assert b"".join(response.streaming_content) == b"<script>1</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_what_is_received_again_stays_when_its_first_reception_is_forgotten():
    """Somebody forgets a file while another keeps the same bytes and has not committed yet."""
    with transaction.atomic():
        first = files.keep_file(b"the same letter", name="a.pdf", at=NOON)
    kept = threading.Event()

    def keep_again() -> None:
        try:
            with transaction.atomic():
                files.keep_file(b"the same letter", name="b.pdf", at=NOON)
                kept.set()
                time.sleep(0.3)  # the other has every chance to look before this is committed
        finally:
            kept.set()
            connection.close()

    other = threading.Thread(target=keep_again)

    def meanwhile() -> None:
        other.start()
        kept.wait(20)

    with transaction.atomic():
        transaction.on_commit(meanwhile)  # before the hook that takes the bytes away
        files.forget_files([first])
    other.join(20)
    (second,) = StoredFile.objects.all()
    assert second.name == "b.pdf" and files.file_bytes(second) == b"the same letter"
    with transaction.atomic():
        files.forget_files([second])
    assert not files.place_of(second.digest).exists()
