"""Receipts: what was handed in, its fingerprint, and the line of the journal that holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from travaux.comments.models import Comment, Original, Submission
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.queries import holds_numbers
from travaux.consultations.rules import Phase, phase
from travaux.core.ledger.receipts import check_code, instant, make_receipt
from travaux.journal.models import Line
from travaux.journal.queries import on_receipt
from travaux.plumbing import clock
from travaux.plumbing.signing import private_key

# the actions whose line holds the fingerprint of what a submission says
SEALING = (
    "comments.submit_comment",
    "comments.submit_drafts",
    "comments.hand_in_set",
    "comments.amend_comment",
    "comments.submit_on_behalf",
    "comments.mend_on_behalf",
    "comments.reply_no_comment",
    "comments.submit_said",
    "voices.join_in",  # of the room above: somebody without an account
)
IMPORTING = "comments.import_comment_table"


def place_code(comment: Comment) -> str:
    """The place of a comment on its receipt: the number as printed and the paragraph's identity."""
    paragraph = comment.paragraph
    if comment.scope == Scope.TEXT:
        return "whole text"
    if paragraph is None:
        return "no place yet"
    return " ".join(p for p in (paragraph.number or paragraph.label, paragraph.anchor.key) if p)


def sealed_comments(submission: Submission, line: Line) -> list[Comment]:
    """The comments that the fingerprint of a line was taken of, in their order."""
    return list(
        Comment.objects.filter(submission=submission, split_from__isnull=True)
        .filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=line.at))
        .select_related("paragraph__anchor")
        .order_by("number", "pk")
    )


def kept(comment: Comment) -> tuple[str, str]:
    """What a comment and its proposal said as they came, before moderation took words out."""
    if not comment.mark:
        return comment.text, comment.proposed
    before = Original.objects.get(comment=comment)
    return before.text, before.proposed


def content_of(
    submission: Submission, comments: Iterable[Comment], places: Iterable[str] | None = None
) -> dict[str, Any]:
    """What the fingerprint of a submission is taken of; `places` as they were at that time."""
    comments = list(comments)
    nil: dict[str, Any] = {"no_comment": True} if submission.nil else {}
    where = list(places) if places is not None else [place_code(c) for c in comments]
    return {
        "submission": submission.key,
        "capacity": submission.capacity,
        "country": submission.country.code if submission.country is not None else None,
        "organisation": submission.organisation.key
        if submission.organisation is not None
        else None,
        "member": submission.member,
        **({"said_in": submission.said_in["meeting"]} if submission.said_in else {}),
        **nil,
        "comments": [
            {
                "number": None if submission.held else c.number,
                "place": place,
                "type": c.type,
                "text": kept(c)[0],
                "proposed": kept(c)[1],
                "language": c.language,
            }
            for c, place in zip(comments, where, strict=True)
        ],
    }


def latest_line(submission: Submission) -> Line | None:
    """The line of the journal that holds what the submission says now."""
    if submission.source_file_id is not None and submission.source_file is not None:
        return Line.objects.filter(subject=submission.source_file.key, what=IMPORTING).first()
    return Line.objects.filter(subject=submission.key, what__in=SEALING).order_by("-seq").first()


def receipt_document(submission: Submission, line: Line) -> dict[str, Any]:
    """The signed receipt; the same every time for the same content.

    While anything is sealed here the number of its line is left out: it comes after.
    """
    round = submission.round
    number, line_hash = None, line.hash
    # while its own round holds numbers back there is nothing to ask
    if line.at < round.opens_at or not holds_numbers(round, clock.now()):
        any_seal = getattr(round, "any_under_seal", True)
        number, line_hash = on_receipt(line, any_seal=any_seal)
    return make_receipt(
        receipt=submission.receipt or "",
        process=submission.round.process.code,
        round=submission.round.key,
        draft=submission.round.version.symbol or submission.round.version.key,
        paragraphs=submission.places,
        received_at=instant(line.at),
        content_hash=submission.content_hash,
        journal_entry=number,
        journal_hash=line_hash,
        key=private_key(),
    )


def receipt_json(document: dict[str, Any]) -> str:
    """The receipt as a file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def submission_by_code(process_code: str, typed: str) -> Submission | None:
    """What was handed in under a receipt's code, however the code was typed."""
    code = check_code(typed)
    if code is None:
        return None
    return (
        Submission.objects.filter(receipt=code, round__process__code=process_code)
        .exclude(state=SubmissionState.DRAFT)
        .select_related(
            "round__process",
            "round__track",
            "round__version__text",
            "author",
            "country",
            "organisation",
            "source_file",
        )
        .first()
    )


def place_of_submission(process_code: str, key: str) -> str:
    """The address of the receipt of a submission; empty where there is none."""
    found = Submission.objects.filter(round__process__code=process_code, key=key).first()
    if found is None or not found.receipt:
        return ""
    return reverse("comments:receipt", args=[process_code, found.receipt])


def submission_is_open(key: str, at: datetime) -> bool:
    """Whether the round is still open in which a submission was entered."""
    found = Submission.objects.filter(key=key).select_related("round").first()
    return found is not None and phase(found.round, at) is not Phase.CLOSED
