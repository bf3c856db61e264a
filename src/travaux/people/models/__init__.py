"""Persons, countries and their groups, organisations, appointments, contacts and interests."""

from travaux.people.models.categories import Category, CategoryList
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
from travaux.people.models.interests import (
    DECLARE,
    MAY_DECLARE,
    MEMBER,
    Assessment,
    Assessor,
    Declaration,
    InterestRule,
    Occasion,
    Outcome,
    Topic,
)
from travaux.people.models.naming import Naming
from travaux.people.models.offices import Office
from travaux.people.models.persons import (
    Appointment,
    Organisation,
    Person,
    PersonManager,
    Role,
    Verified,
)
from travaux.people.models.wishes import MailWish

__all__ = [
    "DECLARE",
    "MAY_DECLARE",
    "MEMBER",
    "Appointment",
    "Assessment",
    "Assessor",
    "Category",
    "CategoryList",
    "Contact",
    "ContactRow",
    "ContactTable",
    "Country",
    "Declaration",
    "DistributionList",
    "Group",
    "InterestRule",
    "Kind",
    "MailWish",
    "Membership",
    "Naming",
    "Occasion",
    "Office",
    "Organisation",
    "Outcome",
    "Person",
    "PersonManager",
    "Post",
    "Role",
    "RowState",
    "Taxonomy",
    "Topic",
    "Verified",
]
