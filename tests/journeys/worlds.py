"""The demonstration world for tests: built once for a file of tests, and gone after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client, override_settings

from travaux.cli.demo import World, build
from travaux.people.models import Person
from travaux.plumbing import clock


@contextmanager
def demo_world() -> Iterator[World]:
    """The world inside one transaction that is rolled back at the end."""
    # Slow hashes protect passwords; here are none to protect.
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick, transaction.atomic():
        yield build(at=clock.now())
        transaction.set_rollback(True)


def browser(person: Person | None) -> Client:
    """A browser in which this person is signed in; for None, nobody."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
