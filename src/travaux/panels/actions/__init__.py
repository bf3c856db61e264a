"""What changes the choosing of groups and the groups themselves."""

from travaux.panels.actions.adopting import Change, adopt_panel, prepare_adoption
from travaux.panels.actions.answering import answer_offer, record_offer_answer
from travaux.panels.actions.changing import (
    add_member,
    carry_out_change,
    change_members,
    end_seat,
    prepare_change,
)
from travaux.panels.actions.computing import (
    draw_panel,
    record_recommendation,
    record_trial,
    start_check,
    start_computing,
    start_drawing,
    start_freezing,
    start_trial,
)
from travaux.panels.actions.erasing import erase_nominees
from travaux.panels.actions.filling import prepare_gap_call, take_gap_nominees
from travaux.panels.actions.freezing import freeze_panel, reopen_panel
from travaux.panels.actions.offering import (
    address_offer,
    address_offers,
    offer_places,
    start_offering,
)
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
    "address_offer",
    "address_offers",
    "adopt_panel",
    "answer_offer",
    "carry_out_change",
    "change_members",
    "demand_person",
    "draw_panel",
    "end_seat",
    "erase_nominees",
    "freeze_panel",
    "give_scores",
    "keep_pool_file",
    "offer_places",
    "prepare_adoption",
    "prepare_change",
    "prepare_gap_call",
    "record_offer_answer",
    "record_recommendation",
    "record_trial",
    "relax_quotas",
    "reopen_panel",
    "set_method",
    "set_quotas",
    "start_check",
    "start_computing",
    "start_drawing",
    "start_freezing",
    "start_offering",
    "start_panel",
    "start_trial",
    "take_gap_nominees",
    "take_pool",
    "take_pool_of_call",
]
