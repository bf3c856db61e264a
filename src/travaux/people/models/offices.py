"""Regional and country offices, and the states that each answers for."""

from __future__ import annotations

from django.db import models

from travaux.people.models.countries import Country
from travaux.plumbing.keys import plain_key


class Office(models.Model):
    """An office that works with some states in a process, and with no others.

    Its states are those of its regions as they stand today, and those that are listed.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    names = models.JSONField(default=dict)
    regions = models.JSONField(default=list, help_text="codes of groups of states")
    listed = models.ManyToManyField(Country, related_name="+")
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
