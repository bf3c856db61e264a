"""Where tests live: a home of their own, a real file of SQLite or a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TRAVAUX_HOME", tempfile.mkdtemp(prefix="travaux-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")

import hypothesis
import pytest

# how fast a machine makes examples is no property of the code
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before databases are made: each is a copy of one that was migrated once."""
    from tests.databases import copied

    with copied():
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_of_each_process_of_tests():
    """Two processes of tests have two databases: what one forgets, the other must keep."""
    from django.conf import settings

    settings.FILES = Path(settings.FILES) / os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(autouse=True, scope="session")
def _rows_that_are_kept_may_go_after_a_test():
    """SQLite empties tables row by row: what its triggers keep is let go between two tests."""
    from django.core.management.commands import flush
    from django.db import connection

    empty = flush.Command.handle

    def handle(self, **options):
        if connection.vendor != "sqlite":
            return empty(self, **options)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = cursor.fetchall()
            for name, _sql in kept:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                return empty(self, **options)
            finally:
                for _name, sql in kept:
                    cursor.execute(sql)

    flush.Command.handle = handle
    yield
    flush.Command.handle = empty


def pytest_terminal_summary(terminalreporter):
    """Tests in a browser that were skipped are named at the end, so that nobody overlooks it."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "no chromium" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests in a browser were skipped: no chromium on this machine."
        )


@pytest.fixture(autouse=True)
def in_english():
    """A page asked for in Arabic leaves its language on the thread: no test inherits another's."""
    from django.utils import translation

    translation.activate("en")
    yield
    translation.activate("en")
