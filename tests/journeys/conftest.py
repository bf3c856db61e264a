"""One running site for all tests in a browser, and one browser for each process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.live_site import ARGUMENTS, CHROMIUM, Site, shared_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent  # that of the run, which all its processes have in common
    folder /= "site"
    folder.mkdir(exist_ok=True)
    with shared_site(folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=120_000)
        yield opened
        opened.close()
