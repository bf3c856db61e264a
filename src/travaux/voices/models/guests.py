"""Somebody who joins in without an account: name and address, apart from what they wrote."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.comments.models import Submission
from travaux.people.models import Person
from travaux.plumbing.keys import new_key


def guest_key() -> str:
    return new_key("g")


class Guest(models.Model):
    """Who handed in one submission without an account, and whether their address was checked.

    The two links in the mail are signed and not kept. `origin` is a keyed digest of the range of
    addresses it came from, and goes after thirty days.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="guest")
    key = models.CharField(max_length=20, unique=True, default=guest_key)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    category = models.CharField(max_length=40, blank=True, help_text="of the taxonomy")
    taxonomy = models.CharField(max_length=40, blank=True, help_text="and its version")
    organisation = models.CharField(max_length=300, blank=True, help_text="as written; not checked")
    language = models.CharField(max_length=8, default="en")
    origin = models.CharField(max_length=32, blank=True, db_index=True)
    proven = models.BooleanField(default=False, help_text="the browser did its piece of work")
    written_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    disowned_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="never checked: words and name went")
    claimed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="claimed_guests"
    )
    claimed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["email", "written_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True) | Q(checked_at__isnull=True),
                name="what_was_checked_never_lapses",
            ),
        ]
