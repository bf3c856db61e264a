"""Events of money, and public readings kept apart from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Milestone, Process


class MoneyEvent(models.Model):
    """A requirement, a pledge, an agreement, a payment, an obligation ... at a date, with a source.

    Never changed: a wrong one is taken back by a counter-entry (`corrects`) with its reason.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="money_events")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    code = models.SlugField(max_length=64, blank=True)
    kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    party = models.JSONField(default=dict, help_text="names of the giver")
    of = models.CharField(max_length=64, blank=True, help_text="code of the pledge it fulfils")
    texts = models.JSONField(default=dict)
    happened_on = models.CharField(max_length=30, blank=True)
    known_on = models.DateField(null=True)
    source = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    by_key = models.CharField(max_length=20, blank=True)
    demonstration = models.BooleanField(default=False)
    booked = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, help_text="in the currency of the process"
    )
    rates = models.JSONField(default=list, help_text="the rates by which it was booked")
    corrects = models.CharField(max_length=64, blank=True, help_text="code of what it takes back")
    reasons = models.JSONField(default=dict)
    line = models.CharField(max_length=64, blank=True, help_text="code of the budget line")
    earmark = models.CharField(max_length=80, blank=True, help_text="line:…, activity:…, region:…")
    basis = models.CharField(max_length=5, blank=True, help_text="gross or net of support cost")
    consent = models.CharField(
        max_length=300, blank=True, help_text="how the donor agreed to be published; empty: not"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="money_is_not_negative"),
            models.UniqueConstraint(
                fields=["process", "corrects"],
                condition=~Q(corrects=""),
                name="money_taken_back_once",
            ),
        ]


class Snapshot(models.Model):
    """A reading that a public page showed; ordered, perhaps undated; in no sum."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="snapshots")
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    required = models.DecimalField(max_digits=16, decimal_places=2)
    mobilised = models.DecimalField(max_digits=16, decimal_places=2)
    gap = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    read_on = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]


class BudgetLine(models.Model):
    """What a milestone costs: to be committed some days before it, decided upon before that."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="budget_lines")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.SET_NULL)
    code = models.SlugField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    days_ahead = models.PositiveSmallIntegerField(default=0)
    decide_days = models.PositiveSmallIntegerField(default=0)
    assumed = models.BooleanField(default=False, help_text="no record tells it")
    source = models.CharField(max_length=300)
    activity = models.CharField(max_length=64, blank=True, help_text="code of an activity")
    region = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    meeting = models.CharField(max_length=20, blank=True, help_text="key of a meeting it pays for")
    round = models.CharField(max_length=20, blank=True, help_text="key of a round it pays for")
    by_key = models.CharField(max_length=20, blank=True, help_text="empty: from the plan's file")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_is_not_negative"),
        ]


class FundingTerms(models.Model):
    """How the money of a process is kept: support cost, its basis, when it may be obligated."""

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="terms")
    support = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    lines = models.CharField(max_length=5, default="gross")
    obligate_from = models.CharField(max_length=10, default="received")
    source = models.CharField(max_length=300, blank=True)
    by_key = models.CharField(max_length=20, blank=True)


class ExchangeRate(models.Model):
    """One unit of `base` is `rate` units of `currency` on these days; none is ever changed."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="rates")
    base = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=9)
    first = models.DateField()
    last = models.DateField()
    source = models.CharField(max_length=300)
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["first", "base", "currency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "base", "currency", "first", "source"], name="rate_once"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="rate_has_days"),
        ]


class Lead(models.Model):
    """Somebody who might give. Seen by fund-raising officers alone; in no report, feed or export."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="leads")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    party = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="lead")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    probability = models.PositiveSmallIntegerField(help_text="in percent")
    expected_on = models.DateField()
    note = models.TextField(blank=True)
    event = models.CharField(max_length=64, blank=True, help_text="code of the pledge it became")
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["expected_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(probability__lte=100), name="lead_is_at_most_sure")
        ]


class ChosenScenario(models.Model):
    """A leaner scenario that was chosen; its changes stand in the roadmap with their reasons."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="scenarios_chosen")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    budget = models.DecimalField(max_digits=16, decimal_places=2)
    cost = models.DecimalField(max_digits=16, decimal_places=2)
    chosen = models.JSONField(default=dict, help_text="activity -> way")
    changes = models.JSONField(default=list, help_text="[activity, the plan's way, the way chosen]")
    reasons = models.JSONField(default=dict)
    chosen_on = models.DateField()
    by_key = models.CharField(max_length=20, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["chosen_on", "pk"]


class ScenarioWeights(models.Model):
    """What each loss weighs, as the secretariat set it on the site; stands over the plan's file."""

    process = models.OneToOneField(
        Process, on_delete=models.CASCADE, related_name="scenario_weights"
    )
    weights = models.JSONField(default=dict, help_text="cell, clause or language -> number as text")
    reasons = models.JSONField(default=dict)
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()


class Outreach(models.Model):
    """An event at which the work is presented."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="outreach")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    window = models.CharField(max_length=30)
    place = models.CharField(max_length=120, blank=True)
    presenter = models.CharField(max_length=200, blank=True, help_text="an office or a function")
    material = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    by_key = models.CharField(max_length=20, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["window", "pk"]


class Reached(models.Model):
    """A state or an organisation that was met there and agreed to be noted; never a person."""

    outreach = models.ForeignKey(Outreach, on_delete=models.CASCADE, related_name="reached")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    party = models.CharField(max_length=200)
    consent = models.CharField(max_length=300, help_text="how it agreed")
    state = models.CharField(max_length=8, default="contact")
    event = models.CharField(max_length=64, blank=True, help_text="code of the pledge that came")
    on = models.DateField()
    by_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["outreach", "party"], name="reached_once_at_an_event")
        ]


class Partnership(models.Model):
    """An agreement with a partner, or something offered in kind: what, worth how much, by when."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="partnerships")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=10, help_text="agreement or in-kind")
    state = models.CharField(max_length=10, default="offered")
    partner = models.CharField(max_length=200, help_text="a state or an organisation")
    titles = models.JSONField(default=dict, help_text="what")
    value = models.DecimalField(max_digits=16, decimal_places=2, help_text="0: has no price")
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=300, blank=True, help_text="how the value was reckoned")
    offered_on = models.DateField()
    agreed_on = models.DateField(null=True)
    due = models.CharField(max_length=30, blank=True, help_text="window of delivery")
    promise = models.CharField(
        max_length=20,
        blank=True,
        help_text="key of what the partner promised in a call: its day and delivery stand there",
    )
    consent = models.CharField(
        max_length=300, blank=True, help_text="how the partner agreed to be published; empty: not"
    )
    source = models.CharField(max_length=300)
    by_key = models.CharField(max_length=20, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="partnership_is_not_negative")
        ]


class Delivery(models.Model):
    """What a partner delivered of it; what has a value stands as an event in kind, too."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="deliveries"
    )
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    on = models.DateField()
    source = models.CharField(max_length=300)
    event = models.CharField(max_length=64, blank=True, help_text="key of the event of money")
    by_key = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="delivery_is_not_negative")
        ]
