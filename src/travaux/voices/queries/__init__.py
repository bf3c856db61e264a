"""What is read of voices."""

from travaux.voices.queries.desk import (
    Group,
    Hint,
    hints_for,
    measures_of,
    waiting_groups,
)
from travaux.voices.queries.guests import (
    CHECK,
    OWN,
    arrived_from,
    guest_by,
    guests_to_claim,
    origin_of,
    own_data,
    signed,
    unchecked,
)

__all__ = [
    "CHECK",
    "OWN",
    "Group",
    "Hint",
    "arrived_from",
    "guest_by",
    "guests_to_claim",
    "hints_for",
    "measures_of",
    "origin_of",
    "own_data",
    "signed",
    "unchecked",
    "waiting_groups",
]
