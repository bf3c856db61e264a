"""What changes the record of money."""

from travaux.funding.actions.budget import estimate_line, keep_budget, keep_terms, point_line
from travaux.funding.actions.events import agree_to_publish, record_money, take_back
from travaux.funding.actions.leads import keep_lead, settle_lead
from travaux.funding.actions.loading import load_money
from travaux.funding.actions.outreach import keep_outreach, move_reached, note_reached
from travaux.funding.actions.partners import (
    agree_to_show,
    keep_partnership,
    move_partnership,
    name_promise,
    note_delivery,
)
from travaux.funding.actions.rates import import_rates, keep_rate
from travaux.funding.actions.scenarios import choose_scenario, keep_weights

__all__ = [
    "agree_to_publish",
    "agree_to_show",
    "choose_scenario",
    "estimate_line",
    "import_rates",
    "keep_budget",
    "keep_lead",
    "keep_outreach",
    "keep_partnership",
    "keep_rate",
    "keep_terms",
    "keep_weights",
    "load_money",
    "move_partnership",
    "move_reached",
    "name_promise",
    "note_delivery",
    "note_reached",
    "point_line",
    "record_money",
    "settle_lead",
    "take_back",
]
