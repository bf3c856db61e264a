"""The restore drill inside one process, on whichever database the tests run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection

from travaux.core.problems import Unusable
from travaux.journal.models import Line
from travaux.journal.queries import verification
from travaux.people.actions import register_person
from travaux.people.models import Person
from travaux.plumbing import backup, files
from travaux.plumbing.models import StoredFile

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def home(transactional_db, settings, tmp_path):
    settings.HOME, settings.FILES, settings.KEYS = tmp_path, tmp_path / "files", tmp_path / "keys"
    settings.FILES.mkdir()
    settings.KEYS.mkdir()
    (settings.KEYS / "signing.pem").write_text("a key")
    return tmp_path


def test_what_is_lost_after_a_backup_comes_back(home, settings):
    for n in range(3):
        register_person(by=None, email=f"p{n}@example.org", name="Ünï\tcode\\ \n ب", at=NOON)
    stored = files.keep_file(b"\x00bytes", name="a.bin", at=NOON)
    before = verification()
    box = home / "box.tar.gz"
    backup.back_up(box)
    assert not [p.name for p in home.iterdir() if p.name.startswith(".")], "nothing is left over"
    # a disaster
    register_person(by=None, email="later@example.org", at=NOON)
    Person.objects.filter(email="p0@example.org").update(name="overwritten")
    files.place_of(stored.digest).unlink()
    (settings.KEYS / "signing.pem").write_text("another key")
    with pytest.raises(Unusable, match="restore-over-data"):
        backup.restore(box, replace=False)
    assert Person.objects.filter(email="later@example.org").exists()
    backup.restore(box, replace=True)
    assert Person.objects.count() == 3
    assert Person.objects.get(email="p0@example.org").name == "Ünï\tcode\\ \n ب"
    assert files.file_bytes(StoredFile.objects.get()) == b"\x00bytes"
    assert (settings.KEYS / "signing.pem").read_text() == "a key"
    assert verification() == before
    # it goes on where it stopped: numbers, chain, and rows that the database keeps
    register_person(by=None, email="next@example.org", at=NOON)
    assert verification().checked == before.checked + 1
    with pytest.raises(Exception, match="kept as they are"):
        Line.objects.filter(seq=1).update(subject="x")


def test_a_member_that_was_changed_is_named(home):
    import io
    import tarfile

    register_person(by=None, email="p@example.org", at=NOON)
    box, other = home / "box.tar.gz", home / "other.tar.gz"
    backup.back_up(box)
    with tarfile.open(box) as source, tarfile.open(other, "w:gz") as target:
        for member in source:
            data = source.extractfile(member).read()
            if member.name == "keys/signing.pem":
                data = b"my key"
                member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    with pytest.raises(Unusable, match="backup-damaged") as problem:
        backup.restore(other, replace=True)
    assert problem.value.problem.facts == {"member": "keys/signing.pem"}
    assert Person.objects.filter(email="p@example.org").exists()


@pytest.mark.parametrize(
    "harm", [lambda data: data[: len(data) // 2], lambda data: b"not a backup at all"]
)
def test_a_file_that_is_no_whole_backup_is_refused(home, harm):
    box = home / "box.tar.gz"
    backup.back_up(box)
    box.write_bytes(harm(box.read_bytes()))
    with pytest.raises(Unusable, match="backup-unreadable"):
        backup.restore(box, replace=True)


def test_an_archive_that_reaches_outside_is_refused(home):
    import tarfile

    box, secret = home / "box.tar.gz", home / "outside"
    secret.write_text("x")
    with tarfile.open(box, "w:gz") as archive:
        archive.add(secret, "../../outside-of-it")
    with pytest.raises(Unusable, match="backup-unreadable"):
        backup.restore(box, replace=True)
    assert not (home.parent / "outside-of-it").exists()


def test_a_backup_of_the_other_database_says_so(home, monkeypatch):
    box = home / "box.tar.gz"
    backup.back_up(box)
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(connection, "vendor", other)
        with pytest.raises(Unusable, match="backup-other-database"):
            backup.restore(box, replace=True)


@pytest.fixture(autouse=True)
def _leave_the_tables_as_they_were(transactional_db):
    yield
    call_command("migrate", verbosity=0)
