"""How often somebody wants mails of each kind."""

from __future__ import annotations

from django.db import models

PACES = ("now", "daily", "weekly", "never")


class MailWish(models.Model):
    """One kind of mail, for a person by key, or for an address without an account."""

    reader = models.CharField(max_length=254, help_text="key of a person, or an address")
    kind = models.CharField(max_length=20)
    pace = models.CharField(max_length=8, choices=[(p, p) for p in PACES])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "kind"], name="one_wish_per_kind")]
