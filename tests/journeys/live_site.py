"""A running site with the demonstration, and what a person does in a browser there."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    server: int = 0  # the number of its process

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


def start_site(home: Path) -> Site:
    """The demonstration, set up as `make run` does, on a port of its own, with its worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(f"http://localhost:{port}", home)
    from tests.journeys.worlds import home_with_world  # it needs the rooms, this file does not

    home_with_world(home)
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
    site.server = server.pid
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{site.address}/healthy", timeout=5)
            return site
        except OSError:
            time.sleep(0.5)
    stop_site(site)
    raise AssertionError((home / "server.log").read_text()[-2000:])


def stop_site(site: Site) -> None:
    """Ask it to end, and end it where it does not. It may be a child of another process."""
    with suppress(ProcessLookupError):
        os.killpg(site.server, signal.SIGTERM)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(ChildProcessError):
                os.waitpid(site.server, os.WNOHANG)
            os.killpg(site.server, 0)
            time.sleep(0.2)
        os.killpg(site.server, signal.SIGKILL)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time."""
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@contextmanager
def shared_site(folder: Path) -> Iterator[Site]:
    """One running site for all processes of a run of tests.

    Who comes first starts it, who leaves last stops it.
    """
    about, mine = folder / "site.json", folder / f"visitor-{os.getpid()}"
    with alone(folder):
        if about.exists():
            known = json.loads(about.read_text(encoding="utf-8"))
            site = Site(**{**known, "home": Path(known["home"])})
        else:
            site = start_site(Path(tempfile.mkdtemp(prefix="home-", dir=folder)))
            known = {**vars(site), "home": str(site.home)}
            about.write_text(json.dumps(known), encoding="utf-8")
        mine.touch()
    try:
        yield site
    finally:
        with alone(folder):
            mine.unlink()
            if not list(folder.glob("visitor-*")):
                about.unlink()
                stop_site(site)


def fresh_code(site: Site, who: str) -> str:
    """A code of the second factor that nobody has used: each is good for one sign-in."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        code = site.travaux("user", "code", f"{who}@demo.example").strip().split()[-1]
        try:
            (site.home / f"used-{who}-{code}").touch(exist_ok=False)
            return code
        except FileExistsError:
            time.sleep(1)  # until the next code comes
    raise AssertionError(f"no new code for {who}")


def sign_in(site: Site, page: Any, who: str, language: str = "en") -> None:
    """Through the sign-in page, with the second factor where one is asked for."""
    page.goto(f"{site.address}/{language}/accounts/login/")
    page.fill("input[name=login]", f"{who}@demo.example")
    page.fill("input[name=password]", site.passwords[who])
    page.locator("main form button").first.click()
    for _turn in range(3):  # a code of a slow machine may be over before it is typed
        if not page.locator("input[name=code]").count():
            break
        page.fill("input[name=code]", fresh_code(site, who))
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
    page.set_default_timeout(90_000)  # a machine may be busy; nothing waits longer than it must
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
