"""Answers that came with an imported table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.answers.models import Answer, Serves
from travaux.answers.rules import is_secretariat, may_see_desk
from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.comments.queries import answerable
from travaux.consultations.models import Round
from travaux.core.comments.outcomes import Outcome, read_outcome, reasons_after
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require

BATCH = 500


@action
def bring_along_answers(
    *,
    by: Person,
    round: Round,
    at: datetime,
    comments: Sequence[Comment] | None = None,
    settled: bool = False,
) -> list[Answer]:
    """Observations that came with a table become proposed answers, marked as brought along.

    The code stays verbatim beside what it is taken to mean; reasons that the source does not give
    stay empty. Codes that are unknown, or say that nothing was decided, leave the comment open.
    A person settles them; the secretariat may take them as settled, where the body that gave
    them had done so.
    """
    code = round.process.code
    require(may_see_desk(by, code, at))
    if settled and not is_secretariat(by, code, at):
        raise refuse("only-secretariat-settles-imports")
    wanted = answerable(round).filter(served__isnull=True).exclude(observation_received="")
    if comments is not None:
        wanted = wanted.filter(pk__in=[c.pk for c in comments])
    made: list[Answer] = []
    serves: list[Serves] = []
    left = 0
    for comment in wanted.exclude(submission__author=by).order_by("number", "point"):
        entry = read_outcome(comment.observation_received)
        if entry is None or entry.outcome is None:
            left += 1
            continue
        answer = Answer(
            round=round,
            outcome=str(entry.outcome),
            reasons=reasons_after(comment.observation_received),
            language=comment.language or round.version.language,
            state=AnswerState.SETTLED if settled else AnswerState.PROPOSED,
            proposed_by=by.key,
            proposed_at=at,
            settled_by=by.key if settled else "",
            settled_at=at if settled else None,
            brought_along=True,
            outcome_received=comment.observation_received[:200],
            demonstration=round.demonstration,
        )
        made.append(answer)
        serves.append(Serves(answer=answer, comment=comment))
    if not made:
        nothing_to_record()
        return []
    Answer.objects.bulk_create(made, batch_size=BATCH)
    Serves.objects.bulk_create(serves, batch_size=BATCH)
    outcomes = {str(o): sum(a.outcome == o for a in made) for o in Outcome}
    record(
        by=by,
        subject=round.key,
        process=code,
        at=at,
        facts={
            "answers": len(made),
            "left_open": left,
            "settled": settled,
            "outcomes": {name: count for name, count in outcomes.items() if count},
        },
    )
    return made
