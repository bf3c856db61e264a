"""Groups, their pools, and how they stand against their targets."""

from travaux.panels.queries.composition import (
    Attribute,
    Group,
    Target,
    composition,
    composition_of,
    group_of,
)
from travaux.panels.queries.explaining import (
    conflict_from_plain,
    moved,
    option_from_plain,
)
from travaux.panels.queries.instance import (
    Settings,
    breaks_from_plain,
    instance_of,
    plain_breaks,
    pool_of,
    settings_from_plain,
    settings_of,
)
from travaux.panels.queries.lists import (
    history_of,
    not_chosen,
    own_data,
    panel_named,
    panels_of,
    recommendation_of,
    trials_of,
)
from travaux.panels.queries.public import public_code, public_dossier, shown
from travaux.panels.queries.replacing import Replacements, replacement_for

__all__ = [
    "Attribute",
    "Group",
    "Replacements",
    "Settings",
    "Target",
    "breaks_from_plain",
    "composition",
    "composition_of",
    "conflict_from_plain",
    "group_of",
    "history_of",
    "instance_of",
    "moved",
    "not_chosen",
    "option_from_plain",
    "own_data",
    "panel_named",
    "panels_of",
    "plain_breaks",
    "pool_of",
    "public_code",
    "public_dossier",
    "recommendation_of",
    "replacement_for",
    "settings_from_plain",
    "settings_of",
    "shown",
    "trials_of",
]
