"""The draft as a Word file with the comments of a round in its margin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC

from django.utils.translation import gettext as _

from travaux.comments.models import Comment, Submission
from travaux.comments.wording import member_name, number_name
from travaux.consultations.models import Round
from travaux.core.formats.word_out import stretches_of, write_docx
from travaux.core.formats.word_review import MarginComment, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.drafts.queries import document_of, full_masthead_of


def text_with_comments(
    round: Round, comments: Iterable[Comment], *, full: bool, numbered: Callable[[Submission], bool]
) -> bytes:
    """The draft of a round with these comments beside the paragraphs on which they were made.

    What is on the whole text, or has no place, hangs on the title. `full` names members also
    where they asked that their name be not shown; `numbered` tells of a submission whether its numbers may
    be known.
    Withdrawn comments and drafts are for the caller to leave out.
    """
    version = round.version
    rows = list(version.paragraphs.select_related("anchor"))
    document = document_of(version, rows)
    # no table of contents: its lines would stand between the paragraphs that are counted
    data = write_docx(document, replace(full_masthead_of(version), contents=("", "")))
    places = {row.pk: stretch for row, stretch in zip(rows, stretches_of(document), strict=True)}
    lengths = [len(stretch.before) for stretch in read_review(data).stretches]
    margin: list[MarginComment] = []
    for comment in comments:
        at = places.get(comment.paragraph_id or 0, 0)
        moment = comment.submission.submitted_at
        margin.append(
            MarginComment(
                id=str(len(margin)),
                author=member_name(comment.submission, full=full),
                date=f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else "",
                text=_words(comment, numbered=numbered(comment.submission)),
                first=at,
                last=at,
                start=0,
                end=lengths[at] if at < len(lengths) else 0,
            )
        )
    return with_margin_comments(data, margin)


def _words(comment: Comment, *, numbered: bool) -> str:
    """The number by which it is cited, its words, and what it proposes."""
    lines = [comment.text]
    if numbered:
        lines.insert(0, _("Comment %(number)s") % {"number": number_name(comment)})
    if comment.proposed:
        lines.append(_("Proposed wording: %(words)s") % {"words": comment.proposed})
    return "\n".join(lines)
