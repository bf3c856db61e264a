"""What the crawl of every page needs to know of the room of evidence."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

QUESTION = {"key": "assessment question"}
FINDING = {"key": "finding"}
SURVEY = {"survey": "survey"}
PRACTICE = {"key": "practice"}
OWN_PRACTICE = {"token": "own practice"}
ENTRIES: dict[str, dict[str, str]] = {
    "evidence:practice": PRACTICE,
    "evidence:practice-attached": {**PRACTICE, "file": "=unknown"},
    "evidence:review-practice": {"key": "practice under review"},
    "evidence:publish-practice": PRACTICE,
    "evidence:narrow-practice": {"key": "traditional practice"},
    "evidence:practice-consent": {"key": "traditional practice"},
    "evidence:check-practice": {"token": "unchecked practice"},
    "evidence:practice-receipt": {"code": "practice receipt"},
    "evidence:own-practice": OWN_PRACTICE,
    "evidence:change-practice": OWN_PRACTICE,
    "evidence:act-on-practice": OWN_PRACTICE,
    "evidence:practice-conditions": OWN_PRACTICE,
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
    "evidence:region-file": {"region": "=african"},
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
            "survey-links", "survey-places-file", "survey-editions", "survey-editions-file",
            "survey-attached", "survey-attached-list", "survey-words", "survey-words-file",
            "reached-file", "survey-invitations", "survey-invitations-file", "survey-aside", "survey-aside-file", "survey-answers", "survey-bring", "answer", "results", "results-file",
        )
    },
    "evidence:survey-form-file": {**SURVEY, "ending": "=xlsx"},
    "evidence:survey-attached-file": {**SURVEY, "file": "=unknown"},
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
    "evidence/practice_withheld.html": "tests/evidence/test_held.py"
    "::test_consent_is_taken_back_and_all_of_them_close",
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
        **_library(world),
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


def _library(world: Any) -> dict[str, str]:
    """Practices of the demonstration, and one of a guest with traditional knowledge at work."""
    from dataclasses import replace

    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.evidence import actions
    from travaux.evidence.actions.held import Conditions
    from travaux.evidence.actions.practices import Contributor, Written
    from travaux.evidence.models import Practice
    from travaux.evidence.queries.practices import CHECK, OWN, practice_named, signed

    now, found = clock.now(), Practice.objects.filter(process=world.process)
    first = found.filter(state="published").order_by("number")[0]
    words = Written(
        "en", "A guest's practice", first.words, first.country, level="national", traditional=True
    )
    guest: dict[str, Any] = {"contributor": Contributor("Iris", "iris@demo.example"), "at": now}
    own = actions.begin_practice(by=None, process=world.process, written=words, **guest)
    upload = SimpleUploadedFile("a.txt", b"a")
    actions.attach_to_practice(by=None, practice=own, upload=upload, at=now)
    told = Conditions("The keepers", "Asked", consent_on=now.date(), uses=["library"])
    actions.set_conditions(
        by=None, practice=own, told=told, document=upload, seen=own.held.revision, at=now
    )
    waits = actions.begin_practice(
        by=None, process=world.process, written=replace(words, traditional=False), **guest
    )
    actions.hand_in_practice(by=None, practice=waits, seen=0, at=now)
    own = practice_named(world.process.code, own.key) or own
    return {
        "practice": first.key,
        "practice receipt": first.receipt or "",
        "practice under review": found.filter(state="submitted")[0].key,
        "traditional practice": found.filter(state="published", traditional=True)[0].key,
        "own practice": signed(own, OWN),
        "unchecked practice": signed(waits, CHECK),
    }
