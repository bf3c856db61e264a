"""What changes who is who, who holds which role, and which states and groups are known."""

from travaux.people.actions.contacts import (
    ListRule,
    add_contact,
    bring_back_contact,
    change_contact,
    forget_holder,
    merge_contacts,
    place_on_list,
    retire_contact,
    write_list,
    write_post,
)
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
from travaux.people.actions.tables import (
    bring_in_contacts,
    keep_contact_table,
    map_contact_table,
    set_row_aside,
    take_row,
)
from travaux.people.rules import OfficeDetails, PostDetails

__all__ = [
    "ListRule",
    "OfficeDetails",
    "PostDetails",
    "add_contact",
    "appoint",
    "bring_back_contact",
    "bring_in_contacts",
    "change_contact",
    "change_profile",
    "end_appointment",
    "erase_person",
    "forget_holder",
    "give_second_factor",
    "keep_contact_table",
    "load_states",
    "load_taxonomy",
    "map_contact_table",
    "merge_contacts",
    "place_invented_state",
    "place_on_list",
    "register_country",
    "register_organisation",
    "register_person",
    "reset_second_factor",
    "retire_contact",
    "set_row_aside",
    "take_row",
    "vouch_for_address",
    "write_list",
    "write_post",
]
