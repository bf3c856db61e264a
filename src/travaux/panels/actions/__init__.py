"""What changes the choosing of groups and the groups themselves."""

from travaux.panels.actions.adopting import Change, add_member, adopt_panel, end_seat
from travaux.panels.actions.computing import (
    record_recommendation,
    record_trial,
    start_computing,
    start_trial,
)
from travaux.panels.actions.preparing import (
    demand_person,
    freeze_panel,
    keep_pool_file,
    reopen_panel,
    set_method,
    set_quotas,
    start_panel,
    take_pool,
)

__all__ = [
    "Change",
    "add_member",
    "adopt_panel",
    "demand_person",
    "end_seat",
    "freeze_panel",
    "keep_pool_file",
    "record_recommendation",
    "record_trial",
    "reopen_panel",
    "set_method",
    "set_quotas",
    "start_computing",
    "start_panel",
    "start_trial",
    "take_pool",
]
