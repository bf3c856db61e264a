"""Tracks of a consultation, rounds of comments on a version, and their extensions."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from travaux.drafts.models import Version
from travaux.people.models import Country, Office, Organisation
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Deliverable, Level, Milestone, Process


def invitation_key() -> str:
    """Long enough that nobody guesses one."""
    return secrets.token_hex(12)


class ReleaseRule(models.TextChoices):
    """When answers become known to those who commented."""

    WITH_NEXT_DRAFT = "with-next-draft"
    ON_DATE = "on-date"
    AFTER_ADOPTION = "after-adoption"


class Audience(models.TextChoices):
    """Who may comment."""

    EVERYONE = "everyone"  # everyone who signs in
    APPOINTED = "appointed"  # those with an appointment in the process


class TrackKind(models.TextChoices):
    """At which level a track consults."""

    EXPERTS = "experts"  # the global expert group
    REGIONAL = "regional"
    THEMATIC = "thematic"
    STAKEHOLDER = "stakeholder"
    OPEN = "open"


class Visibility(models.TextChoices):
    """Who reads what is handed in while a round of the track is open."""

    OWN = "own"  # everyone their own; how many came is known
    AS_IT_COMES = "as-it-comes"  # everyone everything, as it comes
    SEALED = "sealed"  # no text, no count and no name leaves before the close
    MEMBERS = "members"  # those whom the track is for, as it comes; others nothing


class Publication(models.TextChoices):
    """When what was handed in becomes public, once the round is closed."""

    ON_CLOSE = "on-close"
    ON_DATE = "on-date"
    MEMBERS = "members"  # those whom the track is for read it; it does not become public


class Track(models.Model):
    """One level at which a process consults on its text, with an audience and rules of its own.

    Who may take part is kept as codes and keys, as the journal does: codes of groups of states,
    roles, keys of organisations and persons. All empty: everyone.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="tracks")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=12, choices=TrackKind)
    titles = models.JSONField(default=dict)
    office = models.ForeignKey(
        Office,
        null=True,
        on_delete=models.PROTECT,
        related_name="tracks",
        help_text="keeps the rounds of this track; it is for the states of that office alone",
    )
    regions = models.JSONField(default=list, help_text="codes of groups of states; empty: any")
    roles = models.JSONField(default=list, help_text="roles in the process; empty: any")
    capacities = models.JSONField(default=list, help_text="empty: all four")
    organisations = models.JSONField(default=list, help_text="keys of those invited")
    persons = models.JSONField(default=list, help_text="keys of those invited")
    languages = models.JSONField(default=list, help_text="in which it works; empty: the six")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.OWN)
    publication = models.CharField(max_length=12, choices=Publication, default=Publication.ON_CLOSE)
    publish_on = models.DateField(null=True)
    steps = models.JSONField(default=dict, help_text="step -> its last day, as an ISO date")
    targets = models.JSONField(default=list, help_text="region, group, at least so many heard")
    advice = models.TextField(blank=True, help_text="on whose advice it was added")
    advice_language = models.CharField(max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False, help_text="rounds that name no track go here")
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process"], condition=Q(is_default=True), name="one_default_track"
            ),
            models.CheckConstraint(
                condition=~Q(kind="thematic") | ~Q(advice=""),
                name="thematic_track_names_its_advice",
            ),
            models.CheckConstraint(
                condition=~Q(publication="on-date") | Q(publish_on__isnull=False),
                name="publication_on_a_date_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="as-it-comes") | Q(publication="on-close"),
                name="what_was_public_stays_public",
            ),
        ]


class Round(models.Model):
    """Comments on one version, from one instant to another."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    track = models.ForeignKey(
        Track,
        null=True,
        on_delete=models.PROTECT,
        related_name="rounds",
        help_text="none: as in the open track",
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    level = models.ForeignKey(Level, null=True, on_delete=models.SET_NULL, related_name="rounds")
    deliverable = models.ForeignKey(
        Deliverable, null=True, on_delete=models.SET_NULL, related_name="rounds"
    )
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.SET_NULL, related_name="rounds"
    )
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.EVERYONE)
    capacities = models.JSONField(default=list, help_text="empty: all four")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    wording = models.CharField(max_length=300, blank=True, help_text="the deadline as announced")
    wording_language = models.CharField(max_length=8, blank=True)
    closed_early_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)
    types = models.CharField(max_length=20, default="iso-iec", help_text="table of comment types")
    four_eyes = models.BooleanField(default=True)
    answering = models.JSONField(
        default=dict, help_text="type -> one-by-one, grouped or in-summary; '' for all others"
    )
    release_rule = models.CharField(
        max_length=20, choices=ReleaseRule, default=ReleaseRule.WITH_NEXT_DRAFT
    )
    release_on = models.DateField(null=True)
    release_to = models.CharField(max_length=12, default="everyone", help_text="or: commenters")
    accepts_late = models.BooleanField(default=True, help_text="marked as late, and kept")
    grace_minutes = models.PositiveIntegerField(
        default=0, help_text="after the deadline, announced beforehand: still in time"
    )
    minimum_days = models.PositiveSmallIntegerField(
        default=0, help_text="run from the day on which the last required language was issued"
    )
    required_languages = models.JSONField(default=list, help_text="empty: the source alone")
    next_number = models.PositiveIntegerField(default=1, help_text="of the next comment")
    next_set_number = models.PositiveIntegerField(
        default=1, help_text="of the next comment that comes in a sealed set"
    )
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=~Q(release_rule="on-date") | Q(release_on__isnull=False),
                name="release_on_a_date_names_it",
            ),
        ]


class Issue(models.Model):
    """The day on which the text of a round was issued in a language."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="issues")
    language = models.CharField(max_length=8)
    issued_at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "language"], name="issued_once_per_language")
        ]


class Invitation(models.Model):
    """A state or an organisation is asked to take part in a round; its mails stand in the outbox.

    Its key is the last part of the address in the mail: whoever follows it has opened it.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=32, unique=True, default=invitation_key)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "country"],
                condition=Q(country__isnull=False),
                name="one_invitation_per_state",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_invitation_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="invitation_names_one_party",
            ),
        ]


class Extension(models.Model):
    """The round was extended for all, with the reason on record."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="extensions")
    closed_at_before = models.DateTimeField()
    closes_at_after = models.DateTimeField()
    wording = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
