"""The demonstration world for tests: built once, and each file of tests has a copy of it."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction
from django.test import Client, override_settings

from tests import databases
from travaux.cli.demo import build
from travaux.cli.demo_world.world import World
from travaux.people.models import Person
from travaux.plumbing import clock

KEPT_AS = "world.pickle"
_LEFT_OUT = {"__pycache__", "static"}  # nothing of them is in the world


def key() -> str:
    """What the world depends on: all source, its words in six languages, and the hour.

    It lies around the instant at which it was built: some of it, hours away.
    """
    found = sha256(f"{databases.key()} {clock.now():%Y-%m-%d %H}".encode())
    found.update(Path(__file__).read_bytes())
    for path in sorted(databases.SOURCE.rglob("*")):
        if path.is_file() and not _LEFT_OUT & set(path.parts):
            found.update(f"{path.relative_to(databases.SOURCE)}\n".encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:24]


def home_with_world(home: Path) -> None:
    """Put database, files and keys of an installation with the demonstration into this folder."""

    def make(new: Path) -> None:
        databases.copy_to(new / databases.FILE)
        databases.in_a_process("tests.journeys.building", str(new / KEPT_AS), home=new)

    made = databases.made_once(databases.shelf("worlds") / key(), make)
    shutil.copytree(made, home, dirs_exist_ok=True)


def world_of(home: Path) -> World:
    """What was built there; its database is the one in use."""
    found = pickle.loads((home / KEPT_AS).read_bytes())
    assert isinstance(found, World)
    return found


@contextmanager
def demo_world(*, anew: bool = False) -> Iterator[World]:
    """The world until the end of the block; what is done with it is gone after that.

    On SQLite a copy of its database is in use meanwhile: never within a test's own transaction.
    On PostgreSQL, and anew for those who watch how it is built, it is built within one.
    """
    if anew or connection.vendor != "sqlite":
        # Slow hashes protect passwords; here are none to protect.
        hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        with override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
            yield build(at=clock.now())
            transaction.set_rollback(True)
        return
    with tempfile.TemporaryDirectory(prefix="travaux-test-") as folder:
        home = Path(folder)
        home_with_world(home)
        kept = {
            "FILES": home / "files",
            "KEYS": home / "keys",
            # under which second factors lie encrypted
            "SECRET_KEY": (home / "keys" / "secret").read_text().strip(),
        }
        with override_settings(**kept), databases.in_use(home / databases.FILE):
            yield world_of(home)


def browser(person: Person | None) -> Client:
    """A browser in which this person is signed in; for None, nobody."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
