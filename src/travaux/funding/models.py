"""Events of money, and public readings kept apart from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Milestone, Process


class MoneyEvent(models.Model):
    """A requirement, a pledge, a signed agreement, a receipt, a return, at a date, with a source."""

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

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="money_is_not_negative")
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

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_is_not_negative"),
        ]
