"""Persons, countries and their groups, organisations and appointments."""

from travaux.people.models.countries import Country, Group, Membership, Taxonomy
from travaux.people.models.persons import Appointment, Organisation, Person, PersonManager, Role

__all__ = [
    "Appointment",
    "Country",
    "Group",
    "Membership",
    "Organisation",
    "Person",
    "PersonManager",
    "Role",
    "Taxonomy",
]
