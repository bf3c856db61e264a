"""Calls, and what is handed in to them."""

from travaux.calls.models.applications import (
    Admission,
    Application,
    Attachment,
    CountryTally,
    Tick,
)
from travaux.calls.models.calls import (
    AuthorityRule,
    Call,
    Extension,
    Kind,
    LateConfirmation,
    NamesRule,
    Selection,
)
from travaux.calls.models.links import Link, Purpose
from travaux.calls.models.outcomes import Choice, Commitment
from travaux.calls.models.referrals import Referral, Referred
from travaux.calls.models.reviews import (
    Criterion,
    Figure,
    Redaction,
    Review,
    Reviewer,
    Score,
    Scoring,
)

__all__ = [
    "Admission",
    "Application",
    "Attachment",
    "AuthorityRule",
    "Call",
    "Choice",
    "Commitment",
    "CountryTally",
    "Criterion",
    "Extension",
    "Figure",
    "Kind",
    "LateConfirmation",
    "Link",
    "NamesRule",
    "Purpose",
    "Redaction",
    "Referral",
    "Referred",
    "Review",
    "Reviewer",
    "Score",
    "Scoring",
    "Selection",
    "Tick",
]
