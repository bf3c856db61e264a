"""The funds as at a date, the lines of the budget, when the money runs out."""

from travaux.funding.queries.cash import Cash, cash_as_at
from travaux.funding.queries.funds import (
    Funds,
    Reading,
    counted,
    events_as_at,
    funds_as_at,
    in_order,
    money_of,
    promises,
    rates_of,
    reckoned,
    stands,
    support_of,
)
from travaux.funding.queries.ledger import Ledger, LineRow, ledger, terms_of

__all__ = [
    "Cash",
    "Funds",
    "Ledger",
    "LineRow",
    "Reading",
    "cash_as_at",
    "counted",
    "events_as_at",
    "funds_as_at",
    "in_order",
    "ledger",
    "money_of",
    "promises",
    "rates_of",
    "reckoned",
    "stands",
    "support_of",
    "terms_of",
]
