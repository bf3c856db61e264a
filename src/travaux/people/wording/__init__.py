"""Sentences for what this room refuses, its phrases for the record, and what its things are called."""

from travaux.people.wording import interests, mails, naming, offices, organisations, roles
from travaux.people.wording.roles import FIELDS, KINDS, ROLES, kind_name, role_name

REFUSALS = {
    **roles.REFUSALS,
    **interests.REFUSALS,
    **mails.REFUSALS,
    **naming.REFUSALS,
    **offices.REFUSALS,
    **organisations.REFUSALS,
}
ACTS = {**interests.ACTS, **mails.ACTS, **naming.ACTS, **offices.ACTS, **organisations.ACTS}

__all__ = ["ACTS", "FIELDS", "KINDS", "REFUSALS", "ROLES", "kind_name", "role_name"]
