"""Calls, and what is handed in to them."""

from travaux.calls.models.applications import Admission, Application, Attachment
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
    "Extension",
    "Kind",
    "LateConfirmation",
    "NamesRule",
    "Selection",
]
