"""Everything that changes in this room."""

from travaux.evidence.actions.findings import (
    change_finding,
    forget_author,
    name_finding_author,
    put_finding_to_authors,
    rate_finding,
    release_finding_author,
    reopen_finding,
    rest_finding_on,
    settle_finding,
    state_finding,
    take_source_out_of_finding,
    withdraw_finding,
)
from travaux.evidence.actions.questions import (
    ask_question,
    change_question,
    name_source,
    retire_question,
    take_out_source,
)
from travaux.evidence.actions.releases import release_evidence

__all__ = [
    "ask_question",
    "change_finding",
    "change_question",
    "forget_author",
    "name_finding_author",
    "name_source",
    "put_finding_to_authors",
    "rate_finding",
    "release_evidence",
    "release_finding_author",
    "reopen_finding",
    "rest_finding_on",
    "retire_question",
    "settle_finding",
    "state_finding",
    "take_out_source",
    "take_source_out_of_finding",
    "withdraw_finding",
]
