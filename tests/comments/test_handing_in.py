"""Drafting, sending, amending, withdrawing: who may, when, and what each leaves behind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.comments.texts import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_round,
    a_round_now,
    entry,
    paragraph,
    publish,
)
from travaux.comments import queries, rules
from travaux.comments.actions import (
    amend_comment,
    discard_draft,
    save_draft,
    submit_comment,
    submit_drafts,
    withdraw_comment,
    withdraw_submission,
)
from travaux.comments.models import Comment, Revision, Submission
from travaux.comments.rules import Entry, Speaking
from travaux.consultations.actions import close_round, extend_round
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import content_hash, verify_receipt
from travaux.journal.models import Line
from travaux.people.actions import declare_interests
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.signing import ring
from travaux.plumbing.verdicts import Refusal

BEFORE = OPENS - timedelta(hours=1)
CAST = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")


def sent(cast, round, person=None, at=DURING, **also) -> Submission:
    return submit_comment(by=person or cast.chen, round=round, entry=entry(round, **also), at=at)


def held(submission: Submission) -> dict:
    line = queries.latest_line(submission)
    assert line is not None
    return queries.receipt_document(submission, line)


# ---- who, in which capacity, when -------------------------------------------------------------


def test_who_may_comment_by_audience_and_phase(cast) -> None:
    everyone = a_round(cast)
    appointed = a_round(cast, everyone.version, audience="appointed")
    strict = a_round(cast, everyone.version, accepts_late=False)
    found = {}
    for name, round in (("everyone", everyone), ("appointed", appointed), ("strict", strict)):
        for at, when in ((BEFORE, "before"), (DURING, "during"), (AFTER, "after")):
            found[name, when] = {
                person: rules.may_comment(
                    p, round, at, rules.appointments_here(p, "harbour", at)
                ).code
                for person in ("nobody", *CAST)
                for p in [getattr(cast, person, None)]
            }
    assert set(found["everyone", "before"].values()) == {"sign-in-first", "round-not-open-yet"}
    assert {k for k, v in found["everyone", "during"].items() if not v} == set(CAST)
    assert {k for k, v in found["everyone", "after"].items() if not v} == set(CAST)
    assert {k for k, v in found["appointed", "during"].items() if v == "appointed-only"} == {
        "dana",
        "olga",
    }
    assert set(found["strict", "after"].values()) == {"sign-in-first", "round-closed-to-late"}


def test_capacities_follow_appointments(cast) -> None:
    round = a_round(cast)
    speakings = {
        "person": Speaking("person"),
        "organisation": Speaking("organisation", organisation=cast.network),
        "state": Speaking("state", country=cast.state_a),
        "expert": Speaking("expert"),
    }

    def allowed() -> dict[str, set[str]]:
        return {
            name: {
                person
                for person in CAST
                if rules.may_speak(
                    speaking,
                    round,
                    rules.appointments_here(getattr(cast, person), "harbour", DURING),
                    DURING,
                )
            }
            for name, speaking in speakings.items()
        }

    assert allowed()["expert"] == set(), "the role begins with a declaration of interests"
    declare_interests(by=cast.hana, process_code="harbour", nothing=True, at=DURING)
    assert allowed() == {
        "person": set(CAST),
        "organisation": {"greta"},
        "state": {"farid"},
        "expert": {"hana"},
    }


def test_nobody_speaks_for_a_state_without_its_mandate(cast) -> None:
    round = a_round(cast)
    with pytest.raises(Refusal, match="no-focal-point-mandate"):
        sent(cast, round, speaking=Speaking("state", country=cast.state_a))
    with pytest.raises(Refusal, match="no-focal-point-mandate"):
        sent(cast, round, cast.hana, speaking=Speaking("state"))
    assert not Submission.objects.exists()


def test_a_round_that_takes_no_persons_says_so(cast) -> None:
    round = a_round(cast, capacities=["state"])
    with pytest.raises(Refusal, match="capacity-not-in-round"):
        sent(cast, round)


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"text": " \n", "proposed": ""}, "comment-empty"),
        ({"type": ""}, "type-needed"),
        ({"type": "substantive"}, "type-unknown"),
        ({"text": "a" * 100_001}, "comment-too-long"),
        ({"paragraph": None}, "place-not-in-version"),
        ({"scope": "unplaced"}, "place-not-in-version"),
    ],
)
def test_what_is_not_a_whole_comment_is_refused(cast, also, code) -> None:
    round = a_round(cast)
    with pytest.raises(Refusal) as refused:
        sent(cast, round, **also)
    assert refused.value.code == code and refused.value.sentence


def test_a_paragraph_of_another_text_is_refused(cast) -> None:
    round = a_round(cast)
    other = a_round(cast, publish(cast.other), by=cast.olga)
    with pytest.raises(Refusal, match="place-not-in-version"):
        sent(cast, round, paragraph=paragraph(other))


# ---- sending --------------------------------------------------------------------------------


def test_a_comment_is_stored_with_receipt_line_and_mail(cast) -> None:
    round = a_round(cast)
    submission = sent(cast, round, text="Say who.\r\nAnd when.\x00", proposed="Ports serve people.")
    comment = submission.comments.get()
    assert (comment.number, comment.text, comment.proposed) == (
        1,
        "Say who.\nAnd when.",
        "Ports serve people.",
    )
    assert comment.quote == "Harbours serve the people who live beside them."
    receipt = held(submission)
    assert verify_receipt(receipt, ring())["verified"]
    assert receipt["content_hash"] == content_hash(
        queries.content_of(submission, [comment]), submission.salt
    )
    line = Line.objects.get(what="comments.submit_comment")
    assert (receipt["journal_entry"], receipt["journal_hash"]) == (line.seq, line.hash)
    assert line.facts["content_hash"] == receipt["content_hash"]
    assert "Say who" not in json.dumps(line.facts) and "Chen" not in json.dumps(line.facts)
    mail = Mail.objects.get(about=submission.key)
    assert mail.to == "chen@example.org" and json.loads(mail.attachment) == receipt
    assert submission.receipt in mail.text and submission.receipt in mail.subject


def test_a_receipt_with_one_letter_changed_does_not_verify(cast) -> None:
    receipt = held(sent(cast, a_round(cast)))
    receipt["received_at"] = receipt["received_at"].replace("2024-01", "2024-02")
    assert not verify_receipt(receipt, ring())["verified"]


def test_a_double_click_gives_one_submission_and_one_receipt(cast) -> None:
    round = a_round(cast)
    first = sent(cast, round, form_token="once")
    again = sent(cast, round, form_token="once")
    assert first.pk == again.pk and first.receipt == again.receipt
    assert Comment.objects.count() == 1
    assert Line.objects.filter(what="comments.submit_comment").count() == 1
    other = sent(cast, round, cast.dana, form_token="once")  # another person's own token
    assert other.pk != first.pk


def test_numbers_run_through_the_round(cast) -> None:
    round = a_round(cast)
    numbers = [sent(cast, round, p).comments.get().number for p in (cast.chen, cast.dana)]
    assert numbers == [1, 2]
    assert Round.objects.get(pk=round.pk).next_number == 3


def test_late_comments_are_marked_and_kept_or_refused(cast) -> None:
    round = a_round(cast, grace_minutes=10)
    assert not sent(cast, round, at=CLOSES + timedelta(minutes=9)).late
    late = sent(cast, round, at=CLOSES + timedelta(minutes=10))
    assert late.late and late.state == "submitted"
    strict = a_round(cast, round.version, accepts_late=False)
    with pytest.raises(Refusal, match="round-closed-to-late"):
        sent(cast, strict, at=CLOSES)
    assert not sent(cast, strict, at=CLOSES - timedelta(microseconds=1)).late


def test_a_stale_round_in_hand_does_not_decide_the_deadline(cast) -> None:
    stale = a_round(cast, accepts_late=False)
    longer = CLOSES + timedelta(days=7)
    extend_round(by=cast.amina, round=stale, closes_at=longer, reason="more time", at=DURING)
    stale.closes_at = CLOSES
    assert not sent(cast, stale, at=AFTER).late
    other = a_round(cast, stale.version, accepts_late=False)
    close_round(by=cast.amina, round=other, reason="enough", at=DURING)
    other.closed_early_at = None
    with pytest.raises(Refusal, match="round-closed-to-late"):
        sent(cast, other, at=DURING + timedelta(seconds=1))


# ---- drafts -----------------------------------------------------------------------------------


def test_a_draft_is_kept_changed_and_sent(cast) -> None:
    round = a_round(cast)
    draft = save_draft(
        by=cast.chen, round=round, entry=entry(round, "One", form_token="t"), at=BEFORE
    )
    same = save_draft(
        by=cast.chen, round=round, entry=entry(round, "Two", form_token="t"), at=DURING
    )
    assert draft.pk == same.pk and same.comments.get().text == "Two"
    assert Round.objects.get(pk=round.pk).next_number == 1  # drafts have no number
    done = submit_comment(
        by=cast.chen, round=round, entry=entry(round, "Three"), at=DURING, draft=same
    )
    assert done.pk == draft.pk and done.receipt and done.comments.get().text == "Three"
    again = submit_comment(
        by=cast.chen, round=round, entry=entry(round, "Four"), at=DURING, draft=same
    )
    assert again.receipt == done.receipt and again.comments.get().text == "Three"


def test_an_empty_draft_without_a_type_is_kept(cast) -> None:
    round = a_round(cast)
    draft = save_draft(by=cast.chen, round=round, entry=entry(round, "", type=""), at=DURING)
    assert draft.state == "draft" and draft.receipt is None


def test_a_draft_is_nobody_elses(cast) -> None:
    round = a_round(cast)
    draft = save_draft(by=cast.chen, round=round, entry=entry(round), at=DURING)
    for name in ("amina", "bruno", "dana"):
        person = getattr(cast, name)
        with pytest.raises(Refusal, match="not-your-comment"):
            save_draft(by=person, round=round, entry=entry(round), at=DURING, draft=draft)
        with pytest.raises(Refusal, match="not-your-comment"):
            submit_comment(by=person, round=round, entry=entry(round), at=DURING, draft=draft)
        with pytest.raises(Refusal, match="not-your-comment"):
            discard_draft(by=person, draft=draft, at=DURING)
    discard_draft(by=cast.chen, draft=draft, at=DURING)
    assert not Comment.objects.exists()


def test_several_drafts_make_one_submission(cast) -> None:
    round = a_round(cast)
    drafts = [
        save_draft(by=cast.chen, round=round, entry=entry(round, f"No {at}", at=at), at=DURING)
        for at in (2, 1, 5)
    ]
    done = submit_drafts(by=cast.chen, round=round, drafts=drafts, form_token="b", at=DURING)
    again = submit_drafts(by=cast.chen, round=round, drafts=drafts, form_token="b", at=DURING)
    assert done.pk == again.pk and Submission.objects.count() == 1
    comments = list(done.comments.order_by("number"))
    assert [(c.number, c.text) for c in comments] == [(1, "No 1"), (2, "No 2"), (3, "No 5")]
    receipt = held(done)
    assert len(receipt["paragraphs"]) == 3 and verify_receipt(receipt, ring())["verified"]
    assert Mail.objects.filter(about=done.key).count() == 1


def test_drafts_that_cannot_go_together(cast) -> None:
    round = a_round(cast)
    mine = save_draft(by=cast.farid, round=round, entry=entry(round), at=DURING)
    state = Speaking("state", country=cast.state_a)
    ours = save_draft(by=cast.farid, round=round, entry=entry(round, speaking=state), at=DURING)
    empty = save_draft(by=cast.farid, round=round, entry=entry(round, ""), at=DURING)
    other = save_draft(by=cast.chen, round=round, entry=entry(round), at=DURING)
    for drafts, code in (
        ([], "no-draft-chosen"),
        ([mine, ours], "capacities-differ"),
        ([mine, empty], "comment-empty"),
        ([mine, other], "moved-meanwhile"),
    ):
        with pytest.raises(Refusal) as refused:
            submit_drafts(by=cast.farid, round=round, drafts=drafts, form_token="x", at=DURING)
        assert refused.value.code == code
    assert Submission.objects.filter(state="draft").count() == 4


# ---- amending and withdrawing ---------------------------------------------------------------------


def test_an_amendment_keeps_what_was_said_and_renews_the_receipt(cast) -> None:
    round = a_round(cast)
    submission = sent(cast, round, text="Before")
    first = held(submission)
    comment = submission.comments.get()
    amend_comment(
        by=cast.chen, comment=comment, type="ed", text="After", at=AFTER - timedelta(hours=2)
    )
    submission.refresh_from_db()
    second = held(submission)
    assert Revision.objects.get().text == "Before"
    assert second["receipt"] == first["receipt"]
    assert second["content_hash"] != first["content_hash"]
    assert second["journal_entry"] > first["journal_entry"]
    assert verify_receipt([first, second], ring())["verified"]
    lines = Line.objects.count()
    amend_comment(by=cast.chen, comment=comment, type="ed", text="After", at=DURING, language="")
    assert Line.objects.count() == lines and Revision.objects.count() == 1


def test_who_amends_and_until_when(cast) -> None:
    round = a_round(cast)
    comment = sent(cast, round).comments.get()
    for name in CAST:
        verdict = rules.may_amend(getattr(cast, name), comment, DURING)
        assert verdict.code == ("" if name == "chen" else "not-your-comment")
    with pytest.raises(Refusal, match="amend-after-deadline"):
        amend_comment(by=cast.chen, comment=comment, type="te", text="x", at=CLOSES)
    with pytest.raises(Refusal, match="amend-after-deadline"):
        withdraw_comment(by=cast.chen, comment=comment, at=CLOSES)
    comment.refresh_from_db()
    assert comment.text == "Say who decides."


def test_withdrawing_one_and_all(cast) -> None:
    round = a_round(cast)
    drafts = [
        save_draft(by=cast.chen, round=round, entry=entry(round, at=at), at=DURING) for at in (1, 2)
    ]
    submission = submit_drafts(by=cast.chen, round=round, drafts=drafts, form_token="b", at=DURING)
    one, two = submission.comments.order_by("number")
    withdraw_comment(by=cast.chen, comment=one, at=DURING)
    submission.refresh_from_db()
    assert submission.state == "submitted" and queries.answerable(round).get() == two
    with pytest.raises(Refusal, match="comment-withdrawn"):
        withdraw_comment(by=cast.chen, comment=one, at=DURING)
    withdraw_submission(by=cast.chen, submission=submission, at=DURING)
    assert submission.state == "withdrawn" and not queries.answerable(round).exists()
    with pytest.raises(Refusal, match="comment-withdrawn"):
        amend_comment(by=cast.chen, comment=two, type="te", text="x", at=DURING)
    assert {c.text for c in Comment.objects.all()} == {"Say who decides."}  # kept, not shown


def test_a_withdrawn_comment_leaves_the_fingerprint_checkable(cast) -> None:
    round = a_round(cast)
    submission = sent(cast, round)
    withdraw_submission(by=cast.chen, submission=submission, at=DURING + timedelta(minutes=1))
    line = queries.latest_line(submission)
    comments = queries.sealed_comments(submission, line)
    content = queries.content_of(submission, comments, submission.places)
    assert content_hash(content, submission.salt) == submission.content_hash


# ---- what others see ----------------------------------------------------------------------------


def test_who_reads_what_and_when(cast) -> None:
    round = a_round(cast)
    chens = sent(cast, round).comments.get()
    gone = sent(cast, round, cast.dana)
    withdraw_submission(by=cast.dana, submission=gone, at=DURING)
    save_draft(by=cast.hana, round=round, entry=entry(round, "secret draft"), at=DURING)
    staff = {"amina", "bruno", "elif_"}
    for name in ("nobody", *CAST):
        person = getattr(cast, name, None)
        for at, closed in ((DURING, False), (AFTER, True)):
            seen = set(queries.visible_comments(person, round, at))
            if name in staff:
                assert seen == {chens, gone.comments.get()}
            else:
                assert seen == ({chens} if closed or name == "chen" else set()), (name, closed)


def test_counts_beside_a_paragraph_tell_nothing_of_others(cast) -> None:
    round = a_round(cast)
    sent(cast, round)
    sent(cast, round, cast.dana)
    save_draft(by=cast.hana, round=round, entry=entry(round), at=DURING)
    at_one = paragraph(round).pk

    def counts(person, at):
        found = queries.beside(round, [at_one], person, at).get(at_one)
        return (found.comments, found.drafts) if found else (0, 0)

    assert counts(None, DURING) == (0, 0)
    assert counts(cast.farid, DURING) == (0, 0)
    assert counts(cast.chen, DURING) == (1, 0)
    assert counts(cast.hana, DURING) == (0, 1)
    assert counts(cast.bruno, DURING) == (2, 0)
    assert counts(None, AFTER) == (2, 0)


@pytest.mark.parametrize("is_open", [False, True])
def test_a_submission_asks_few_questions_of_the_database(
    cast, django_assert_max_num_queries, is_open
) -> None:
    round = a_round_now(cast) if is_open else a_round(cast)
    at = clock.now() if is_open else DURING
    what = entry(round, form_token="t")
    with django_assert_max_num_queries(13):  # savepoints among them
        submit_comment(by=cast.chen, round=round, entry=what, at=at)


def test_entries_are_values(cast) -> None:
    assert Entry("text", None, "ge", "x").speaking.capacity == "person"
