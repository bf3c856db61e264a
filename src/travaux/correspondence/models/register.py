"""The register: everything that came in and went out, under a number, with its files and links."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models import Contact
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile


class Direction(models.TextChoices):
    """Whether something came in or went out."""

    IN = "in"
    OUT = "out"


class Form(models.TextChoices):
    """In which form something came or went."""

    NOTE_VERBALE = "note-verbale"
    LETTER = "letter"
    MAIL = "mail"
    TELEPHONE = "telephone"
    OTHER = "other"


class Entry(models.Model):
    """One line of the register. A number is never given twice; a void entry keeps its own."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    direction = models.CharField(max_length=3, choices=Direction)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)
    form = models.CharField(max_length=14, choices=Form)
    dated_on = models.DateField()
    registered_at = models.DateTimeField()
    subject = models.CharField(max_length=300)
    party = models.CharField(max_length=300, blank=True, help_text="from whom, or to whom")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    their_reference = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True)
    scans_erased_at = models.DateTimeField(
        null=True, help_text="scans went when a period that was announced was over"
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "direction", "year", "number"],
                name="one_register_number",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="void_has_its_reason",
            ),
        ]


class EntryFile(models.Model):
    """A scan or a file that belongs to an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")


class EntryLink(models.Model):
    """What an entry is about: a thing of a room above, by its kind and key, or another entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=64)
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "subject_key"], name="linked_once_to_a_thing"
            )
        ]
