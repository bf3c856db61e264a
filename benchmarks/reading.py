"""A published draft of 300 paragraphs with 5,000 comments: how long its pages take, how heavy they are.

Run: python benchmarks/reading.py [--database sqlite|postgresql|both] [--readers 20] [--seconds 20]
     [--comments 5000] [--pause 0] [--incoming 1]

A fresh home, the real server (`travaux serve`). Twenty readers, each asking for the next page as
soon as the last has come, or with --pause after so many seconds, as people read meanwhile: the
reading page with its counts and buttons, parts taken at random, nobody signed in and then twenty
who are; and the answering desk, places taken at random, as twenty officers of the secretariat.
Meanwhile comments come in, so that the record grows and what is kept in memory is reckoned anew.
Clients run on the same machine and take their share of it. Printed are p50, p95, p99, requests each second, what one page
takes of a processor, errors; queries of each page with a tenth of the comments and with all of
them, which must be the same number; and the bytes of a first and of a second view, heads
included, with everything that a page loads.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import Reply, Server, fresh_home, handing_in, how_busy, reply

HERE = Path(__file__).resolve()
AIM_SECONDS, AIM_BYTES = 0.150, 50_000
PARAGRAPHS = 300


# ---- inside the site ------------------------------------------------------------------------------


def prepare(out: str, readers: int, comments: int) -> None:
    """The draft, its round, its comments; queries counted when a tenth of them had come."""
    import django

    django.setup()
    import made_up

    from travaux.plumbing import clock

    at = clock.now()
    version = made_up.published(PARAGRAPHS, at)
    officers = [made_up.officer(at, f"officer{n}@example.org") for n in range(readers)]
    officer = officers[0]
    round = made_up.open_round_on(version, officer, at)
    authors = made_up.people(200, at)
    told: dict[str, Any] = {"officers": [made_up.signed_in(p) for p in officers]}
    told["readers"] = [made_up.signed_in(p) for p in authors[:readers]]
    told["writer"] = made_up.signed_in(authors[-1])
    told["write"] = f"/en/bench/comments/{round.key}/whole-text/"
    reading = f"/en/bench/comments/read/{version.key}/"
    desk = f"/en/bench/answers/{round.key}/desk/"
    places = list(version.paragraphs.values_list("anchor__key", flat=True))
    from travaux.drafts.queries import outline_of

    parts = len(outline_of(version).parts)
    told["pages"] = {
        "reading page": [f"{reading}?part={n}" for n in range(1, parts + 1)],
        "answering desk": [f"{desk}?at={key}" for key in places],
    }
    told["queries"] = {}
    for many in (comments // 10, comments - comments // 10):
        made_up.comments(round, authors, many, officer, at)
        told["queries"][str(many + len(told["queries"]) * (comments // 10))] = {
            "reading page, nobody signed in": _queries(f"{reading}?part=1", ""),
            "reading page, signed in": _queries(f"{reading}?part=1", told["readers"][0]),
            "answering desk": _queries(f"{desk}?at={places[1]}", told["officers"][0]),
        }
    Path(out).write_text(json.dumps(told))


def _queries(address: str, cookie: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    asking = Client(HTTP_HOST="localhost")
    if cookie:
        asking.cookies["sessionid"] = cookie
    asking.get(address)  # what is reckoned once in a process is not counted
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = asking.get(address)
    assert answer.status_code == 200, (answer.status_code, address)
    return len(seen)


# ---- outside: readers -----------------------------------------------------------------------------


def _asked(port: int, address: str, cookie: str, also: str = "") -> bytes:
    lines = [
        f"GET {address} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Accept-Encoding: gzip, deflate, br",
        "Accept-Language: en",
        *([f"Cookie: sessionid={cookie}"] if cookie else []),
        *([also] if also else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _one(
    port: int,
    pages: list[str],
    cookie: str,
    until: float,
    pause: float,
    times: list[float],
    errors: list[int],
) -> None:
    chance = random.Random(len(cookie) + id(times) % 1000)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(chance.random() * pause)  # people do not begin at a stroke
    while time.monotonic() < until:
        began = time.monotonic()
        writer.write(_asked(port, chance.choice(pages), cookie))
        answer = await reply(reader)
        if answer.status == 200:
            times.append(time.monotonic() - began)
        else:
            errors.append(answer.status)
        if pause:
            await asyncio.sleep(pause * (0.5 + chance.random()))
    writer.close()


async def _comments_come_in(
    port: int, told: dict[str, Any], until: float, each_second: float, errors: list[int]
) -> None:
    """Somebody hands in a comment now and then, all through the site."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while each_second and time.monotonic() < until:
        number += 1
        words = f"A comment that comes in meanwhile, {number} {until}."
        writer.write(handing_in(port, told["write"], told["writer"], f"w-{until}-{number}", words))
        answer = await reply(reader)
        if answer.status != 302:
            errors.append(answer.status)
        await asyncio.sleep(1 / each_second)
    writer.close()


async def crowd(
    server: Server,
    told: dict[str, Any],
    pages: list[str],
    cookies: list[str],
    seconds: float,
    pause: float,
    incoming: float,
) -> dict[str, Any]:
    times: list[float] = []
    errors: list[int] = []
    for warming in (True, False):
        times.clear()
        errors.clear()
        lasting = 3 if warming else seconds
        until, before = time.monotonic() + lasting, server.processor_seconds()
        await asyncio.gather(
            *(_one(server.port, pages, c, until, pause, times, errors) for c in cookies),
            _comments_come_in(server.port, told, until, incoming, errors),
        )
    used = server.processor_seconds() - before
    times.sort()
    return {
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95)],
        "p99": times[int(len(times) * 0.99)],
        "each second": len(times) / seconds,
        "processor": used / max(1, len(times)),
        "errors": len(errors),
    }


_LOADED = re.compile(
    rb'<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"'
)


async def views(port: int, address: str, cookie: str) -> tuple[int, int, int, int]:
    """Bytes of a first and a second view, bytes of the page itself, and how many things it loads."""

    async def ask(where: str, also: str = "") -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_asked(port, where, cookie, also))
        answer = await reply(reader)
        writer.close()
        return answer

    import gzip

    page = await ask(address)
    raw = (
        gzip.decompress(page.body) if page.headers.get("content-encoding") == "gzip" else page.body
    )
    loaded = sorted({m.group(1).decode() for m in _LOADED.finditer(raw)})
    things = {where: await ask(where) for where in loaded}
    first = page.size + sum(t.size for t in things.values())
    tag = page.headers.get("etag")
    again = await ask(address, f"If-None-Match: {tag}" if tag else "")
    second = again.size
    for where, thing in things.items():
        control = thing.headers.get("cache-control", "")
        if "immutable" in control or re.search(r"max-age=\d{5,}", control):
            continue  # a browser does not ask again
        tag = thing.headers.get("etag")
        second += (await ask(where, f"If-None-Match: {tag}" if tag else "")).size
    return first, second, page.size, len(things)


def measure(asked: argparse.Namespace, database: str) -> bool:
    readers, comments = asked.readers, asked.comments
    with fresh_home(database) as environment:
        out = str(Path(environment["TRAVAUX_HOME"]) / "told.json")
        subprocess.run(
            [sys.executable, str(HERE), "--prepare", out, "--readers", str(readers), "--comments", str(comments)],
            env=environment,
            check=True,
        )  # fmt: skip
        told = json.loads(Path(out).read_text())
        pace = f"{asked.pause} s between two pages" if asked.pause else "one page after the other"
        print(f"{database}: {PARAGRAPHS} paragraphs, {comments} comments; {how_busy()}")
        print(f"  {readers} readers, {pace}; {asked.incoming} comments each second", flush=True)
        server = Server(environment)
        server.start()
        try:
            kept = _load(server, told, asked)
            kept = _weigh(server, told) and kept
        finally:
            server.stop()
    few, many = sorted(told["queries"], key=int)
    for page, count in told["queries"][many].items():
        before = told["queries"][few][page]
        same = "the same" if before == count else "NOT THE SAME"
        print(f"  {page}: {count} queries with {many} comments, {before} with {few}: {same}")
        kept = kept and before == count
    print("  " + ("holds" if kept else "AIM MISSED"), flush=True)
    return kept


def _load(server: Server, told: dict[str, Any], asked: argparse.Namespace) -> bool:
    readers = asked.readers
    reading, desk = told["pages"]["reading page"], told["pages"]["answering desk"]
    crowds = {
        "reading page, nobody signed in": (reading, [""] * readers),
        "reading page, signed in": (reading, told["readers"]),
        "answering desk": (desk, told["officers"]),
    }
    good = True
    for name, (pages, cookies) in crowds.items():
        found = asyncio.run(
            crowd(server, told, pages, cookies, asked.seconds, asked.pause, asked.incoming)
        )
        reached = found["p95"] < AIM_SECONDS and not found["errors"]
        print(
            f"  {name}, {readers} at once: p50 {found['p50'] * 1000:.0f} ms, "
            f"p95 {found['p95'] * 1000:.0f} ms, p99 {found['p99'] * 1000:.0f} ms; "
            f"{found['each second']:.0f} pages each second, {found['processor'] * 1000:.1f} ms of a "
            f"processor each; errors {found['errors']}" + ("" if reached else "  MISSED"),
            flush=True,
        )
        good = good and reached
    return good


def _weigh(server: Server, told: dict[str, Any]) -> bool:
    good = True
    for name, address, cookie in (
        ("reading page, nobody signed in", told["pages"]["reading page"][0], ""),
        ("reading page, signed in", told["pages"]["reading page"][0], told["readers"][0]),
        ("answering desk", told["pages"]["answering desk"][1], told["officers"][0]),
    ):
        first, second, page, things = asyncio.run(views(server.port, address, cookie))
        print(
            f"  {name}: first view {first} bytes (page {page}, and {things} files), "
            f"second view {second} bytes" + ("" if first <= AIM_BYTES else "  TOO HEAVY")
        )
        good = good and first <= AIM_BYTES
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--comments", type=int, default=5000)
    parser.add_argument("--pause", type=float, default=0, help="seconds between two pages")
    parser.add_argument("--incoming", type=float, default=1, help="comments each second")
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.prepare:
        prepare(asked.prepare, asked.readers, asked.comments)
        return
    both = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    good = [measure(asked, d) for d in both]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
