"""What changes the choosing of groups and the groups themselves."""

from travaux.panels.actions.adopting import (
    Change,
    add_member,
    adopt_panel,
    end_seat,
    prepare_adoption,
)
from travaux.panels.actions.computing import (
    draw_panel,
    record_recommendation,
    record_trial,
    start_check,
    start_computing,
    start_trial,
)
from travaux.panels.actions.freezing import freeze_panel, reopen_panel
from travaux.panels.actions.pool import give_scores, keep_pool_file, take_pool, take_pool_of_call
from travaux.panels.actions.preparing import (
    demand_person,
    relax_quotas,
    set_method,
    set_quotas,
    start_panel,
)

__all__ = [
    "Change",
    "add_member",
    "adopt_panel",
    "demand_person",
    "draw_panel",
    "end_seat",
    "freeze_panel",
    "give_scores",
    "keep_pool_file",
    "prepare_adoption",
    "record_recommendation",
    "record_trial",
    "relax_quotas",
    "reopen_panel",
    "set_method",
    "set_quotas",
    "start_check",
    "start_computing",
    "start_panel",
    "start_trial",
    "take_pool",
    "take_pool_of_call",
]
