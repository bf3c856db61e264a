"""Two officers at once, on a real database file: exactly one wins, the other is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases

STORY = """
import json, threading
import django
django.setup()
from django.db import connection
from tests.answers.makers import LATER, comment, round_on, text
from tests.cast import make_cast
from travaux.answers import actions
from travaux.answers.models import Answer, Serves
from travaux.journal.models import Line
from travaux.journal.queries import verification
from travaux.plumbing.verdicts import Refusal

cast = make_cast()
round = round_on(text(cast))
told = {}

def at_once(name, *calls):
    barrier, found = threading.Barrier(len(calls)), []
    def run(call):
        barrier.wait()
        try:
            call()
            found.append("done")
        except Refusal as refused:
            found.append(refused.verdict.code)
        except Exception as fault:
            found.append(type(fault).__name__ + str(fault))
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=(c,)) for c in calls]
    [t.start() for t in threads]
    [t.join() for t in threads]
    told.setdefault(name, []).append(sorted(found))

for turn in range(6):
    one = comment(round, cast.chen)
    propose = lambda who: actions.propose_answer(
        by=who, round=round, comments=[one], outcome="accepted", at=LATER)
    at_once("propose", lambda: propose(cast.bruno), lambda: propose(cast.elif_))
    answer = Answer.objects.get(serves__comment=one)
    key = answer.key
    fresh = lambda: Answer.objects.select_related("round__process", "round__version").get(key=key)
    third = cast.elif_ if answer.proposed_by == cast.bruno.key else cast.bruno
    settle = lambda who: actions.settle_answer(by=who, answer=fresh(), revision=0, at=LATER)
    at_once("settle", lambda: settle(cast.amina), lambda: settle(third))
release = lambda: actions.release_answers(by=cast.amina, round=round, at=LATER)
at_once("release", release, release)
told["answers"] = Answer.objects.count()
told["serves"] = Serves.objects.count()
told["lines"] = Line.objects.filter(what__startswith="answers.").count()
told["chain"] = verification().verified
print(json.dumps(told))
"""


@pytest.mark.once
def test_two_officers_at_once(tmp_path: Path) -> None:
    databases.copy_to(tmp_path / databases.FILE)
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", STORY],
        cwd=root,
        env={
            **{k: v for k, v in os.environ.items() if k != "TRAVAUX_DATABASE"},
            "TRAVAUX_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "travaux.site.settings",
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    for found in told["propose"]:
        assert found == ["answered-already", "done"]
    for found in told["settle"]:
        assert found in (["answer-changed-meanwhile", "done"], ["answer-settled", "done"])
    assert told["release"] == [["done", "release-already-ordered"]]
    assert (told["answers"], told["serves"], told["lines"]) == (6, 6, 13)
    assert told["chain"] is True
