"""Sentences and phrases of offices and their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "office-needs-name": _("Give the office a name."),
    "office-name-too-long": _("A name of at most %(most)s characters fits here."),
    "office-needs-states": _("Choose at least one region or one state for which the office works."),
    "office-region-unknown": _("No group of states that is known here has the code %(region)s."),
    "office-unnamed": _("Say of which office: it has the states for which it works."),
    "office-of-another": _(
        "This office belongs to another process, or the role is not of an office."
    ),
    "not-of-the-office": _("This is for those of the office, while their appointment lasts."),
    "beyond-your-states": _("An office works for its own states; this is beyond them."),
}
ACTS = {
    "people.set_up_office": _("An office was set up for its states"),
    "people.change_office": _("The name or the states of an office were changed"),
}
