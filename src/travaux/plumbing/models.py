"""Mail to be sent, files that were received, and long work under way."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.keys import plain_key


class Mail(models.Model):
    """One mail, written inside the transaction of the action that causes it; sent once."""

    class State(models.TextChoices):
        HELD = "held"  # somebody reads it before it goes
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        SET_ASIDE = "set-aside"  # decided not to be sent
        GATHERED = "gathered"  # waits for the next digest of its reader
        IN_DIGEST = "in-digest"

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, blank=True, db_index=True)
    to = models.CharField(max_length=254)
    person_key = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    about = models.CharField(max_length=100, blank=True, help_text="key of what the mail is about")
    once = models.CharField(
        max_length=120, null=True, unique=True, help_text="the same cause is never mailed twice"
    )
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment = models.TextField(blank=True)
    copies = models.JSONField(default=list, help_text="further addresses, as copies")
    reference = models.CharField(
        max_length=60, blank=True, help_text="its number in the register; stands above the text"
    )
    file = models.ForeignKey(
        "StoredFile", null=True, on_delete=models.PROTECT, related_name="mails"
    )
    kind = models.CharField(
        max_length=20, blank=True, help_text="of which its reader says how often; blank: at once"
    )
    digest = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="gathered"
    )
    revision = models.PositiveSmallIntegerField(default=0, help_text="edits while it was held")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "written_at"])]


class Bounce(models.Model):
    """A mail server said that a mail did not reach an address."""

    mail_key = models.CharField(max_length=20)
    process_code = models.CharField(max_length=64, blank=True)
    person_key = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=254, db_index=True)
    status = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=300, blank=True)
    hard = models.BooleanField()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, help_text="the secretariat writes to it again")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mail_key", "address", "hard"], name="a_report_counts_once"
            )
        ]


class StoredFile(models.Model):
    """A file as it was received; its bytes lie under the installation's files, named by digest."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=20, blank=True, help_text="key of a person")
    process_code = models.CharField(max_length=64, blank=True)


class Job(models.Model):
    """Long work under way, so that a page can show how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    what = models.CharField(max_length=60)
    by_key = models.CharField(max_length=20)
    process_code = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict, help_text="result, or the code and facts of a problem")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
