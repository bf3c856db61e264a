"""Tables of letters, the register, clearance and entries on behalf."""

from travaux.correspondence.models.clearance import Clearance, ClearanceStep, PreparedDeed
from travaux.correspondence.models.letters import (
    Dispatch,
    House,
    Letter,
    OwnTemplate,
    TemplateVersion,
)
from travaux.correspondence.models.on_behalf import OnBehalf
from travaux.correspondence.models.register import Entry, EntryFile, EntryLink

__all__ = [
    "Clearance",
    "ClearanceStep",
    "Dispatch",
    "Entry",
    "EntryFile",
    "EntryLink",
    "House",
    "Letter",
    "OnBehalf",
    "OwnTemplate",
    "PreparedDeed",
    "TemplateVersion",
]
