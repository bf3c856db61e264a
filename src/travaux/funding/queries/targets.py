"""What a line of the budget pays for: its milestone, meeting, round and language, by name.

Meetings and rounds live in rooms above; they tell their names as they do for letters.
"""

from __future__ import annotations

from dataclasses import dataclass

from travaux.correspondence.queries.register import place_of_thing
from travaux.correspondence.queries.topics import TOPICS
from travaux.funding.models import BudgetLine
from travaux.plumbing.languages import NAMES, said
from travaux.roadmap.queries import place_of_milestone

KINDS = ("meeting", "round")


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that is hit where its line is not covered."""

    kind: str
    key: str
    label: str
    place: str


def targets_of(process_code: str, kind: str) -> list[tuple[str, str]]:
    """Key and name of every meeting or round of a process."""
    find = TOPICS.get(kind)
    return list(find(process_code)) if find else []


def names_of_targets(process_code: str) -> dict[str, dict[str, str]]:
    """Kind -> key -> name of every meeting and round of a process, for pages of many lines."""
    return {kind: dict(targets_of(process_code, kind)) for kind in KINDS}


def pays_for(process_code: str, line: BudgetLine) -> list[Target]:
    """What a line pays for; what has left its room since is left out."""
    found = []
    if line.milestone is not None:
        code = line.milestone.code
        name = said(line.milestone.titles) or code
        found.append(Target("milestone", code, name, place_of_milestone(process_code, code)))
    for kind in KINDS:
        key = getattr(line, kind)
        label = dict(targets_of(process_code, kind)).get(key) if key else None
        if label:
            found.append(Target(kind, key, label, place_of_thing(process_code, kind, key)))
    if line.language in NAMES:
        found.append(Target("language", line.language, NAMES[line.language], ""))
    return found
