"""Calls, how they stand, and what was handed in to them."""

from travaux.calls.queries.applications import (
    application_named,
    applications_of,
    attached_names,
    held,
    own_applications,
    own_data,
)
from travaux.calls.queries.calls import (
    Standing,
    call_named,
    calls_of,
    open_calls,
    standing,
    standings,
)
from travaux.calls.queries.nominations import (
    Pool,
    PoolRow,
    nominations_for,
    pool_of,
    standing_of_country,
)
from travaux.calls.queries.receipts import (
    application_by_code,
    content_of,
    latest_line,
    receipt_document,
    receipt_json,
)

__all__ = [
    "Pool",
    "PoolRow",
    "Standing",
    "application_by_code",
    "application_named",
    "applications_of",
    "attached_names",
    "call_named",
    "calls_of",
    "content_of",
    "held",
    "latest_line",
    "nominations_for",
    "open_calls",
    "own_applications",
    "own_data",
    "pool_of",
    "receipt_document",
    "receipt_json",
    "standing",
    "standing_of_country",
    "standings",
]
