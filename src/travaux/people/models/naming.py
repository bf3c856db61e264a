"""An authority is asked to name who speaks for its state; it answers by the link it got, once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models.contacts import Contact
from travaux.plumbing.keys import plain_key


class Naming(models.Model):
    """A link to one office of a state, with which it names focal point and deputy by its letter."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="namings")
    email = models.CharField(max_length=254)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("at")), name="naming_expires_after_it_was_sent"
            )
        ]
