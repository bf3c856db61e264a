"""40,000 answers to 120 questions: brought in, reckoned, and shown.

    python benchmarks/survey.py [--answers 40000] [--questions 120]

Everything is invented out of a seed, in a home of its own. Prints the seconds of reading and
bringing in, the first and later looks at a page of results, and how far estimates are from the
published figures of R's `survey` (the schools of tests/core/surveys/published.py).
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["TRAVAUX_HOME"] = os.environ.get("TRAVAUX_HOME") or tempfile.mkdtemp(prefix="survey-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")


def form(questions: int):
    from travaux.core.surveys.model import Choice, Form, Question

    choices = tuple(Choice(f"a{i}", {"en": f"Answer {i}"}) for i in range(5))
    items = [
        Question("country", "text", {"en": "State"}, tags=frozenset({"country"})),
        Question("city", "text", {"en": "City"}, tags=frozenset({"unit"})),
        Question("size", "select-one", {"en": "Size"}, choices=choices, tags=frozenset({"size"})),
    ]
    kinds = ("select-one", "select-multiple", "integer", "text")
    for n in range(questions - len(items)):
        kind = kinds[n % 4]
        items.append(
            Question(f"q{n}", kind, {"en": f"Question {n}"},
                     choices=choices if kind.startswith("select") else ())
        )  # fmt: skip
    return Form("bench", tuple(items))


def answers(form, count: int, states: list[str]) -> bytes:
    chance = random.Random("survey")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([q.name for q in form.items] + ["_uuid"])
    for n in range(count):
        row = []
        for q in form.items:
            if q.name == "country":
                row.append(chance.choice(states))
            elif q.name == "city":
                row.append(f"City {chance.randrange(count)}")
            elif chance.random() < 0.1:
                row.append("")
            elif q.kind == "select-one":
                row.append(f"a{chance.randrange(5)}")
            elif q.kind == "select-multiple":
                row.append(" ".join(f"a{i}" for i in range(5) if chance.random() < 0.3))
            elif q.kind == "integer":
                row.append(str(chance.randrange(1000)))
            else:
                row.append(f"words {chance.randrange(1000)}")
        writer.writerow([*row, f"uuid:{n}"])
    return out.getvalue().encode()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=40_000)
    parser.add_argument("--questions", type=int, default=120)
    told = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from travaux.core.surveys.answer_tables import read_sheets
    from travaux.evidence.actions import (
        bring_answers,
        close_survey,
        issue_edition,
        prepare_survey,
        publish_results,
    )
    from travaux.evidence.tasks import keep_columns
    from travaux.people import actions as people
    from travaux.people import shipped
    from travaux.people.models import Role
    from travaux.plumbing import clock
    from travaux.roadmap.models import Process

    now = clock.now()
    shipped.load(at=now)
    process = Process.objects.create(code="bench", titles={"en": "Bench"}, demonstration=True)
    groups = ("african", "asia-pacific", "eastern-european", "latin-american-and-caribbean",
              "western-european-and-others")  # fmt: skip
    states = []
    for n in range(50):
        state = people.register_country(
            by=None, code=f"X-{n}", names={"en": f"State number {n}"}, source="invented",
            demonstration=True, at=now,
        )  # fmt: skip
        people.place_invented_state(
            by=None, country=state, taxonomy="un-regional-groups", group=groups[n % 5], at=now
        )
        states.append(f"State number {n}")
    by = people.register_person(by=None, email="a@example.org", name="A", at=now)
    people.appoint(by=None, person=by, role=Role.SECRETARIAT, process_code="bench", at=now)
    made = form(told.questions)
    survey = prepare_survey(
        by=by, process=process, form=made, titles={"en": "Bench"}, at=now,
        margins={"region": {g: 10_000 for g in groups}},
    )  # fmt: skip
    edition = issue_edition(by=by, edition=survey.editions.get(), at=now)
    data = answers(made, told.answers, states)
    began = time.perf_counter()
    sheets = read_sheets(data, "answers.csv")
    read = time.perf_counter()
    file = bring_answers(by=by, edition=edition, sheets=sheets, name="answers.csv", at=now)
    brought = time.perf_counter()
    print(f"{len(data) / 2**20:.0f} MB, {file.report['new']} new: read in {read - began:.1f} s, "
          f"brought in in {brought - read:.1f} s")  # fmt: skip
    survey.refresh_from_db()
    close_survey(by=by, survey=survey, at=now)
    publish_results(by=by, survey=survey, at=now)
    began = time.perf_counter()
    keep_columns()
    print(f"columns kept in the background in {time.perf_counter() - began:.1f} s")
    client = Client()
    first, later = [], []
    asked = [q.name for q in made.items if q.kind != "text"][:40]
    for times in (first, later):
        for name in asked:
            at = f"/en/bench/evidence/surveys/{survey.key}/results/?question={name}&by=region"
            start = time.perf_counter()
            answer = client.get(at)
            times.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.status_code
    for name, times in (("first look at a question", first), ("later looks", later)):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"results page, {name}: p50 {1000 * statistics.median(times):.0f} ms, "
              f"p95 {1000 * p95:.0f} ms, {len(answer.content) / 1000:.0f} kB")  # fmt: skip
    _published()


def _published() -> None:
    import numpy as np
    from tests.core.surveys import published as p

    from travaux.core.surveys.estimates import Design, mean
    from travaux.core.surveys.weighting import Margin, fit

    schools = [(d, s[0], float(s[1:-1])) for d, row in p.SCHOOLS.items() for s in row.split()]
    n = len(schools)
    design = Design(
        np.full(n, p.WEIGHT), clusters=np.array([s[0] for s in schools]),
        populations=np.full(n, float(p.DISTRICTS)),
    )  # fmt: skip
    y = np.array([s[2] for s in schools])
    one = mean(y, design)
    two = mean(y, fit(design, [Margin("type", [s[1] for s in schools], p.TYPES)]).design)
    pairs = ((one.value, p.MEAN), (one.error, p.ERROR), (two.value, p.AFTER_TYPES),
             (two.error, p.ERROR_AFTER_TYPES))  # fmt: skip
    far = max(abs((ours or 0) - theirs) for ours, theirs in pairs)
    print(f"farthest from the published figures of R's survey: {far:.1e}")


if __name__ == "__main__":
    main()
