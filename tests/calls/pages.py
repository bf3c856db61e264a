"""What the crawl of every page needs to know of the room of calls."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

CALL = {"call": "open call"}
DRAFT = {"call": "call in preparation"}
ENTRIES: dict[str, dict[str, str]] = {
    **{
        f"calls:{name}": CALL
        for name in (
            "call", "apply", "preview", "extend", "cancel", "clone", "applications",
            "applications-file", "admit", "pool", "erase", "begin", "reminders", "reminders-file",
            "offers", "offers-file", "names-file",
        )
    },
    **{
        f"calls:{name}": {"call": "scored call", "key": key}
        for name, key in (
            ("criteria", ""), ("criterion-add", ""), ("criterion", "criterion"),
            ("reviewers", ""), ("reviewers-file", ""), ("reviewer-end", "reviewer"),
            ("scores", ""), ("scores-close", ""), ("scores-file", ""), ("singles-file", ""),
        )
    },
    "calls:application-scores": {"key": "scored application"},
    "calls:review": {"key": "review"},
    "calls:review-file": {"key": "review", "file": "=unknown"},
    "calls:step-back": {"key": "review"},
    "calls:form-file": {**CALL, "ending": "=xlsx"},
    "calls:prepare": DRAFT,
    "calls:form": DRAFT,
    "calls:question": {**DRAFT, "name": "=city"},
    "calls:question-add": DRAFT,
    "calls:announce": DRAFT,
    "calls:application": {"key": "application"},
    "calls:edit": {"key": "application"},
    "calls:withdraw": {"key": "application"},
    "calls:confirm": {"key": "nomination"},
    "calls:send-link": {"key": "application"},
    "calls:link": {"token": "=unknown"},
    "calls:mission": {"token": "=unknown"},
    "calls:referral": {"key": "referral"},
    "calls:refer": CALL,
    "calls:on-behalf": CALL,
    "calls:mend": {"key": "entered application"},
    "calls:link-file": {"token": "=unknown", "file": "attachment"},
    "calls:reminder": {**CALL, "key": "=unknown"},
    "calls:commitments": {"call": "partner call"},
    "calls:commitments-file": {"call": "partner call"},
    "calls:commitment": {"key": "commitment"},
    "calls:letter": {"key": "nomination"},
    "calls:tick": {"key": "application"},
    "calls:discard": {"key": "application draft"},
    "calls:attachment": {"key": "application", "file": "attachment"},
    "calls:receipt": {"code": "application receipt"},
    "calls:receipt-file": {"code": "application receipt"},
    "calls:content-file": {"code": "application receipt"},
}  # fmt: skip
NOMINATIONS = "tests/calls/test_nominations.py::"
MISSIONS = "tests/calls/test_referrals.py::"
LINKS = "tests/calls/test_links.py::"
REMINDERS = "tests/calls/test_reminders.py::"
OUTCOMES = "tests/calls/test_outcomes.py::"
REVIEWS = "tests/calls/test_review_pages.py::"
LIFE = "tests/calls/test_calls.py::"
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(
        ["calls/mail/amended.txt", "calls/mail/amended_subject.txt"],
        LINKS + "test_who_confirmed_by_link_is_asked_again_by_it_when_the_nominee_amends",
    ),
    **dict.fromkeys(
        ["calls/mail/revoked.txt", "calls/mail/revoked_subject.txt"],
        LINKS + "test_a_confirmation_is_taken_back_by_the_same_link",
    ),
    **dict.fromkeys(
        ["calls/mail/settled.txt", "calls/mail/settled_subject.txt"],
        MISSIONS + "test_a_further_ministry_is_put_to_the_mission_which_decides_by_link",
    ),
    "calls/review_left.html": REVIEWS + "test_a_reviewer_reads_scores_hands_in_and_steps_back",
    "calls/reminder.html": REMINDERS + "test_the_pages_of_reminders",
    **dict.fromkeys(
        ["calls/mail/chosen.txt", "calls/mail/chosen_subject.txt"],
        OUTCOMES + "test_the_choice_is_published_with_its_reason_and_told_once",
    ),
    "calls/confirm.html": NOMINATIONS + "test_pages_of_the_authority_and_of_the_secretariat",
    **dict.fromkeys(
        ["calls/mail/extended.txt", "calls/mail/extended_subject.txt"],
        LIFE + "test_an_extension_is_for_all_with_its_reason_and_told_once",
    ),
    **dict.fromkeys(
        ["calls/mail/cancelled.txt", "calls/mail/cancelled_subject.txt"],
        LIFE + "test_a_cancelled_call_is_told_and_takes_nothing",
    ),
}


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from travaux.calls.actions import (
        appoint_reviewers,
        assign_review,
        clone_call,
        save_application,
        take_commitments,
    )
    from travaux.calls.actions.reviewers import Named
    from travaux.calls.models import Commitment
    from travaux.people.actions import declare_interests

    amina, greta = world.people["amina@demo.example"], world.people["greta@demo.example"]
    now = clock.now()
    hosting, partnership = world.calls["hosting"], world.calls["partnership"]
    draft = save_application(
        by=greta, call=hosting, typed={"city": "Small city", "costs": [{}]}, at=now
    )
    partner = partnership.applications.get()
    offer = hosting.applications.filter(state="submitted").first()
    commitment = Commitment.objects.filter(application=partner).first()
    if commitment is None:
        take_commitments(by=amina, application=partner, at=now)
        commitment = Commitment.objects.filter(application=partner).first()
    assert commitment is not None
    scored = world.calls["scored"]
    one = scored.applications.get(number=3)
    # the drafter of the crawl is a reviewer as well, so that a reviewer's pages are seen
    bruno = world.people["bruno@demo.example"]
    named = [Named("bruno@demo.example")]
    appoint_reviewers(by=amina, call=scored, named=named, at=now)
    declare_interests(by=bruno, process_code=world.process.code, nothing=True, at=now)
    review = assign_review(
        by=amina, application=one, reviewer=scored.reviewers.get(person=bruno), at=now
    )
    return {
        "scored call": scored.key,
        "scored application": one.key,
        "criterion": scored.criteria.all()[0].key,
        "reviewer": scored.reviewers.all()[0].key,
        "review": review.key,
        "entered application": world.calls["nomination"].applications.get(name="Noor Halden").key,
        "referral": world.calls["nomination"].referrals.get().key,
        "commitment": commitment.key,
        "partner call": partnership.key,
        "open call": hosting.key,
        "call in preparation": clone_call(by=amina, call=hosting, at=now).key,
        "application": partner.key,
        "application receipt": partner.receipt,
        "application draft": draft.key,
        "nomination": partner.key,
        "attachment": offer.attachments.get().key,
    }
