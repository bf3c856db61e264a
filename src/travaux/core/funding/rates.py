"""Exchange rates with their days and sources; a sum in another currency by the rate of its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from travaux.core.funding.money import CENT
from travaux.core.problems import Unusable

# ISO 4217, currencies of states and unions in use, and those that the euro replaced since 2020
CURRENCIES = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VED",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
)


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` is `rate` units of `currency` from `first` to `last`, both included."""

    base: str
    currency: str
    rate: Decimal
    first: date
    last: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A sum in another currency, to the cent, halves up; and the rates that it took."""

    amount: Decimal
    used: tuple[Rate, ...] = ()


def convert(
    amount: Decimal, currency: str, into: str, on: date, rates: Sequence[Rate]
) -> Converted:
    """A sum by the rate that was valid on a day: direct, turned round, or across a third currency
    by two rates of one source. The latest that is given counts.

    Errors (Unusable): `currency-unknown`; `rate-missing` where the two were never linked;
    `rate-for-other-days` where they are, but not on that day.

    >>> day = date(2024, 5, 3)
    >>> un = Rate("USD", "EUR", Decimal("0.934"), date(2024, 5, 1), date(2024, 5, 31), "UN")
    >>> convert(Decimal(934), "EUR", "USD", day, [un]).amount
    Decimal('1000.00')
    """
    for code in (currency, into):
        if code not in CURRENCIES:
            raise Unusable("currency-unknown", currency=code)
    if currency == into:
        return Converted(amount)
    valid = [r for r in rates if r.first <= on <= r.last]
    for rate in reversed(valid):
        if (rate.base, rate.currency) == (into, currency):
            return Converted(_cents(amount / rate.rate), (rate,))
        if (rate.base, rate.currency) == (currency, into):
            return Converted(_cents(amount * rate.rate), (rate,))
    for one in reversed(valid):
        for two in reversed(valid):
            linked = one.base == two.base and one.source == two.source
            if linked and one.currency == currency and two.currency == into:
                return Converted(_cents(amount / one.rate * two.rate), (one, two))
    pairs = {(into, currency), (currency, into)}
    days = [r for r in rates if (r.base, r.currency) in pairs]
    facts = {"currency": currency, "into": into, "on": on.isoformat()}
    if days:
        near = min(days, key=lambda r: min(abs((on - r.first).days), abs((on - r.last).days)))
        raise Unusable(
            "rate-for-other-days", **facts, first=near.first.isoformat(), last=near.last.isoformat()
        )
    raise Unusable("rate-missing", **facts)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
