"""A call: what is asked, of whom, until when, and by which rules that were announced."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.calls.states import CallState
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Milestone, Process


class Kind(models.TextChoices):
    """What a call is for."""

    NOMINATION = "nomination"
    HOSTING = "hosting"
    PARTNERSHIP = "partnership"


class AuthorityRule(models.TextChoices):
    """Which authority may confirm a nomination."""

    REGISTERED = "registered"  # the focal points that the secretariat has appointed
    MISSION = "mission"  # the same; between several authorities its permanent mission decides


class LateConfirmation(models.TextChoices):
    """What becomes of a confirmation that comes after the deadline; announced beforehand."""

    REFUSED = "refused"
    WITHIN = "within"  # counts, if it comes within so many hours
    MARKED = "marked"  # is taken and marked as late, for the secretariat to put on record


class NamesRule(models.TextChoices):
    """Which names of those who applied are published; announced with the call."""

    NONE = "none"
    CHOSEN = "chosen"
    ALL = "all"


class Selection(models.TextChoices):
    """How a group is chosen out of the nominees; lots only where the call announced them."""

    MERIT = "merit"
    LOTS_AMONG_EQUALS = "lots-among-equals"
    LOTTERY = "lottery"


class Call(models.Model):
    """A call of one process. Its form and rules are frozen once it is announced."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=12, choices=Kind)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, help_text="what is asked, and of whom")
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.SET_NULL, related_name="calls"
    )
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFT)
    form = models.JSONField(default=dict, help_text="as core/surveys writes it")
    form_digest = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    wording = models.CharField(max_length=300, blank=True, help_text="the deadline as announced")
    wording_language = models.CharField(max_length=8, blank=True)
    grace_minutes = models.PositiveIntegerField(default=0)
    per_country = models.PositiveSmallIntegerField(
        default=2, help_text="nominations confirmed of one country, at most"
    )
    authority_rule = models.CharField(
        max_length=10, choices=AuthorityRule, default=AuthorityRule.REGISTERED
    )
    late_confirmation = models.CharField(
        max_length=8, choices=LateConfirmation, default=LateConfirmation.REFUSED
    )
    confirmation_hours = models.PositiveSmallIntegerField(default=0)
    names_rule = models.CharField(max_length=6, choices=NamesRule, default=NamesRule.CHOSEN)
    selection = models.CharField(max_length=20, choices=Selection, default=Selection.MERIT)
    checks = models.JSONField(default=list, help_text="what the secretariat ticks off")
    blind = models.BooleanField(default=False, help_text="reviewers do not see who it is")
    retention_days = models.PositiveIntegerField(default=730, help_text="after the deadline")
    cloned_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    next_number = models.PositiveIntegerField(default=1, help_text="of the next application")
    revision = models.PositiveIntegerField(default=0, help_text="changes while it is prepared")
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(opens_at__isnull=False, closes_at__isnull=False, announced_at__isnull=False),
                name="announced_call_has_its_dates",
            ),
        ]


class Extension(models.Model):
    """The deadline was moved for all, with the reason on record."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="extensions")
    closed_at_before = models.DateTimeField()
    closes_at_after = models.DateTimeField()
    wording = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
