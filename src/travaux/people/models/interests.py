"""Declarations of interests: who declares, what was declared, who assessed it, and to what outcome.

What is declared, and the reason of an outcome, are confidential: the person and the named
assessors read them. Processes are named by their code, paragraphs by their identity, since both
stand in rooms above.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models.persons import Person, Role
from travaux.plumbing.keys import plain_key

MEMBER = "member"  # whoever has a seat in a group that was adopted
MAY_DECLARE = (Role.EXPERT, Role.REVIEWER, Role.DRAFTER, MEMBER)  # advise in their own capacity
DECLARE = (Role.EXPERT, Role.REVIEWER, MEMBER)  # unless the secretariat says otherwise


def _declare() -> list[str]:
    return [str(role) for role in DECLARE]


class InterestRule(models.Model):
    """How a process asks for declarations; without a row the defaults stand."""

    process_code = models.CharField(max_length=64, unique=True)
    roles = models.JSONField(default=_declare, help_text="roles that begin with a declaration")
    valid_days = models.PositiveIntegerField(default=365)
    before_days = models.PositiveIntegerField(
        default=42, help_text="before a meeting from when on a declaration counts for it"
    )
    keep_days = models.PositiveIntegerField(
        default=1825, help_text="what was declared is kept so long after the last role ended"
    )
    names_announced = models.CharField(
        max_length=300, blank=True, help_text="where it was announced that names are published"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_days__gte=1), name="declaration_is_valid_once")
        ]


class Assessor(models.Model):
    """Somebody named to assess declarations in a process, from one instant to another."""

    process_code = models.CharField(max_length=64, db_index=True)
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assessing")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "person"],
                condition=Q(ends_at__isnull=True),
                name="assessor_named_once",
            )
        ]


class Topic(models.Model):
    """What interests may touch: a word, and the headings of the text that are about it."""

    process_code = models.CharField(max_length=64, db_index=True)
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    name = models.CharField(max_length=200)
    sections = models.JSONField(default=list, help_text="identities of headings and paragraphs")
    retired_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "name"],
                condition=Q(retired_at__isnull=True),
                name="topic_named_once",
            )
        ]


class Occasion(models.Model):
    """A meeting before which declarations are asked for again."""

    process_code = models.CharField(max_length=64, db_index=True)
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    title = models.CharField(max_length=300)
    held_on = models.DateField()
    asked_from = models.DateField(help_text="a declaration of this day or later counts for it")
    cancelled_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_from__lte=models.F("held_on")), name="asked_before_it_is_held"
            )
        ]


class Declaration(models.Model):
    """One version of what a person declares in a process; a new one never changes an older one.

    `confirms` is the version whose words still hold, where nothing but the day is new.
    """

    process_code = models.CharField(max_length=64, db_index=True)
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="declarations")
    number = models.PositiveIntegerField(help_text="version, in this process")
    nothing = models.BooleanField(help_text="nothing to declare")
    content = models.JSONField(default=dict, help_text="field -> words; confidential")
    language = models.CharField(max_length=8, blank=True)
    confirms = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "person", "number"], name="declaration_version_once"
            ),
            models.CheckConstraint(
                condition=Q(nothing=False) | Q(content={}), name="nothing_declared_says_nothing"
            ),
        ]


class Outcome(models.TextChoices):
    """What a named assessor decides."""

    NONE = "none"  # nothing that matters for the role
    PARTIAL = "partial"  # some topics are left to others
    EXCLUDED = "excluded"  # the role does not begin, or goes no further


class Assessment(models.Model):
    """The outcome for one declaration. A later one replaces it; both stay on record."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="assessments"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    outcome = models.CharField(max_length=8, choices=Outcome)
    topics = models.ManyToManyField(Topic, related_name="+")
    reason = models.TextField(blank=True, help_text="for the person and the assessors")
    summary = models.TextField(blank=True, help_text="one sentence, published")
    language = models.CharField(max_length=8, blank=True)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
