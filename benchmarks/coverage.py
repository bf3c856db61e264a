"""Who was heard among 190 states, 14 groups of organisations and 60 sections, in 50,000 comments.

Run: python benchmarks/coverage.py [--database sqlite|postgresql|both] [--states 190] [--groups 14]
     [--sections 60] [--comments 50000] [--times 40]

A fresh home; the page through the whole site (session, rules, template), asked for by Django's own
client in one process. Everything is invented. Printed are queries and p50, p95 of the page of the
secretariat when the record has changed since the last time, so that all is reckoned anew, and when
it has not; and the same of the public page. Queries with a tenth of the comments must be as many.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import fresh_home

HERE = Path(__file__).resolve()


def world(
    states: int, groups: int, sections: int, at: Any
) -> tuple[Any, Any, list[Any], list[Any]]:
    """A round that is open, its officer, invented states in regions, and organisations in groups."""
    import made_up

    from travaux.people.models import Country, Group, Membership, Organisation
    from travaux.people.queries.countries import REGIONAL, STATUS
    from travaux.people.shipped import load

    load(at=at)
    regions = list(Group.objects.filter(taxonomy__code=REGIONAL).order_by("position"))
    member = Group.objects.get(taxonomy__code=STATUS, code="member")
    countries = Country.objects.bulk_create(
        [
            Country(
                code=f"X-{n}", names={"en": f"State {n}"}, source="invented", demonstration=True
            )
            for n in range(states)
        ]
    )
    Membership.objects.bulk_create(
        [
            Membership(group=group, country=country, since="2000")
            for n, country in enumerate(countries)
            for group in (member, regions[n % len(regions)])
        ]
    )
    bodies = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Organisation {n}", category=f"group-{n % groups}",
                country=countries[n % states], demonstration=True,
            )
            for n in range(groups * 20)
        ]
    )  # fmt: skip
    version = made_up.published(sections * 5, at, words=20, sections=sections)
    officer = made_up.officer(at)
    return made_up.open_round_on(version, officer, at), officer, countries, bodies


def comments(round: Any, countries: list[Any], bodies: list[Any], people: list[Any], first: int, count: int, at: Any) -> None:  # fmt: skip
    """Two fifths speak for states, three tenths for organisations, the others for themselves."""
    from travaux.comments.models import Comment, Submission
    from travaux.consultations.models import Round
    from travaux.drafts.models import Paragraph

    chance = random.Random(first)
    places = list(Paragraph.objects.filter(version=round.version).values_list("pk", flat=True))
    made = []
    for n in range(first, first + count):
        draw = chance.random()
        told: dict[str, Any] = {"capacity": "person", "author": chance.choice(people)}
        if draw < 0.4:
            # a fifth of the states says nothing
            told = {"capacity": "state", "country": chance.choice(countries[len(countries) // 5 :])}
        elif draw < 0.7:
            told = {"capacity": "organisation", "organisation": chance.choice(bodies)}
        made.append(
            Submission(
                round=round, state="submitted", created_at=at, submitted_at=at, language="en",
                receipt=f"BENCH-{n}", demonstration=True, **told,
            )
        )  # fmt: skip
    made = Submission.objects.bulk_create(made, batch_size=500)
    Comment.objects.bulk_create(
        [
            Comment(
                submission=s, round=round, number=n, paragraph_id=chance.choice(places), type="te",
                text="Words.", language="en",
            )
            for n, s in enumerate(made, first)
        ],
        batch_size=500,
    )  # fmt: skip
    Round.objects.filter(pk=round.pk).update(next_number=first + count)


def measure(options: argparse.Namespace, out: str) -> None:
    """Inside the site: make the world, ask for the page, write down what it took."""
    import django

    django.setup()
    import made_up
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from travaux.comments.queries import coverage as room
    from travaux.plumbing import clock

    settings.ALLOWED_HOSTS = ["*"]
    at = clock.now()
    round, officer, countries, bodies = world(options.states, options.groups, options.sections, at)
    people = made_up.people(max(1, options.comments // 10), at)
    address = f"/en/bench/comments/{round.key}/coverage/"
    staff, anyone = Client(), Client()
    staff.cookies[settings.SESSION_COOKIE_NAME] = made_up.signed_in(officer)
    told: dict[str, Any] = {}

    def ask(client: Any, fresh: bool) -> float:
        if fresh:
            room._monitors._held.clear()
        before = time.perf_counter()
        answer = client.get(address, secure=True)
        assert answer.status_code == 200, answer.status_code
        told["bytes"] = len(answer.content)
        return time.perf_counter() - before

    def queries(client: Any) -> int:
        ask(client, False)
        room._monitors._held.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(address, secure=True)
        return len(asked)

    tenth = options.comments // 10
    comments(round, countries, bodies, people, 1, tenth, at)
    told["queries with a tenth"] = queries(staff)
    comments(round, countries, bodies, people, tenth + 1, options.comments - tenth, at)
    told["queries"] = queries(staff)
    told["queries, public"] = queries(anyone)
    for name, client, fresh in (
        ("secretariat, anew", staff, True),
        ("secretariat, kept", staff, False),
        ("public, anew", anyone, True),
        ("public, kept", anyone, False),
    ):
        taken = sorted(ask(client, fresh) for _ in range(options.times))
        told[name] = {
            "p50": round_ms(statistics.median(taken)),
            "p95": round_ms(taken[max(0, int(len(taken) * 0.95) - 1)]),
            "bytes": told["bytes"],
        }
    Path(out).write_text(json.dumps(told))


def round_ms(seconds: float) -> int:
    return round(seconds * 1000)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql", "both"])
    for name, many in (
        ("states", 190),
        ("groups", 14),
        ("sections", 60),
        ("comments", 50_000),
        ("times", 40),
    ):
        asked.add_argument(f"--{name}", type=int, default=many)
    asked.add_argument("--inside", default="", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        measure(options, options.inside)
        return
    for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        with fresh_home(database) as environment:
            out = str(Path(environment["TRAVAUX_HOME"]) / "told.json")
            numbers = [
                piece
                for name in ("states", "groups", "sections", "comments", "times")
                for piece in (f"--{name}", str(getattr(options, name)))
            ]
            subprocess.run(
                [sys.executable, str(HERE), "--inside", out, *numbers], env=environment, check=True
            )
            print(database, json.dumps(json.loads(Path(out).read_text()), indent=1))


if __name__ == "__main__":
    main()
