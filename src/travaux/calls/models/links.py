"""Doors by mail: one link, for one purpose, to one address, until one instant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.calls.models.applications import Application
from travaux.people.models import Contact
from travaux.plumbing.keys import plain_key


class Purpose(models.TextChoices):
    """What a link lets its holder do, and nothing else."""

    CONFIRM = "confirm"  # the authority attaches its letter and confirms
    COMPLETE = "complete"  # the nominee takes over what the focal point began


class Link(models.Model):
    """A link that was sent by mail. Its address is signed; it expires, and is used once."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    purpose = models.CharField(max_length=8, choices=Purpose)
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True, help_text="of the nominee, as it was said")
    language = models.CharField(max_length=8, blank=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("at")), name="link_expires_after_it_was_sent"
            )
        ]
