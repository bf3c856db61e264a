"""Persons, countries and their groups, organisations, appointments and contacts."""

from travaux.people.models.contacts import (
    Contact,
    ContactRow,
    ContactTable,
    DistributionList,
    Kind,
    Post,
    RowState,
)
from travaux.people.models.countries import Country, Group, Membership, Taxonomy
from travaux.people.models.persons import Appointment, Organisation, Person, PersonManager, Role

__all__ = [
    "Appointment",
    "Contact",
    "ContactRow",
    "ContactTable",
    "Country",
    "DistributionList",
    "Group",
    "Kind",
    "Membership",
    "Organisation",
    "Person",
    "PersonManager",
    "Post",
    "Role",
    "RowState",
    "Taxonomy",
]
