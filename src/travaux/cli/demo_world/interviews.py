"""Invented interviews of the demonstration: consented to, approved, coded by two, and quoted."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

BOOK = datetime(2024, 9, 1, 9, 0, tzinfo=UTC)
CODED = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)  # the experts have declared by then


def tell(world: Any, at: datetime) -> None:
    """The book of codes, then each interview from its consent to its quotations.

    The second one is under embargo, the third waits for its interviewee. Runs before findings are
    stated: one of them rests on a quotation.
    """
    from travaux.evidence.actions import begin_code_book, define_code, issue_code_book

    told = tomllib.loads(Path(__file__).with_name("interviews.toml").read_text(encoding="utf-8"))
    role = {s.role: world.people[s.email] for s in reversed(world.sign_ins)}
    by = role["secretariat"]
    book = begin_code_book(by=by, process=world.process, at=BOOK, demonstration=True)
    for code in told["codes"]:
        define_code(by=by, book=book, at=BOOK, **code)
    issue_code_book(by=by, book=book, at=BOOK)
    coders = [p for p in (role.get("expert"), role.get("drafter")) if p is not None]
    for one in told["interviews"]:
        _interview(world, one, by, coders, at)


def _interview(world: Any, one: dict[str, Any], by: Any, coders: list[Any], at: datetime) -> None:
    from travaux.core.evidence.transcripts import Transcript
    from travaux.evidence.actions import (
        approve_for_interviewee,
        ask_interviewee,
        bring_text,
        name_source,
        quote_words,
        register_interview,
    )
    from travaux.evidence.actions.interviews import Facts, Given
    from travaux.evidence.actions.questions import Named

    held = datetime.combine(one["held_on"], time(9, 0), UTC)
    names = ("title", "language", "held_on", "name", "function", "email", "region", "level")
    days = one.get("embargo_days", 0)
    facts = Facts(
        **{name: one[name] for name in names if name in one},
        embargo_until=at + timedelta(days=days) if days else None,
    )
    given = Given(one["held_on"], how="Invented: said at the beginning.", **one["consent"])
    interview = register_interview(
        by=by, process=world.process, facts=facts, given=given, at=held, demonstration=True
    )
    text = bring_text(
        by=by,
        interview=interview,
        read=Transcript(tuple(one["paragraphs"])),
        kind="transcript",
        language=one["language"],
        at=held,
    )
    world.evidence[f"interview {interview.number}"] = interview
    if one.get("waits"):
        ask_interviewee(by=by, interview=interview, at=at)
        return
    approve_for_interviewee(
        by=by, interview=interview, how="Invented: read and signed.", at=held + timedelta(days=2)
    )
    interview.refresh_from_db()
    text.refresh_from_db()
    _code(one, by, interview, text, coders, CODED)
    number, words = one["quote"]
    quoted = quote_words(by=by, text=text, number=number, words=words, at=CODED)
    world.evidence.setdefault("quotation", quoted)
    named = Named("interview", subject_key=interview.key, region=one["region"], level=one["level"])
    question = world.evidence[one["question"]]
    name_source(by=by, question=question, named=named, at=CODED)


def _code(
    one: dict[str, Any], by: Any, interview: Any, text: Any, coders: list[Any], at: datetime
) -> None:
    """Each coder marks without seeing the other; where they differ, one place is settled."""
    from travaux.evidence.actions import finish_coding, mark_passage, name_coder, settle_code
    from travaux.evidence.queries.coding import compared

    named = [name_coder(by=by, interview=interview, person=p, at=at) for p in coders]
    for coder, marks in zip(named, one["marks"], strict=False):
        for name, number, words in marks:
            mark_passage(
                by=coder.person, coder=coder, number=number, words=words, names=[name], at=at
            )
        finish_coding(by=coder.person, coder=coder, at=at)
    wanted = one["settle"]
    for found in compared(text).differences:
        if (found.code, found.paragraph) == (wanted["code"], wanted["paragraph"]):
            mark = found.given[0]
            settle_code(
                by=by,
                text=text,
                name=wanted["code"],
                number=wanted["paragraph"],
                stretch=(mark.start, mark.end) if wanted["holds"] else None,
                reason=wanted["reason"],
                at=at,
            )
