"""The Traditional Knowledge Labels of Local Contexts, as facts: code, name, and what it speaks of.

Source: Local Contexts (localcontexts.org), twenty labels in three groups. A label is chosen and
worded by the community whose knowledge it is; its name stays in English as it is published. Which
labels hold something back from the public is this product's own reading of them, on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SOURCE = "https://localcontexts.org/labels/traditional-knowledge-labels/"
PROVENANCE, PROTOCOL, PERMISSION = "provenance", "protocol", "permission"


@dataclass(frozen=True, slots=True)
class Label:
    """One label."""

    code: str
    name: str
    group: str
    restricts: bool = False


LABELS: dict[str, Label] = {
    one.code: one
    for one in (
        Label("TK A", "TK Attribution", PROVENANCE),
        Label("TK CL", "TK Clan", PROVENANCE),
        Label("TK F", "TK Family", PROVENANCE),
        Label("TK MC", "TK Multiple Communities", PROVENANCE),
        Label("TK CV", "TK Community Voice", PROVENANCE),
        Label("TK CR", "TK Creative", PROVENANCE),
        Label("TK V", "TK Verified", PROTOCOL),
        Label("TK NV", "TK Non-Verified", PROTOCOL),
        Label("TK S", "TK Seasonal", PROTOCOL),
        Label("TK WG", "TK Women General", PROTOCOL),
        Label("TK MG", "TK Men General", PROTOCOL),
        Label("TK MR", "TK Men Restricted", PROTOCOL, restricts=True),
        Label("TK WR", "TK Women Restricted", PROTOCOL, restricts=True),
        Label("TK CS", "TK Culturally Sensitive", PROTOCOL),
        Label("TK SS", "TK Secret / Sacred", PROTOCOL, restricts=True),
        Label("TK OC", "TK Open to Commercialization", PERMISSION),
        Label("TK NC", "TK Non-Commercial", PERMISSION),
        Label("TK CO", "TK Community Use Only", PERMISSION, restricts=True),
        Label("TK O", "TK Outreach", PERMISSION),
        Label("TK CB", "TK Open to Collaboration", PERMISSION),
    )
}


def restricting(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of some labels that keep what they stand on from everybody's eyes.

    >>> restricting(["TK A", "TK SS"])
    ('TK SS',)
    """
    return tuple(code for code in codes if code in LABELS and LABELS[code].restricts)
