"""Ten thousand nearly the same submissions without an account: is each kept, does the site answer?

Run: python benchmarks/flood.py [--many N] [--database sqlite|postgresql]

One process hands them in by the action behind the form, each under an address and a network of its
own, and checks the address. Meanwhile a reader asks for a page every 250. Printed: submissions
each second, the reader's times, whether receipts = submissions kept, and how the moderators' desk
shows them. Everything is invented.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import fresh_home

LINE = "We ask that the old quay stays open to small boats all year round, as it always was."


def flood(many: int) -> None:
    import django

    django.setup()
    import made_up
    from django.conf import settings
    from django.test import Client

    from travaux.comments.models import Comment, Submission
    from travaux.comments.rules import Entry
    from travaux.plumbing import clock
    from travaux.voices import actions, queries
    from travaux.voices.rules import GuestDetails

    settings.ALLOWED_HOSTS = ["*"]
    at = clock.now()
    officer = made_up.officer(at)
    round = made_up.open_round_on(made_up.published(40, at), officer, at)
    actions.set_policy(by=officer, track=round.track, joining=True, mode="before", at=at)
    reader, page = Client(), f"/en/bench/rounds/{round.key}/"
    reader.get(page)
    receipts, times = set(), []
    began = time.perf_counter()
    for n in range(many):
        guest = actions.join_in(
            by=None,
            round=round,
            entry=Entry("text", None, "ge", f"{LINE} I am number {n}.", language="en"),
            guest=GuestDetails(f"Invented {n}", f"p{n}@example.org", "self"),
            origin=f"o{n}",
            proven=True,
            at=clock.now(),
        )
        actions.check_guest(by=None, guest=guest, at=clock.now())
        receipts.add(guest.submission.receipt)
        if n % 250 == 0:
            start = time.perf_counter()
            assert reader.get(page).status_code == 200
            times.append(time.perf_counter() - start)
    took = time.perf_counter() - began
    kept = set(Submission.objects.values_list("receipt", flat=True))
    start = time.perf_counter()
    groups = queries.waiting_groups(round)
    grouped = time.perf_counter() - start
    desk = Client()
    desk.cookies[settings.SESSION_COOKIE_NAME] = made_up.signed_in(officer)
    start = time.perf_counter()
    shown = desk.get(f"/en/bench/voices/{round.key}/moderation/")
    again = time.perf_counter() - start
    told = {
        "submissions": many,
        "each second": round_(many / took),
        "reader p50 ms": round_(1000 * statistics.median(times)),
        "reader worst ms": round_(1000 * max(times)),
        "receipts = kept": receipts == kept and Comment.objects.count() == many,
        "groups": len(groups),
        "in the largest": groups[0].count,
        "grouped in s": round_(grouped),
        "desk status": shown.status_code,
        "desk again ms": round_(1000 * again),
        "desk kB": round_(len(shown.content) / 1000),
    }
    print(json.dumps(told, indent=1))


def round_(value: float) -> float:
    return float(f"{value:.3g}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--inside", action="store_true")
    told = parser.parse_args()
    if told.inside:
        flood(told.many)
        return
    with fresh_home(told.database) as environment:
        subprocess.run(
            [sys.executable, __file__, "--inside", "--many", str(told.many)],
            env=environment,
            check=True,
        )


if __name__ == "__main__":
    main()
