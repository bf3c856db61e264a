"""Tables of comments that came by mail are brought in, whole, with what they say kept verbatim."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from travaux.comments.actions.handing_in import _locked, _seal
from travaux.comments.actions.numbering import Counter
from travaux.comments.facts import TableImported
from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.queries.tables import PlannedRow, TablePlan, imported_before
from travaux.comments.rules import may_import
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.core.comments.words import kept_words
from travaux.core.formats.comment_tables import TableRow
from travaux.core.ledger.receipts import new_code
from travaux.drafts.models import Paragraph
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.models import Job, StoredFile
from travaux.plumbing.reactions import announce
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import refuse, require

_BATCH = 500


@action
def keep_table(*, by: Person, round: Round, data: bytes, name: str, at: datetime) -> StoredFile:
    """A table is kept as it came, so that its preview and what is brought in are of one file."""
    require(may_import(by, round, at))
    process = round.process.code
    file = keep_file(data=data, name=name, at=at, received_from=by.key, process_code=process)
    record(
        by=by,
        subject=file.key,
        process=process,
        at=at,
        facts={"round": round.key, "digest": file.digest, "bytes": file.size},
    )
    return file


@action
def start_table_import(
    *,
    by: Person,
    round: Round,
    file: StoredFile,
    at: datetime,
    capacity: str = Capacity.ORGANISATION,
    late: bool = False,
) -> Job:
    """A large table is brought in by the worker; a page shows how far it is."""
    require(may_import(by, round, at))
    job = start_job(
        "travaux.comments.tasks.import_table",
        what="comments.import_comment_table",
        by_key=by.key,
        at=at,
        process_code=round.process.code,
        round_key=round.key,
        file_key=file.key,
        capacity=capacity,
        late=late,
    )
    record(
        by=by,
        subject=file.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key, "job": job.key},
    )
    return job


@action
def import_comment_table(
    *,
    by: Person,
    round: Round,
    plan: TablePlan,
    file: StoredFile,
    at: datetime,
    capacity: str = Capacity.ORGANISATION,
    late: bool = False,
    language: str = "",
) -> list[Submission]:
    """Every row of a table becomes a comment, one submission for each member; nothing is dropped.

    Rows without a place wait for a person to give them one. The same file is taken once.
    """
    round = _locked(round)
    require(may_import(by, round, at))
    before = imported_before(round, file.digest)
    if before is not None:
        day = before["at"]
        assert isinstance(day, datetime)
        raise refuse(
            "table-imported-before", comments=before["comments"], date=day.date().isoformat()
        )
    if capacity not in Capacity.values:
        raise refuse("capacity-unheard-of")
    counter = Counter(round, at)
    submissions, comments = _laid_out(by, counter, plan, file, at, capacity, late, language)
    Submission.objects.bulk_create(submissions, batch_size=_BATCH)
    for comment in comments:
        comment.submission = comment.submission  # takes over the key that was just given
    Comment.objects.bulk_create(comments, batch_size=_BATCH)
    counter.keep()
    root = hashlib.sha256("".join(sorted(s.content_hash for s in submissions)).encode())
    record(
        by=by,
        subject=file.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "digest": file.digest,
            "comments": len(comments),
            "submissions": len(submissions),
            "unplaced": len(plan.unplaced),
            "content": root.hexdigest(),
        },
    )
    announce(TableImported(round, tuple(submissions), by, at))
    return submissions


def _laid_out(
    by: Person,
    counter: Counter,
    plan: TablePlan,
    file: StoredFile,
    at: datetime,
    capacity: str,
    late: bool,
    language: str,
) -> tuple[list[Submission], list[Comment]]:
    """Submissions and their comments in the order of the rows, not stored yet."""
    round = counter.round
    submissions: dict[tuple[str, str], Submission] = {}
    by_submission: dict[int, list[Comment]] = {}
    comments: list[Comment] = []
    placed = {row.paragraph for row in plan.rows if row.paragraph is not None}
    paragraphs = {
        p.pk: p
        for p in Paragraph.objects.filter(version=round.version).select_related("anchor")
        if p.pk in placed
    }
    for planned in plan.rows:
        told = planned.row.capacity.strip().casefold()
        party = (planned.row.member, told if told in Capacity.values else capacity)
        if party not in submissions:
            submissions[party] = Submission(
                round=round,
                entered_by=by.key,
                capacity=party[1],
                member=kept_words(party[0])[:300],
                language=language,
                state=SubmissionState.SUBMITTED,
                source="table",
                source_file=file,
                receipt=new_code(secrets.token_bytes(7)),
                created_at=at,
                submitted_at=at,
                late=late,
                demonstration=round.demonstration,
            )
        submission = submissions[party]
        comment = Comment(
            submission=submission,
            round=round,
            number=counter.number(submission),
            **_columns(planned, paragraphs, language),
        )
        by_submission.setdefault(id(submission), []).append(comment)
        comments.append(comment)
    for submission in submissions.values():
        _seal(submission, by_submission[id(submission)])
    return list(submissions.values()), comments


def _told_apart(row: TableRow) -> str:
    """An observation from a table that tells outcome and reasons apart, as ours does."""
    return ": ".join(p for p in (kept_words(row.outcome), kept_words(row.reasons)) if p)


def _columns(
    planned: PlannedRow, paragraphs: dict[int, Paragraph], language: str
) -> dict[str, Any]:
    row = planned.row
    paragraph = paragraphs.get(planned.paragraph) if planned.paragraph is not None else None
    # What a column cannot hold is kept whole beside it.
    extra = {k: kept_words(v) for k, v in row.extra.items()}
    for name, value, most in (
        ("member", row.member, 300),
        ("clause", row.clause, 300),
        ("paragraph", row.paragraph, 300),
        ("line", row.line, 100),
        ("type", row.type, 100),
    ):
        if len(value) > most:
            extra[f"travaux:{name}"] = kept_words(value)
    for name in ("number", "capacity", "outcome", "reasons", "answered_in"):
        if getattr(row, name):
            extra[f"travaux:{name}"] = kept_words(getattr(row, name))
    return {
        "scope": planned.scope,
        "paragraph": paragraph,
        "type": planned.type,
        "text": kept_words(row.comment),
        "proposed": kept_words(row.proposed),
        "quote": paragraph.body if paragraph is not None else "",
        "language": language,
        "clause_received": kept_words(row.clause)[:300],
        "paragraph_received": kept_words(row.paragraph)[:300],
        "line_received": kept_words(row.line)[:100],
        "type_received": kept_words(row.type)[:100],
        "observation_received": kept_words(row.observation) or _told_apart(row),
        "row_received": row.row,
        "extra_received": extra,
        "why_unplaced": planned.why if planned.is_unplaced else "",
    }
