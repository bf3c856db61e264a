"""What is handed in to a call: answers, files, and the exceptions by which it came late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.calls.models.calls import Call
from travaux.calls.states import ApplicationState
from travaux.people.models import Country, Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile


def application_key() -> str:
    return new_key("a")


class Application(models.Model):
    """One application: of a nominee, a host or a partner.

    `typed` is what stands in the form as it was typed; `answers` is what was handed in, read and
    computed under the form's conditions. `name`, `email` and `employer` are taken from the answers
    to the questions that are tagged so.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    key = models.CharField(max_length=20, unique=True, default=application_key)
    number = models.PositiveIntegerField(null=True, help_text="in the call; given on submission")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="applications"
    )
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    state = models.CharField(
        max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    typed = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0, help_text="times it was saved")
    language = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    form_token = models.CharField(max_length=40, null=True, help_text="a double click counts once")
    receipt = models.CharField(max_length=24, null=True, unique=True)
    salt = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    amended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    letter = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, help_text="by the nominating authority")
    confirmed_by = models.CharField(max_length=20, blank=True, help_text="key of a person")
    confirmed_late = models.BooleanField(default=False)
    authority = models.CharField(
        max_length=20, blank=True, help_text="key of the organisation, office or person"
    )
    claimed_at = models.DateTimeField(
        null=True, help_text="confirmed beyond the places; the permanent mission decides"
    )
    erased_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_token"], name="application_form_sent_once"
            ),
            models.UniqueConstraint(
                fields=["call", "number"],
                condition=Q(number__isnull=False),
                name="application_number_once_in_call",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(submitted_at__isnull=False, receipt__isnull=False),
                name="submitted_application_has_instant_and_receipt",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(letter__isnull=False, country__isnull=False),
                name="confirmed_nomination_has_its_letter",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True)
                | Q(letter__isnull=False, country__isnull=False, confirmed_at__isnull=True),
                name="claimed_nomination_has_its_letter_and_no_place",
            ),
        ]


class Attachment(models.Model):
    """A file that belongs to an answer."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    question = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Admission(models.Model):
    """A recorded exception: whoever has this address may hand in after the deadline."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="admissions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    email = models.CharField(max_length=254)
    until = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="admission_has_its_reason")
        ]


class CountryTally(models.Model):
    """How many nominations of one country its authority has confirmed: what the limit counts."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tallies")
    country = models.ForeignKey(Country, on_delete=models.PROTECT)
    confirmed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "country"], name="one_tally_for_a_country")
        ]


class Tick(models.Model):
    """The secretariat saw one thing that makes an application complete."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ticks")
    item = models.CharField(max_length=40)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "item"], name="ticked_off_once")
        ]
