"""Sentences for what any room may refuse, and for problems of files."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "moved-meanwhile": _(
        "Somebody else changed this a moment ago. Nothing of yours was overwritten: "
        "look at the page again and decide."
    ),
    "sign-in-first": _("Sign in first; what you typed is kept on this page."),
    "backup-unreadable": _("%(name)s is no backup of Travaux, or it was cut short."),
    "backup-damaged": _(
        "The backup is damaged: %(member)s is not as it was written. Nothing was changed."
    ),
    "backup-other-database": _(
        "The backup holds a database of the kind %(found)s, and this installation uses %(here)s."
    ),
    "backup-other-version": _(
        "The backup was made by version %(version)s, whose tables differ from those of %(here)s. "
        "Restore it with that version, then upgrade."
    ),
    "restore-over-data": _(
        "This installation holds data. Say --replace to let the backup take its place."
    ),
    "job-broke": _("This work stopped on our side. The fault is in the server's log; try again."),
    "key-unreadable": _("This file holds no key that can be read."),
    "not-your-role": _("This needs another role in this process."),
    # what the core finds wrong with values that are to be proven
    "value-not-canonical": _("This value cannot be part of the record."),
    "value-too-deep": _("This value is nested too deep to be part of the record."),
    "text-not-encodable": _("This text holds signs that cannot be stored."),
    "number-too-large": _("This number is too large to be part of the record."),
    "limit-below-one": _("The limit of a random number is at least one."),
    "more-than-there-are": _("More were to be drawn than there are."),
    "too-few-random-bytes": _("There is too little chance for a new code."),
    "keys-unreadable": _("The public keys cannot be read. Take them again from keys.json."),
    "key-id-mismatch": _("A public key does not bear its own name. Take the keys again."),
    "no-receipts": _("There is no receipt in the file."),
    "too-many-receipts": _("There are too many receipts in one file. Divide it."),
}
