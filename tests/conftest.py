"""Where tests live: a home of their own, a real file of SQLite or a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("TRAVAUX_HOME", tempfile.mkdtemp(prefix="travaux-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")

import pytest


@pytest.fixture
def cast(db):
    """Everybody who is needed to tell a story."""
    from tests.cast import make_cast

    return make_cast()
