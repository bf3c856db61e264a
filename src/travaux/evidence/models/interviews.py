"""Interviews: who spoke, what they allow, what was said, and what is quoted of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.evidence.models.questions import Level
from travaux.people.models import Country, Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process


def interview_key() -> str:
    return new_key("v")


class InterviewState(models.TextChoices):
    """The life of an interview, until its interviewee agrees to what is written, or leaves."""

    REGISTERED = "registered"
    ASKED = "asked"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Quoting(models.TextChoices):
    """How the words of an interviewee may be quoted."""

    NONE = "none"
    ANONYMOUS = "anonymous"
    FUNCTION = "function"
    NAMED = "named"


class TextKind(models.TextChoices):
    """What was written down."""

    TRANSCRIPT = "transcript"
    NOTES = "notes"


class Interview(models.Model):
    """One interview. Name, address and function are read by those only who keep it; the title is
    read wherever the interview is named, and names nobody. Empty region or level: all of them.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="interviews")
    key = models.CharField(max_length=20, unique=True, default=interview_key)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, help_text="in which it was held")
    held_on = models.DateField()
    region = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=14, choices=Level, blank=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    interviewer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    embargo_until = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC")
    state = models.CharField(
        max_length=10, choices=InterviewState, default=InterviewState.REGISTERED
    )
    approved_how = models.CharField(max_length=300, blank=True, help_text="blank: by the link")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=20, blank=True, help_text="a code")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="interview_number_once"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False, name="", email=""),
                name="withdrawn_interview_names_nobody",
            ),
        ]


class Consent(models.Model):
    """What an interviewee allowed, from one instant on; the last one holds, none is ever changed."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="consents")
    analysis = models.BooleanField(help_text="may be coded")
    quoting = models.CharField(max_length=10, choices=Quoting)
    publication = models.BooleanField(help_text="may be named and quoted in public")
    until = models.DateTimeField(null=True)
    given_on = models.DateField()
    how = models.CharField(max_length=300, blank=True, help_text="such as: form signed on paper")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    by_key = models.CharField(max_length=20, blank=True, help_text="blank: the interviewee")

    class Meta:
        ordering = ["pk"]


class InterviewText(models.Model):
    """One wording of what was said; a later number replaces it. Numbers of paragraphs never move.

    `paragraphs` is [{"text": words on one line, "withheld": whether the interviewee took it out}].
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=TextKind)
    language = models.CharField(max_length=8)
    paragraphs = models.JSONField(default=list)
    mended = models.BooleanField(default=False, help_text="by the interviewee")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField()
    by_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="interview_text_once")
        ]


class LinkPurpose(models.TextChoices):
    """What a link lets an interviewee do."""

    APPROVE = "approve"
    LEAVE = "leave"


class InterviewLink(models.Model):
    """A door by mail for the interviewee: signed, for one purpose, used once."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    purpose = models.CharField(max_length=8, choices=LinkPurpose)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class Quotation(models.Model):
    """Words of an interview by their exact place; the words themselves stand in the text alone, so
    that they are gone everywhere when the text is.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotations")
    text = models.ForeignKey(InterviewText, on_delete=models.CASCADE, related_name="quotations")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    paragraph = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)
    gone_at = models.DateTimeField(null=True)
    gone_why = models.CharField(max_length=20, blank=True, help_text="a code")

    class Meta:
        ordering = ["paragraph", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="quotation_has_words"),
            models.UniqueConstraint(
                fields=["text", "paragraph", "start", "end"],
                condition=Q(gone_at__isnull=True),
                name="quotation_once",
            ),
        ]
