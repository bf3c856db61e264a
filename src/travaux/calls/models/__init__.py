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

__all__ = [
    "Admission",
    "Application",
    "Attachment",
    "AuthorityRule",
    "Call",
    "CountryTally",
    "Extension",
    "Kind",
    "LateConfirmation",
    "NamesRule",
    "Selection",
    "Tick",
]
