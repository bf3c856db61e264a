"""Interviews for the tests, made by the public actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.evidence.makers import DURING, PREPARED
from travaux.core.evidence.transcripts import Transcript
from travaux.evidence.actions import (
    approve_for_interviewee,
    begin_code_book,
    bring_text,
    define_code,
    finish_coding,
    issue_code_book,
    mark_passage,
    name_coder,
    register_interview,
)
from travaux.evidence.actions.interviews import Facts, Given
from travaux.evidence.models import CodeBook, Coder, Interview, InterviewText

HELD = date(2024, 1, 30)
SAID = (
    "Q: What changed on the quays?",
    "A: People stopped asking where the lamps are. Ada Roe keeps the list.",
    "Q: Who pays?",
    "A: Nobody, and so nobody keeps it up to date.",
)


def facts(**also: Any) -> Facts:
    told = {
        "title": "A clerk of a harbour",
        "language": "en",
        "held_on": HELD,
        "name": "Ada Roe",
        "function": "Harbour clerk",
        "email": "ada@interviews.example",
    }
    return Facts(**{**told, **also})


def given(**also: Any) -> Given:
    told = {"analysis": True, "quoting": "function", "publication": True}
    return Given(HELD, **{**told, **also})


def registered(cast, *, consent: Given | None = None, **also: Any) -> Interview:
    return register_interview(
        by=cast.amina,
        process=cast.process,
        facts=facts(**also),
        given=consent or given(),
        at=PREPARED,
    )


def with_text(cast, interview: Interview, said: tuple[str, ...] = SAID, **also: Any):
    told = {"kind": "transcript", "language": "en", "at": PREPARED, **also}
    return bring_text(by=cast.amina, interview=interview, read=Transcript(said), **told)


def approved(cast, *, consent: Given | None = None, **also: Any) -> tuple[Interview, InterviewText]:
    interview = registered(cast, consent=consent, **also)
    text = with_text(cast, interview)
    at = PREPARED + timedelta(days=1)
    approve_for_interviewee(by=cast.amina, interview=interview, how="By letter", at=at)
    interview.refresh_from_db()
    return interview, InterviewText.objects.get(pk=text.pk)  # the held one knows an older state


def a_book(cast, *names: str, at: datetime = PREPARED) -> CodeBook:
    book = begin_code_book(by=cast.bruno, process=cast.process, at=at)
    for name in names or ("list", "money"):
        words = {"en": name.title()}
        define_code(by=cast.bruno, book=book, name=name, titles=words, definitions=words, at=at)
    return issue_code_book(by=cast.bruno, book=book, at=at)


def coders(cast, interview: Interview, *people: Any) -> list[Coder]:
    return [
        name_coder(by=cast.amina, interview=interview, person=p, at=DURING)
        for p in people or (cast.bruno, cast.elif_)
    ]


def marked(coder: Coder, number: int, *names: str, words: str = "") -> None:
    mark_passage(by=coder.person, coder=coder, number=number, words=words, names=names, at=DURING)


def done(*named: Coder) -> None:
    for one in named:
        finish_coding(by=one.person, coder=one, at=DURING)
