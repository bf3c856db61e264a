"""Surveys, the editions of their forms, what was answered, and from where it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.evidence.models.questions import Level
from travaux.people.models import Country, Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process


class Unit(models.TextChoices):
    """Of what the figures are."""

    CITY = "city"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    PERSON = "person"


class Sampling(models.TextChoices):
    """How units came into the survey."""

    CENSUS = "census"
    RANDOM = "random"
    QUOTA = "quota"
    OPEN = "open"  # whoever wished to


class Access(models.TextChoices):
    """Who may answer."""

    OPEN = "open"
    INVITED = "invited"
    ACCOUNT = "account"


class SurveyState(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class EditionState(models.TextChoices):
    DRAFT = "draft"
    TRANSLATING = "translating"  # what is asked is frozen; words in further languages come in
    ISSUED = "issued"  # all of it is frozen


class ResponseState(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SET_ASIDE = "set-aside"  # kept, but not reckoned until somebody decides


def survey_key() -> str:
    return new_key("s")


class Survey(models.Model):
    """One survey: what a unit is, which frame it speaks for, and who may answer.

    `margins` are the frame: {"region": {code: units}, "size": {...}}; `roles` name the questions
    that say country, unit, size and weight.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="surveys")
    key = models.CharField(max_length=20, unique=True, default=survey_key)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.CITY)
    level = models.CharField(max_length=14, choices=Level, default=Level.SUB_NATIONAL)
    sampling = models.CharField(max_length=8, choices=Sampling, default=Sampling.OPEN)
    access = models.CharField(max_length=8, choices=Access, default=Access.OPEN)
    frame = models.TextField(blank=True)
    margins = models.JSONField(default=dict)
    roles = models.JSONField(default=dict)
    least = models.PositiveSmallIntegerField(default=5, help_text="smaller cells are hidden")
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.DRAFT)
    closes_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC", help_text="of the deadline")
    wording = models.CharField(max_length=300, blank=True, help_text="the deadline as announced")
    wording_language = models.CharField(max_length=8, blank=True)
    published_at = models.DateTimeField(null=True, help_text="of the results")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(least__gte=1), name="survey_hides_from_one_on")
        ]


class Edition(models.Model):
    """One version of a survey's form. Answers belong to the edition that was asked."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="editions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveIntegerField()
    form = models.JSONField(default=dict)
    form_digest = models.CharField(max_length=64)
    structure_digest = models.CharField(max_length=64, help_text="of what is asked, not its words")
    state = models.CharField(max_length=12, choices=EditionState, default=EditionState.DRAFT)
    translating_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="edition_number_once")
        ]


class Invitation(models.Model):
    """Somebody who was asked to answer: the link carries a token, of which the digest is kept."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    digest = models.CharField(max_length=64, unique=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    unit_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True, help_text="goes when results are published")
    language = models.CharField(max_length=8, blank=True)
    mailed_at = models.DateTimeField(null=True, help_text="the last mail to it")
    reminders = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "email"],
                condition=~Q(email="") & Q(withdrawn_at__isnull=True),
                name="invited_once_by_address",
            )
        ]


class Device(models.Model):
    """A name and a password for the application on an enumerator's device; its digest is kept."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="devices")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person_key = models.CharField(max_length=20, blank=True, help_text="who gave it out")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class AnswerFile(models.Model):
    """A file of answers that was brought in, with what was found in it."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    report = models.JSONField(default=dict)
    at = models.DateTimeField()


class Response(models.Model):
    """What one respondent answered. `answers` are read; `raw` keeps what has no place in the form."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="responses")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    instance_id = models.CharField(max_length=120, null=True)
    source = models.CharField(max_length=8, default="web", help_text="web, device or file")
    state = models.CharField(max_length=10, choices=ResponseState, default=ResponseState.DRAFT)
    typed = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    unanswered = models.JSONField(default=list, help_text="asked, and left empty")
    problems = models.JSONField(default=list)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    country_said = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    unit_key = models.CharField(max_length=240, blank=True)
    size = models.CharField(max_length=80, blank=True)
    weight = models.FloatField(null=True)
    language = models.CharField(max_length=8, blank=True)
    page = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64, null=True, unique=True, help_text="of its link")
    form_token = models.CharField(max_length=40, null=True, unique=True)
    receipt = models.CharField(max_length=24, null=True, unique=True)
    salt = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT)
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT)
    answer_file = models.ForeignKey(
        AnswerFile, null=True, on_delete=models.PROTECT, related_name="responses"
    )
    row = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["survey", "state", "changed_at"])]
        constraints = [
            models.UniqueConstraint(fields=["survey", "instance_id"], name="instance_once"),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(invitation__isnull=False),
                name="invitation_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
                name="submitted_response_has_its_instant",
            ),
        ]


class ResponseFile(models.Model):
    """A file that belongs to an answer."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="attached")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    name = models.CharField(max_length=255, help_text="as the answer names it")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")


class PlaceGuess(models.Model):
    """A country as it was written in answers, and which one is meant; nothing counts until somebody
    confirms."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="guesses")
    said = models.CharField(max_length=200)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    likeness = models.FloatField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said"]
        constraints = [models.UniqueConstraint(fields=["survey", "said"], name="guess_once")]
