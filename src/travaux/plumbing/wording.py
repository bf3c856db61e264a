"""Sentences for what any room may refuse, and for problems of files."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "moved-meanwhile": _(
        "Somebody else changed this a moment ago. Nothing of yours was overwritten: "
        "look at the page again and decide."
    ),
    "sign-in-first": _("Sign in first; what you typed is kept on this page."),
    "job-broke": _("This work stopped on our side. The fault is in the server's log; try again."),
    "key-unreadable": _("This file holds no key that can be read."),
    "not-your-role": _("This needs another role in this process."),
}
