"""Who is invited to a meeting by name, who registered, and who asked for support to travel."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from travaux.meetings.models.meetings import Meeting, Mode
from travaux.meetings.states import PlaceState, TravelState
from travaux.people.models import Country, Organisation, Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile


def link_token() -> str:
    """Long enough that nobody guesses one."""
    return secrets.token_urlsafe(24)


class Kind(models.TextChoices):
    """As what a participant stands in the list, in the customary order."""

    MEMBER = "member"
    OBSERVER = "observer"
    INTERGOVERNMENTAL = "intergovernmental"
    UN = "un"
    NGO = "ngo"
    OTHER = "other"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"


class Capacity(models.TextChoices):
    """What somebody is in a delegation, in its order."""

    HEAD = "head"
    ALTERNATE = "alternate"
    REPRESENTATIVE = "representative"
    ADVISER = "adviser"
    EXPERT = "expert"
    OBSERVER = "observer"
    STAFF = "staff"


class Invitation(models.Model):
    """Somebody is invited by name; who holds the link registers without an account, once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    token = models.CharField(max_length=48, unique=True, default=link_token)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=8, default="en")
    kind = models.CharField(max_length=18, choices=Kind)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "email"], name="invited_once_to_meeting")
        ]


class Participant(models.Model):
    """A registration. `needs` are seen by the person and the secretariat alone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    token = models.CharField(max_length=48, unique=True, default=link_token)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="meeting_places"
    )
    invitation = models.OneToOneField(
        Invitation, null=True, on_delete=models.SET_NULL, related_name="participant"
    )
    form = models.CharField(max_length=80, blank=True, help_text="form of address")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    function = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=18, choices=Kind)
    capacity = models.CharField(max_length=14, choices=Capacity)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    delegation = models.CharField(max_length=300, blank=True, help_text="as received, if unknown")
    mode = models.CharField(max_length=10, choices=Mode)
    interpretation = models.CharField(max_length=8, blank=True, help_text="language needed")
    needs = models.TextField(blank=True, help_text="access needs; confidential")
    letter = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    letter_seen_at = models.DateTimeField(null=True)
    letter_seen_by = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=PlaceState, default=PlaceState.ASKED)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=20, blank=True)
    attended = models.BooleanField(null=True)
    erased_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["meeting", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=~Q(state="withdrawn") & ~Q(email=""),
                name="registered_once_to_meeting",
            )
        ]


class Travel(models.Model):
    """A participant asks for support to travel; decided with a reason, whatever the decision."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="travel")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    state = models.CharField(max_length=10, choices=TravelState, default=TravelState.ASKED)
    starts_from = models.CharField(max_length=120, blank=True)
    estimate = models.DecimalField(max_digits=12, decimal_places=2)
    order = models.PositiveSmallIntegerField(null=True, help_text="as their government names it")
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "taken-back"]) | ~Q(reason=""),
                name="decision_on_travel_has_its_reason",
            )
        ]
