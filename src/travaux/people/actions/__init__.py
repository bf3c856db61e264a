"""What changes who is who, who holds which role, and which states and groups are known."""

from travaux.people.actions.countries import load_states, load_taxonomy, place_invented_state
from travaux.people.actions.persons import (
    appoint,
    change_profile,
    end_appointment,
    erase_person,
    give_second_factor,
    register_country,
    register_organisation,
    register_person,
    reset_second_factor,
    vouch_for_address,
)

__all__ = [
    "appoint",
    "change_profile",
    "end_appointment",
    "erase_person",
    "give_second_factor",
    "load_states",
    "load_taxonomy",
    "place_invented_state",
    "register_country",
    "register_organisation",
    "register_person",
    "reset_second_factor",
    "vouch_for_address",
]
