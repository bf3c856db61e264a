"""The shapes of what is typed in this room."""

from travaux.people.forms.contacts import (
    ColumnsForm,
    ContactForm,
    FindForm,
    ListForm,
    PostForm,
    RowForm,
    TableForm,
)
from travaux.people.forms.persons import Appointing, Erasure, Profile, States

__all__ = [
    "Appointing",
    "ColumnsForm",
    "ContactForm",
    "Erasure",
    "FindForm",
    "ListForm",
    "PostForm",
    "Profile",
    "RowForm",
    "States",
    "TableForm",
]
