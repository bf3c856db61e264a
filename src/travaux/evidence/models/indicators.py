"""Indicators: series by country, city and year, with their source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models import Country
from travaux.plumbing.keys import new_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process


def indicator_key() -> str:
    return new_key("i")


class How(models.TextChoices):
    """How the figures of countries become one of a region."""

    MEAN = "mean"
    WEIGHTED = "weighted"
    MEDIAN = "median"
    SUM = "sum"


class Indicator(models.Model):
    """What is measured, in which unit, by whom, and how regions are reckoned."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="indicators")
    key = models.CharField(max_length=20, unique=True, default=indicator_key)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, help_text="definition")
    unit = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=120)
    retrieved_on = models.DateField()
    how = models.CharField(max_length=8, choices=How, default=How.MEAN)
    weighed_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(licence=""), name="indicator_names_its_source"
            ),
            models.CheckConstraint(
                condition=~Q(how="weighted") | Q(weighed_by__isnull=False),
                name="weighted_indicator_names_its_weight",
            ),
        ]


class SeriesFile(models.Model):
    """A file of figures as it came; its places are confirmed before the figures count.

    `places` is {place as written: code of the country, or "" for none}.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=20, unique=True, default=indicator_key)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    series = models.CharField(max_length=120, blank=True, help_text="which one, of several")
    places = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    brought_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class Observation(models.Model):
    """One figure; `value` is empty where its source says that it is missing."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    file = models.ForeignKey(SeriesFile, on_delete=models.CASCADE, related_name="observations")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=200, blank=True, help_text="as received")
    city = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    value = models.FloatField(null=True)
    status = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=60, help_text="where in the file")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "city", "year"], name="one_observation_a_year"
            )
        ]
        indexes = [models.Index(fields=["indicator", "country", "year"], name="figures_by_country")]
