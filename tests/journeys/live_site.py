"""A running site with the demonstration, and what a person does in a browser there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CODE = "people-centred-smart-cities"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """A running site, who can sign in there, and every page that the house knows."""

    address: str
    home: Path
    passwords: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "PYTEST_VERSION"}
        return {
            **kept,
            "TRAVAUX_HOME": str(self.home),
            "TRAVAUX_DATABASE": "",
            "TRAVAUX_ADDRESS": self.address,
        }

    def page(self, path: str = "", language: str = "en") -> str:
        return f"{self.address}/{language}/{CODE}/{path}"

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done.stdout

    def travaux(self, *arguments: str) -> str:
        """One command of the installation."""
        return self.run(str(BIN / "travaux"), *arguments)


@contextmanager
def live_site(home: Path) -> Iterator[Site]:
    """Set up as `make run` does, on a port of its own, with its worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(f"http://localhost:{port}", home)
    site.travaux("setup")
    pages = home / "pages.json"
    site.run(sys.executable, "-m", "tests.journeys.live_world", str(pages))
    site.told = json.loads(pages.read_text(encoding="utf-8"))
    site.passwords = {e.split("@")[0]: word for e, word in site.told["passwords"].items()}
    command = [str(BIN / "travaux"), "serve", "--with-worker", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, env=site.environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"{site.address}/healthy", timeout=2)
                    break
                except OSError:
                    time.sleep(0.5)
            else:
                raise AssertionError((home / "server.log").read_text()[-2000:])
            yield site
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def sign_in(site: Site, page: Any, who: str, language: str = "en") -> None:
    """Through the sign-in page, with the second factor where one is asked for."""
    page.goto(f"{site.address}/{language}/accounts/login/")
    page.fill("input[name=login]", f"{who}@demo.example")
    page.fill("input[name=password]", site.passwords[who])
    page.locator("main form button").first.click()
    if page.locator("input[name=code]").count():
        code = site.travaux("user", "code", f"{who}@demo.example").strip().split()[-1]
        page.fill("input[name=code]", code)
        page.locator("main form button").first.click()
    assert "/accounts/" not in page.url, page.locator("main").inner_text()


@contextmanager
def visitor(
    site: Site, browser: Any, who: str = "anonymous", width: int = 1280, **how: Any
) -> Iterator[Any]:
    """A page of one of the cast's own browser, signed in by a session that stands already.

    Whatever a page writes as an error on the console (a script or a style that the policy stops,
    a script that breaks) is in page.complaints.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="en-GB", timezone_id="UTC", **how
    )
    if who in site.told["sessions"]:
        session = {"name": site.told["cookie"], "value": site.told["sessions"][who]}
        context.add_cookies([{**session, "url": site.address}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
    try:
        yield page
    finally:
        context.close()


@cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


_RUN = """() => axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})
  .then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160) + ' ('
    + v.nodes[0].failureSummary.slice(0, 200) + ')'))"""


def violations(page: Any) -> list[str]:
    """What axe-core finds on the page as it stands, the size of targets included."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe())
    return page.evaluate(_RUN)  # type: ignore[no-any-return]


def too_wide(page: Any) -> int:
    """By how many px the page would scroll sideways."""
    return page.evaluate(  # type: ignore[no-any-return]
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
