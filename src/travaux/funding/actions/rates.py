"""Exchange rates are typed in or brought in from a file; each keeps its days and its source."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from travaux.core.funding.rate_files import read_rates
from travaux.core.funding.rates import CURRENCIES
from travaux.core.problems import Unusable
from travaux.funding.models import ExchangeRate
from travaux.funding.rules import may_record_money
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def keep_rate(
    *,
    by: Person,
    process: Process,
    base: str,
    currency: str,
    rate: Decimal,
    first: date,
    last: date,
    source: str,
    at: datetime,
) -> ExchangeRate:
    """A rate is typed in: one unit of `base` is `rate` units of `currency` on these days."""
    require(may_record_money(by, process))
    for code in (base, currency):
        if code not in CURRENCIES:
            raise refuse("currency-unknown", currency=code)
    if base == currency or not rate.is_finite() or not Decimal("1e-9") <= rate < Decimal("1e9"):
        raise refuse("rate-not-positive")
    if last < first:
        raise refuse("rate-ends-before-it-begins")
    if not source.strip():
        raise refuse("source-missing")
    kept, new = ExchangeRate.objects.get_or_create(
        process=process,
        base=base,
        currency=currency,
        first=first,
        source=source.strip(),
        defaults={"rate": rate, "last": last, "by_key": by.key, "at": at},
    )
    if not new:
        raise refuse("rate-there-already")
    facts = {"base": base, "currency": currency, "rate": str(rate), "first": first.isoformat()}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return kept


@action
def import_rates(
    *,
    by: Person,
    process: Process,
    data: bytes,
    currencies: Collection[str],
    since: date,
    at: datetime,
) -> int:
    """Rates of a file for the named currencies; those on record already are left. How many came."""
    require(may_record_money(by, process))
    for code in currencies:
        if code not in CURRENCIES:
            raise refuse("currency-unknown", currency=code)
    try:
        found = read_rates(data, currencies, since)
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    there = set(process.rates.values_list("base", "currency", "first", "source"))
    fresh = [r for r in found if (r.base, r.currency, r.first, r.source) not in there]
    ExchangeRate.objects.bulk_create(
        ExchangeRate(
            process=process,
            base=r.base,
            currency=r.currency,
            rate=r.rate,
            first=r.first,
            last=r.last,
            source=r.source,
            by_key=by.key,
            at=at,
        )
        for r in fresh
    )
    if not fresh:
        nothing_to_record()
        return 0
    facts = {"rates": len(fresh), "file": hashlib.sha256(data).hexdigest()}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return len(fresh)
