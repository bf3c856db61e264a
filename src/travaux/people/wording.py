"""Sentences for what this room refuses."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "address-known": _("There is already an account with the address %(email)s."),
}
