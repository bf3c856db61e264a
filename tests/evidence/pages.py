"""What the crawl of every page needs to know of the room of evidence."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

QUESTION = {"key": "assessment question"}
FINDING = {"key": "finding"}
SURVEY = {"survey": "survey"}
ENTRIES: dict[str, dict[str, str]] = {
    "evidence:finding": FINDING,
    "evidence:change-finding": {"key": "finding at work"},
    "evidence:rest-finding": {"key": "finding at work"},
    "evidence:unrest-finding": {**FINDING, "source": "=unknown"},
    "evidence:finding-authors": FINDING,
    "evidence:rate-finding": {"key": "finding at work"},
    "evidence:move-finding": {**FINDING, "to": "=put"},
    "evidence:withdraw-finding": FINDING,
    "evidence:work": {"key": "work"},
    "evidence:full-text": {"key": "work"},
    "evidence:full-text-file": {"key": "work", "file": "=unknown"},
    "evidence:screen": {"stage": "=abstract"},
    "evidence:indicator": {"key": "indicator"},
    "evidence:figures-file": {"key": "indicator"},
    "evidence:bring-series": {"key": "indicator"},
    "evidence:series-places": {"key": "indicator", "file": "series file"},
    "evidence:region": {"region": "=african"},
    "evidence:release": {"key": "evidence release"},
    "evidence:release-file": {"key": "evidence release"},
    "evidence:question": QUESTION,
    "evidence:change-question": QUESTION,
    "evidence:retire-question": QUESTION,
    "evidence:source": QUESTION,
    "evidence:take-out": {**QUESTION, "source": "=unknown"},
    **{
        f"evidence:{name}": SURVEY
        for name in (
            "survey", "survey-change", "survey-act", "survey-form", "survey-places",
            "survey-links", "survey-answers", "survey-bring", "answer", "results", "results-file",
        )
    },
    "evidence:survey-form-file": {**SURVEY, "ending": "=xlsx"},
    "evidence:invited": {"token": "=unknown"},
    "evidence:answering": {"token": "survey draft"},
    "evidence:answering-page": {"token": "survey draft", "number": "=1"},
    "evidence:answering-review": {"token": "survey draft"},
    "evidence:answer-receipt": {"code": "survey receipt"},
    **{
        f"evidence:{name}": {"key": "interview"}
        for name in (
            "interview", "interview-act", "change-interview", "interview-consent",
            "interview-original", "interview-text", "interview-codes",
        )
    },
    "evidence:bring-interview": {"key": "interview at work"},
    "evidence:passage": {"key": "interview", "number": "=2"},
    "evidence:code-book-version": {"number": "=1"},
    "evidence:code-book-file": {"number": "=1"},
    "evidence:interviewee": {"token": "approving link"},
    "evidence:leave": {"token": "leaving link"},
    "openrosa:form": {"edition": "=unknown"},
    "openrosa:manifest": {"edition": "=unknown"},
}  # fmt: skip
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(
        ["evidence/mail/leaving.subject.txt", "evidence/mail/leaving.txt"],
        "tests/evidence/test_interviews.py"
        "::test_the_link_to_leave_is_sent_to_those_who_approved_on_paper_too",
    ),
}


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from travaux.evidence.actions import (
        begin_code_book,
        begin_response,
        keep_answers,
        submit_response,
    )
    from travaux.evidence.models import AssessmentQuestion

    first = AssessmentQuestion.objects.filter(process=world.process).order_by("number")[0]
    from travaux.evidence.models import EvidenceRelease, Finding, Indicator, InterviewLink, Work
    from travaux.evidence.queries.interviews import token_of

    found = Finding.objects.filter(process=world.process).order_by("number")
    survey, now = world.evidence["survey"], clock.now()
    begin_code_book(by=world.people["bruno@demo.example"], process=world.process, at=now)
    links = {k.purpose: token_of(k) for k in InterviewLink.objects.select_related("interview")}
    survey.refresh_from_db()
    _draft, token = begin_response(by=None, survey=survey, at=now)
    other, _token = begin_response(by=None, survey=survey, at=now)
    told = {"country": "State A", "city": "A city", "size": "small", "rules": "no"}
    keep_answers(by=None, response=other, typed=told, page=1, at=now)
    done = submit_response(by=None, response=other, at=now)
    return {
        "assessment question": first.key,
        "survey": survey.key,
        "interview": world.evidence["interview 1"].key,
        "interview at work": world.evidence["interview 3"].key,
        "approving link": links["approve"],
        "leaving link": links["leave"],
        "survey draft": token,
        "survey receipt": done.receipt or "",
        "work": Work.objects.filter(process=world.process)[0].key,
        "indicator": Indicator.objects.filter(process=world.process)[0].key,
        "series file": Indicator.objects.filter(process=world.process)[0].files.all()[0].key,
        "finding": found[0].key,
        "finding at work": found.exclude(state="standing")[0].key,
        "evidence release": EvidenceRelease.objects.filter(process=world.process)[0].key,
    }
