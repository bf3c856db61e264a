"""What the secretariat entered for somebody who wrote, sent paper or called."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.correspondence.models.register import Entry
from travaux.correspondence.states import Confirmation
from travaux.plumbing.keys import plain_key


class OnBehalf(models.Model):
    """An entry made for a submitter, who is asked by mail to confirm it.

    `kind` and `subject_key` name the thing in the room above ("comment", the key of its
    submission); `token_hash` is of the code in the mail, which nobody else knows.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="on_behalf")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    by_key = models.CharField(max_length=20, blank=True, help_text="who entered it")
    caller = models.CharField(max_length=200, blank=True, help_text="who rang, by telephone")
    rang_at = models.TimeField(null=True, help_text="as the clock of whoever took the call showed")
    summary = models.TextField(blank=True, help_text="what the mail shows to be confirmed")
    state = models.CharField(max_length=10, choices=Confirmation, default=Confirmation.ASKED)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, help_text="what is not as they said it")
    erased_at = models.DateTimeField(null=True, help_text="name and address went")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_key"], name="entered_once_on_behalf"),
            models.CheckConstraint(
                condition=~Q(state="disputed") | ~Q(remark="") | Q(erased_at__isnull=False),
                name="disputed_entry_has_its_remark",
            ),
        ]
