"""Letters before and after they are issued, and the house that writes them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.correspondence.models.register import Entry
from travaux.correspondence.states import LetterState
from travaux.people.models import Contact, DistributionList, Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile


class LetterKind(models.TextChoices):
    """A note verbale goes from office to office; a letter goes to a person."""

    NOTE_VERBALE = "note-verbale"
    LETTER = "letter"


class House(models.Model):
    """How the secretariat of a process writes: its name, its letterhead, its mark, its rule.

    `mark` begins every reference; `needs_clearance` lists what goes out approved only.
    """

    process_code = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=20, blank=True)
    organisation = models.JSONField(default=dict, help_text="as a note verbale begins")
    matter = models.JSONField(default=dict, help_text="what letters call the process")
    letterhead = models.JSONField(default=dict, help_text="lines, by language")
    needs_clearance = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)


class OwnTemplate(models.Model):
    """A house text of the secretariat's own, or what it changed in one that comes with the product.

    `shipped` is the key of the one that comes with the product; `texts` holds the languages that
    were written here, the others stay as they came.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    shipped = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=14, choices=LetterKind)
    name = models.CharField(max_length=200)
    texts = models.JSONField(default=dict, help_text="language -> subject, body")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "name"],
                condition=Q(shipped=""),
                name="one_own_text_per_name_in_process",
            ),
            models.UniqueConstraint(
                fields=["process_code", "shipped"],
                condition=~Q(shipped=""),
                name="one_change_of_a_shipped_text",
            ),
        ]


class TemplateVersion(models.Model):
    """What a house text said in a language from then on, and who wrote it.

    An empty body: the language was taken out, or put back to the text that comes with the product.
    """

    template = models.ForeignKey(OwnTemplate, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class Letter(models.Model):
    """One letter to many addressees: a text per language, with merge fields."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=14, choices=LetterKind)
    name = models.CharField(max_length=200, help_text="what the secretariat calls it")
    texts = models.JSONField(default=dict, help_text="language -> subject, body")
    values = models.JSONField(default=dict, help_text="merge fields of its own; dates as ISO")
    list = models.ForeignKey(
        DistributionList, null=True, on_delete=models.PROTECT, related_name="+"
    )
    contacts = models.ManyToManyField(Contact, related_name="+", help_text="chosen by hand")
    about_kind = models.CharField(max_length=20, blank=True, help_text="call, round, version ...")
    about_key = models.CharField(max_length=64, blank=True, help_text="what it is about")
    dated_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="letter")
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(entry__isnull=False, issued_at__isnull=False),
                name="issued_letter_has_its_number",
            )
        ]


class Dispatch(models.Model):
    """A letter as one addressee got it, frozen when it was issued."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="dispatches")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    office = models.CharField(max_length=300, blank=True)
    sheet = models.JSONField(help_text="the sheet, text by text")
    email = models.CharField(max_length=254, blank=True)
    copies = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    mail_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "contact"], name="one_letter_per_addressee")
        ]
