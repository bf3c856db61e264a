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
from travaux.people.forms.interests import (
    AssessmentForm,
    AssessorForm,
    DeclarationForm,
    InterestRuleForm,
    MeetingForm,
    TopicForm,
)
from travaux.people.forms.persons import Appointing, Erasure, Profile, States

__all__ = [
    "Appointing",
    "AssessmentForm",
    "AssessorForm",
    "ColumnsForm",
    "ContactForm",
    "DeclarationForm",
    "Erasure",
    "FindForm",
    "InterestRuleForm",
    "ListForm",
    "MeetingForm",
    "PostForm",
    "Profile",
    "RowForm",
    "States",
    "TableForm",
    "TopicForm",
]
