"""Series, meetings, how their mode changed, and the items of an agenda with their minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.calls.models import Application
from travaux.consultations.models import Round, Track
from travaux.funding.models import BudgetLine
from travaux.meetings.states import MeetingState
from travaux.panels.models import Panel
from travaux.people.models import Occasion, Office
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Milestone, Process


class Mode(models.TextChoices):
    """Where one takes part."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Attribution(models.TextChoices):
    """To whom what is said is ascribed; announced with the meeting."""

    STATE = "state"  # to the state or organisation for which somebody speaks
    CAPACITY = "capacity"  # to the kind of participant: an expert, an observer
    NONE = "none"  # to nobody; usual among experts


class Series(models.Model):
    """Meetings that follow one another: three of an expert group, monthly calls."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="meeting_series")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


class Meeting(models.Model):
    """A meeting of a process. Its rules of speech and of travel stand once it is announced."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="meetings")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    office = models.ForeignKey(
        Office,
        null=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        help_text="keeps it; for the states of that office alone",
    )
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(null=True, help_text="in its series")
    titles = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    mode = models.CharField(max_length=10, choices=Mode)
    symbol = models.CharField(max_length=60, blank=True, help_text="first part of its papers'")
    venue = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    track = models.ForeignKey(Track, null=True, on_delete=models.PROTECT, related_name="meetings")
    round = models.ForeignKey(
        Round,
        null=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        help_text="what is said on its draft becomes comments of this round",
    )
    group = models.ForeignKey(
        Panel,
        null=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        help_text="the adopted group that meets; its members are expected in the room",
    )
    milestones = models.ManyToManyField(Milestone, related_name="meetings")
    host = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="hosted", help_text="offer"
    )
    host_named = models.CharField(max_length=300, blank=True, help_text="where no call chose it")
    languages = models.JSONField(default=list, help_text="of interpretation")
    places = models.PositiveIntegerField(null=True, help_text="in the room; empty: not limited")
    remote_link = models.CharField(max_length=500, blank=True, help_text="to registered only")
    attribution = models.CharField(max_length=8, choices=Attribution, default=Attribution.NONE)
    reply_days = models.PositiveSmallIntegerField(
        default=14, help_text="for a speaker to confirm; then it is recorded unattributed"
    )
    notice_days = models.PositiveSmallIntegerField(default=14, help_text="for papers")
    notice_source = models.CharField(max_length=300, blank=True)
    register_until = models.DateTimeField(null=True)
    names_public = models.BooleanField(default=False, help_text="the list of participants is")
    occasion = models.ForeignKey(
        Occasion,
        null=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
        help_text="interests are declared before it",
    )
    budget_line = models.ForeignKey(
        BudgetLine, null=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    travel_budget = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    travel_each = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, help_text="estimate for one person"
    )
    travel_groups = models.JSONField(default=list, help_text="codes of groups, the first first")
    travel_until = models.DateTimeField(null=True)
    summary = models.TextField(blank=True, help_text="for everybody, once minutes are published")
    summary_language = models.CharField(max_length=8, blank=True)
    minutes_published_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en", help_text="of what is typed here")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["series", "number"],
                condition=Q(series__isnull=False),
                name="meeting_number_once_in_series",
            ),
            models.CheckConstraint(
                condition=~Q(state="announced") | Q(announced_at__isnull=False),
                name="announced_meeting_has_its_instant",
            ),
        ]


class ModeChange(models.Model):
    """A meeting moved online, or back, with the reason on record."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mode_changes")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    venue_before = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mode_changes_with_a_reason")
        ]


class Item(models.Model):
    """One item of the agenda; its minutes are written here, one revision after the other."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True, help_text="time, who introduces it")
    minutes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="of the minutes")
    minutes_at = models.DateTimeField(null=True)
    minutes_by_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position", "pk"]


class Minutes(models.Model):
    """What the minutes of an item said before they were changed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], name="minutes_kept_once")
        ]
