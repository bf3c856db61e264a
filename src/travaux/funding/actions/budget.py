"""The lines of the budget and how the money is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from travaux.core.funding.budgets import FileLine
from travaux.core.funding.purses import STAGES
from travaux.funding.models import BudgetLine, FundingTerms
from travaux.funding.queries import ledger
from travaux.funding.queries.targets import KINDS, targets_of
from travaux.funding.rules import may_record_money
from travaux.funding.states import BASES
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process


@action
def keep_budget(
    *,
    by: Person,
    process: Process,
    lines: Sequence[FileLine],
    language: str,
    source: str,
    at: datetime,
) -> int:
    """The lines of a file that was looked at take the place of those on record.

    What a line has beyond the file (its days ahead of the milestone, what it pays for where the
    file names nothing) stays; a line with an obligation cannot leave.
    """
    require(may_record_money(by, process))
    if not lines:
        raise refuse("budget-empty")
    if not source.strip():
        raise refuse("source-missing")
    Process.objects.select_for_update().get(pk=process.pk)
    milestones = {m.code: m for m in process.milestones.all()}
    before = {x.code: x for x in process.budget_lines.all()}
    known = {kind: dict(targets_of(process.code, kind)) for kind in KINDS}
    for number, line in enumerate(lines):
        if line.amount < 0 or (line.milestone and line.milestone not in milestones):
            raise refuse("line-unknown")
        if any(getattr(line, k) and getattr(line, k) not in known[k] for k in KINDS):
            raise refuse("target-unknown")
        old = before.pop(line.code, None)
        titles = dict(old.titles) if old else {}
        if line.title and titles.get(language) != line.title:
            titles = {language: line.title}
        BudgetLine.objects.update_or_create(
            process=process,
            code=line.code,
            defaults={
                "position": number,
                "titles": titles or {language: line.code},
                "amount": line.amount,
                "milestone": milestones.get(line.milestone) or (old.milestone if old else None),
                "activity": line.activity,
                "region": line.region,
                "language": line.language or (old.language if old else ""),
                "meeting": line.meeting or (old.meeting if old else ""),
                "round": line.round or (old.round if old else ""),
                "assumed": False,
                "source": line.source or source.strip(),
                "by_key": by.key,
            },
        )
    book = ledger(process, None, invented=by.demonstration)
    used = {row.line.code for row in book.lines if row.obligated or row.spent}
    if used & set(before):
        raise refuse("line-is-obligated", line=", ".join(sorted(used & set(before))))
    process.budget_lines.filter(code__in=before).delete()
    facts = {"lines": len(lines), "gone": len(before)}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return len(lines)


@action
def keep_terms(
    *,
    by: Person,
    process: Process,
    support: Decimal,
    lines: str,
    obligate_from: str,
    source: str,
    at: datetime,
) -> FundingTerms:
    """The secretariat says what support cost is charged, and from which stage money is obligated."""
    require(may_record_money(by, process))
    if not support.is_finite() or not 0 <= support <= 100:
        raise refuse("support-out-of-range")
    if lines not in BASES or obligate_from not in STAGES:
        raise refuse("line-unknown")
    if not source.strip():
        raise refuse("source-missing")
    terms, _ = FundingTerms.objects.update_or_create(
        process=process,
        defaults={
            "support": support,
            "lines": lines,
            "obligate_from": obligate_from,
            "source": source.strip(),
            "by_key": by.key,
        },
    )
    facts = {"support": str(support), "lines": lines, "obligate_from": obligate_from}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return terms


@action
def estimate_line(
    *, by: Person, process: Process, line: str, amount: Decimal | str, source: str, at: datetime
) -> BudgetLine:
    """A line gets another estimate, with where it comes from."""
    require(may_record_money(by, process))
    found = process.budget_lines.select_for_update().filter(code=line).first()
    value = Decimal(amount).quantize(Decimal("0.01"))
    if found is None:
        raise refuse("line-unknown")
    if not source.strip():
        raise refuse("source-missing")
    if value < 0:
        raise refuse("amount-not-positive")
    before = found.amount
    found.amount, found.source, found.assumed, found.by_key = value, source[:300], False, by.key
    BudgetLine.objects.filter(pk=found.pk).update(
        amount=value, source=found.source, assumed=False, by_key=by.key
    )
    facts = {"line": line, "before": str(before), "amount": str(value)}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return found


@action
def point_line(
    *,
    by: Person,
    process: Process,
    line: str,
    milestone: Milestone | None,
    meeting: str,
    round_: str,
    language: str,
    at: datetime,
) -> BudgetLine:
    """A line says what it pays for: a milestone, a meeting, a round, a language; each by its key."""
    require(may_record_money(by, process))
    found = process.budget_lines.select_for_update().filter(code=line).first()
    if found is None:
        raise refuse("line-unknown")
    if milestone is not None and milestone.process_id != process.pk:
        raise refuse("of-another-process")
    for kind, key in (("meeting", meeting), ("round", round_)):
        if key and key not in dict(targets_of(process.code, kind)):
            raise refuse("target-unknown")
    if language and language not in SIX:
        raise refuse("target-unknown")
    BudgetLine.objects.filter(pk=found.pk).update(
        milestone=milestone, meeting=meeting, round=round_, language=language, by_key=by.key
    )
    found.refresh_from_db()
    facts = {
        "line": line,
        "milestone": milestone.code if milestone else "",
        "meeting": meeting,
        "round": round_,
        "language": language,
    }
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return found
