"""Sentences and phrases of organisations and their categories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "category-unknown": _(
        "The list in force has no category “%(category)s”. Choose one that it names."
    ),
    "seat-of-the-other-world": _(
        "Invented organisations have their seat in an invented state, and others in a state that "
        "exists."
    ),
    "organisation-name-too-long": _("A name of at most %(most)s characters fits here."),
}
ACTS = {
    "people.load_categories": _("A list of stakeholder categories came into force"),
    "people.describe_organisation": _(
        "Category, seat and names of an organisation were written down"
    ),
}
