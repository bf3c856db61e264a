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
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import Server, fresh_home, handing_in, how_busy, reply

KILLS = 10
HERE = Path(__file__).resolve()


# ---- inside the site: prepare, and look at what was stored ----------------------------------------


def prepare(people: int, out: str) -> None:
    """A round that is open, and people who are signed in."""
    import django

    django.setup()
    import made_up

    from travaux.plumbing import clock

    at = clock.now()
    version = made_up.published(300, at)
    round = made_up.open_round_on(version, made_up.officer(at), at)
    anchors = version.paragraphs.values_list("anchor__key", flat=True)
    addresses = [f"/en/bench/comments/{round.key}/at/{key}/" for key in anchors]
    cookies = [made_up.signed_in(person) for person in made_up.people(people, at)]
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


class Tally:
    def __init__(self) -> None:
        self.receipts: list[str] = []
        self.times: list[float] = []
        self.errors: dict[str, int] = {}
        self.lost = 0


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
                words = f"Comment {number}: say who decides, and within which time. {token}"
                writer.write(handing_in(port, address, cookie, token, words))
                await writer.drain()
                answer = await asyncio.wait_for(reply(reader), 60)
            except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
                tally.lost += 1
                if writer is not None:
                    writer.close()
                reader = writer = None
                if time.monotonic() > until + 60:
                    return
                await asyncio.sleep(0.5)
                continue  # the same form again: it counts once
            break
        status, location = answer.status, answer.headers.get("location", "")
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
    with fresh_home(database) as environment:
        home = Path(environment["TRAVAUX_HOME"])

        def inside(what: str) -> dict[str, Any]:
            out = str(home / f"{what}.json")
            command = [sys.executable, str(HERE), f"--{what}", out, "--people", str(people)]
            subprocess.run(command, env=environment, check=True)
            found: dict[str, Any] = json.loads(Path(out).read_text())
            return found

        told = inside("prepare")
        print(f"{database}: {how_busy()}", flush=True)
        server = Server(environment)
        server.start()
        try:
            tally = asyncio.run(crowd(server, told, seconds, kill))
        finally:
            server.stop()
        after = inside("stored")
        if tally.errors:
            faults = Counter(
                x for x in server.faults() if re.match(r"[\w.]+(Error|Exception)\b", x)
            )
            print(*(f"{n} × {fault}" for fault, n in faults.most_common(5)), sep="\n")
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
