"""Where tests live: a home of their own, a real file of SQLite or a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("TRAVAUX_HOME", tempfile.mkdtemp(prefix="travaux-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")

import pytest


@pytest.fixture
def cast(db, settings):
    """Everybody who is needed to tell a story."""
    from tests.cast import make_cast

    strong = settings.PASSWORD_HASHERS
    # a strong digest for nine persons in every test would take most of the time of the tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *strong]
    made = make_cast()
    settings.PASSWORD_HASHERS = [*strong, "django.contrib.auth.hashers.MD5PasswordHasher"]
    return made
