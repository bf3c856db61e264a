"""Into which categories organisations are sorted: one list is in force, those before stay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CategoryList(models.Model):
    """A list of stakeholder categories in one version, with its source and the day of it."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    source = models.TextField()
    as_at = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="one_list_of_categories_per_version"
            ),
            models.UniqueConstraint(
                fields=["in_force"],
                condition=Q(in_force=True),
                name="one_list_of_categories_in_force",
            ),
        ]

    @property
    def key(self) -> str:
        return f"{self.code}-{self.version}"


class Category(models.Model):
    """One category of a list, such as local authorities."""

    list = models.ForeignKey(CategoryList, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="one_category_per_code")
        ]
