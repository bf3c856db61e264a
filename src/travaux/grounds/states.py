"""What can be a ground, and how it stands to a paragraph."""

from __future__ import annotations

from django.db import models


class GroundKind(models.TextChoices):
    """A finding, or one of the things that the assessment holds."""

    FINDING = "finding"
    SURVEY = "survey"
    INTERVIEW = "interview"
    PRACTICE = "practice"
    INDICATOR = "indicator"
    LITERATURE = "literature"


class Bearing(models.TextChoices):
    """What evidence does to the words of a paragraph."""

    SUPPORTS = "supports"
    LIMITS = "limits"
    CONTRADICTS = "contradicts"
