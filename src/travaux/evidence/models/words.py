"""What respondents of a survey wrote in their own words, by the themes of the analysis."""

from __future__ import annotations

from django.db import models

from travaux.evidence.models.coding import CodeBook
from travaux.evidence.models.surveys import Response


class WordsRead(models.Model):
    """That one answer in free text was read, and which codes of the book it bears; none may fit.

    Codes are named: their names are the same through all versions of the book.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="words_read")
    question = models.CharField(max_length=80)
    book = models.ForeignKey(CodeBook, on_delete=models.PROTECT, related_name="+")
    codes = models.JSONField(default=list)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="words_read_once")
        ]
