"""The same flood over the line: forms are sent to the real server, and readers read meanwhile.

Run: python benchmarks/flood_server.py [--many N] [--each-second N] [--database sqlite|postgresql]

Each form comes from a network and an address of its own, without JavaScript. Whoever is told that
very many are sending (503) sends the same form again after some seconds, up to a minute, until it is
in; each form has a token, so that it counts once. Meanwhile a reader asks for the page of the round
twice a second. Printed: answers, times, and whether receipts given = submissions kept. Clients run
on this machine and take their share of its processors. Everything is invented.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import CSRF, Server, fresh_home, how_busy, reply

LINE = "We ask that the old quay stays open to small boats all year round, as it always was."


def prepare(out: str) -> None:
    """A round that one joins without an account, read by a moderator first."""
    import django

    django.setup()
    import made_up

    from travaux.plumbing import clock
    from travaux.voices import actions

    at = clock.now()
    officer = made_up.officer(at)
    round = made_up.open_round_on(made_up.published(40, at), officer, at)
    actions.set_policy(by=officer, track=round.track, joining=True, mode="before", at=at)
    told = {"join": f"/en/bench/voices/{round.key}/join/", "read": f"/en/bench/rounds/{round.key}/"}
    Path(out).write_text(json.dumps(told))


def stored(out: str) -> None:
    """What stands in the database afterwards."""
    import django

    django.setup()
    from travaux.comments.models import Submission
    from travaux.plumbing.models import Mail

    kept = list(Submission.objects.values_list("receipt", flat=True))
    tokens = set(Submission.objects.values_list("form_token", flat=True))
    told = {"receipts": kept, "tokens": len(tokens), "mails": Mail.objects.count()}
    Path(out).write_text(json.dumps(told))


def form(port: int, address: str, n: int) -> bytes:
    """A form as a browser without JavaScript sends it through a proxy."""
    body = urlencode(
        {
            "csrfmiddlewaretoken": CSRF, "type": "ge", "text": f"{LINE} I am number {n}.",
            "language": "en", "name": f"Invented {n}", "email": f"p{n}@example.org",
            "category": "self", "name_shown": "on", "form_token": f"flood-{n}",
        }
    ).encode()  # fmt: skip
    return (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: csrftoken={CSRF}\r\n"
        f"X-Forwarded-For: 10.{n >> 8 & 255}.{n & 255}.1\r\n"
        "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


class Tally:
    """What the clients were told."""

    def __init__(self) -> None:
        self.receipts: list[str] = []
        self.answers: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.taken: list[float] = []
        self.refused: list[float] = []
        self.read: list[float] = []


async def asked(port: int, request: bytes) -> tuple[int, str, float]:
    began = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            await writer.drain()
            answer = await asyncio.wait_for(reply(reader), 120)
        finally:
            writer.close()
    except (OSError, EOFError, TimeoutError):
        return 0, "", time.monotonic() - began
    return answer.status, answer.headers.get("location", ""), time.monotonic() - began


async def one(port: int, address: str, n: int, tally: Tally) -> None:
    """Send, and send the same again when told to, until it is in."""
    chance = random.Random(n)
    for turn in range(60):
        status, place, took = await asked(port, form(port, address, n))
        tally.answers[str(status)] += 1
        if turn == 0:
            tally.first[str(status)] += 1
        if status == 302:
            tally.taken.append(took)
            tally.receipts.append(place.rstrip("/").rsplit("/", 1)[-1])
            return
        if status == 503:
            tally.refused.append(took)
        await asyncio.sleep(chance.uniform(5, 60))


async def reading(port: int, address: str, tally: Tally, done: asyncio.Event) -> None:
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    while not done.is_set():
        status, _place, took = await asked(port, request.encode())
        tally.read.append(took if status == 200 else 999.0)
        await asyncio.sleep(0.5)


async def flood(port: int, told: dict[str, str], many: int, each_second: float) -> Tally:
    tally, done = Tally(), asyncio.Event()
    reader = asyncio.create_task(reading(port, told["read"], tally, done))
    began, tasks = time.monotonic(), []
    for n in range(many):
        await asyncio.sleep(max(0.0, began + n / each_second - time.monotonic()))
        tasks.append(asyncio.create_task(one(port, told["join"], n, tally)))
    await asyncio.gather(*tasks)
    done.set()
    await reader
    return tally


def _at(times: list[float], share: float) -> str:
    ordered = sorted(times) or [0.0]
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.2f}"


def measure(database: str, many: int, each_second: float) -> bool:
    with fresh_home(database) as environment:
        environment["TRAVAUX_PROXIES"] = "1"

        def inside(what: str) -> dict[str, Any]:
            out = str(Path(environment["TRAVAUX_HOME"]) / f"{what}.json")
            subprocess.run(
                [sys.executable, __file__, f"--{what}", out], env=environment, check=True
            )
            found: dict[str, Any] = json.loads(Path(out).read_text())
            return found

        told = inside("prepare")
        print(f"{database}: {how_busy()}", flush=True)
        server = Server(environment)
        server.start()
        began = time.monotonic()
        try:
            tally = asyncio.run(flood(server.port, told, many, each_second))
        finally:
            server.stop()
        took = time.monotonic() - began
        after = inside("stored")
    good = sorted(tally.receipts) == sorted(after["receipts"]) and after["tokens"] == many
    print(f"  {many} forms, {each_second:.0f} each second; all in after {took:.0f} s")
    print(f"  first answers: {dict(tally.first)}; all answers: {dict(tally.answers)}")
    print(f"  taken in, seconds: p50 {_at(tally.taken, 0.5)}, p95 {_at(tally.taken, 0.95)}")
    print(
        f"  told to come again, seconds: p50 {_at(tally.refused, 0.5)}, p95 {_at(tally.refused, 0.95)}"
    )
    print(
        f"  the reader, seconds: p50 {statistics.median(tally.read):.2f}, p95 {_at(tally.read, 0.95)}, "
        f"worst {max(tally.read):.2f} of {len(tally.read)}"
    )
    print(f"  receipts given: {len(tally.receipts)}, kept: {len(after['receipts'])}")
    print("  " + ("holds" if good and max(tally.read) < 900 else "DOES NOT HOLD"))
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--each-second", type=float, default=167)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    parser.add_argument("--stored", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.prepare:
        prepare(told.prepare)
    elif told.stored:
        stored(told.stored)
    else:
        sys.exit(0 if measure(told.database, told.many, told.each_second) else 1)


if __name__ == "__main__":
    main()
