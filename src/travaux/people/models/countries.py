"""States under the United Nations' names, and the groups they are in, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Country(models.Model):
    """A state or area under the United Nations' own names; invented ones are marked.

    `names` are the short names in a list, `formal_names` the full ones; `former_names` keeps what
    was used until a day. A date is an ISO text as exact as it is known: "1971", "1971-10-13".
    """

    code = models.CharField(max_length=12, unique=True, help_text="ISO 3166 alpha-3, or demo code")
    alpha2 = models.CharField(max_length=2, blank=True)
    m49 = models.CharField(max_length=3, blank=True)
    names = models.JSONField(default=dict)
    formal_names = models.JSONField(default=dict)
    articles = models.JSONField(default=dict)
    former_names = models.JSONField(default=list)
    pinyin = models.CharField(max_length=120, blank=True, help_text="sorts the Chinese name")
    source = models.CharField(max_length=200, blank=True)
    as_at = models.CharField(max_length=10, blank=True, help_text="day on which the source said so")
    source_digest = models.CharField(max_length=64, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "countries"


class Taxonomy(models.Model):
    """A way to group states, in one version; versions that were replaced stay."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    source = models.TextField()
    as_at = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    exclusive = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_taxonomy_per_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(replaced_at__isnull=True), name="one_taxonomy_now"
            ),
        ]


class Group(models.Model):
    """One group of a taxonomy, such as the African States."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="groups")
    code = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="one_group_per_code")
        ]


class Membership(models.Model):
    """A state in a group, from and to; ISO texts as exact as known, empty: not known, no end."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="memberships")
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["country", "group"])]
