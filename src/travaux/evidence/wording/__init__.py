"""Sentences for what this room refuses, the names of its things, and its phrases for the record."""

from travaux.evidence.wording import (
    coding,
    findings,
    indicators,
    interviews,
    literature,
    partners,
    practices,
    questions,
    reading,
    releases,
    surveys,
)

PARTS = (
    questions,
    surveys,
    findings,
    releases,
    reading,
    literature,
    indicators,
    interviews,
    coding,
    partners,
    practices,
)

REFUSALS = {code: text for part in PARTS for code, text in part.REFUSALS.items()}
ACTS = {name: text for part in PARTS for name, text in part.ACTS.items()}
