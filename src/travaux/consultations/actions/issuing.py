"""In which language the text of a round was issued when; the minimum period runs from the last."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from travaux.consultations.actions.rounds import extend_round
from travaux.consultations.models import Issue, Round
from travaux.consultations.rules import earliest_end, may_record_issue
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import NAMES, SIX, to_django
from travaux.plumbing.verdicts import refuse, require


@action
def record_issue(
    *, by: Person, round: Round, language: str, issued_at: datetime, at: datetime
) -> Issue:
    """The text was issued in a language. Where the minimum period then ends after the deadline, the
    round is extended for all by that very rule, and everybody is told."""
    round = Round.objects.select_for_update(of=("self",)).select_related(
        "process", "version"
    ).get(pk=round.pk)  # fmt: skip
    require(may_record_issue(by, round, at))
    if language not in SIX:
        raise refuse("language-unknown-here", language=language[:8])
    if issued_at > at:
        raise refuse("issued-in-the-future")
    if Issue.objects.filter(round=round, language=language).exists():
        raise refuse("issued-already")
    made = Issue.objects.create(round=round, language=language, issued_at=issued_at, by_key=by.key)
    earliest = earliest_end(round)
    extended = earliest is not None and round.minimum_days > 0 and earliest > round.closes_at
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"language": language, "issued_at": issued_at.isoformat(), "extended": extended},
    )
    if extended and earliest is not None:
        with override(to_django(round.version.language)):
            reason = gettext(
                "Issued in %(language)s later than announced; the minimum period runs from then."
            ) % {"language": NAMES[language]}
        extend_round(
            by=by,
            round=round,
            closes_at=earliest,
            reason=reason,
            language=round.version.language,
            at=at,
        )
    return made
