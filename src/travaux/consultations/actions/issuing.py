"""In which language the text of a round was issued when; the minimum period runs from the last."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext, override

from travaux.consultations.actions.rounds import extend_round
from travaux.consultations.facts import RoundExtended
from travaux.consultations.models import Extension, Issue, Round
from travaux.consultations.rules import (
    earliest_end,
    may_record_issue,
    missing_languages,
    must_hold,
)
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import NAMES, SIX, to_django
from travaux.plumbing.reactions import announce
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


@action
def hold_open(*, by: Actor | None, round: Round, at: datetime) -> Extension | None:
    """A day before a deadline by which a required language is not issued, the round is extended for
    all by its whole minimum period: it cannot begin before now. None where nothing is to be held."""
    round = Round.objects.select_for_update(of=("self",)).select_related(
        "process", "version"
    ).get(pk=round.pk)  # fmt: skip
    if not must_hold(round, at):
        nothing_to_record()
        return None
    missing = missing_languages(round)
    with override(to_django(round.version.language)):
        reason = gettext("Not issued yet: %(languages)s. The minimum period runs from then.") % {
            "languages": ", ".join(NAMES[code] for code in missing)
        }
    ends = at + timedelta(days=round.minimum_days)
    extension = Extension.objects.create(
        round=round,
        closed_at_before=round.closes_at,
        closes_at_after=ends,
        reason=reason,
        language=round.version.language,
        at=at,
        by_key="",
    )
    before, round.closes_at = round.closes_at, ends
    round.wording = round.wording_language = ""
    round.save(update_fields=["closes_at", "wording", "wording_language"])
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"before": before.isoformat(), "after": ends.isoformat(), "missing": missing},
    )
    announce(RoundExtended(round, extension, by, at))
    return extension
