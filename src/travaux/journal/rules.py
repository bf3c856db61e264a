"""Who may read what of the record."""

from __future__ import annotations

from collections.abc import Collection

from travaux.plumbing.verdicts import YES, Verdict, no

# The numbers, instants, acts and fingerprints are public. Who acted, on which thing and with what
# facts would tell answers before their release and tie protected names together.
READERS_OF_FACTS = ("secretariat", "auditor")
MOST_ROWS_OF_A_SHEET = 20_000


def may_read_facts(roles: Collection[str]) -> Verdict:
    """The secretariat and the auditors of a process read its lines whole."""
    return YES if any(role in roles for role in READERS_OF_FACTS) else no("not-your-role")


def may_take_sheet(count: int) -> Verdict:
    """A workbook holds so many lines and stays usable; CSV and JSON hold all."""
    if count > MOST_ROWS_OF_A_SHEET:
        return no("too-many-for-a-sheet", count=count, most=MOST_ROWS_OF_A_SHEET)
    return YES
