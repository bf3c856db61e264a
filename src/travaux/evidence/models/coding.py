"""Coding interviews: the book of codes in its versions, coders, what they marked, what was settled."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.evidence.models.interviews import InterviewText
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Process


class CodeBook(models.Model):
    """One version of the codes of a process. Once issued it never changes: a next one is begun."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="code_books")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="code_book_number_once"),
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(issued_at__isnull=True),
                name="one_code_book_in_the_making",
            ),
        ]


class Code(models.Model):
    """One code: its short name is the same through all versions of the book."""

    book = models.ForeignKey(CodeBook, on_delete=models.CASCADE, related_name="codes")
    name = models.CharField(max_length=40)
    titles = models.JSONField(default=dict)
    definitions = models.JSONField(default=dict, help_text="when to give it, and when not")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["book", "name"], name="code_name_once")]


class Coder(models.Model):
    """Who codes a text by a book of codes. Until they are done they see nobody else's marks."""

    text = models.ForeignKey(InterviewText, on_delete=models.CASCADE, related_name="coders")
    book = models.ForeignKey(CodeBook, on_delete=models.PROTECT, related_name="coders")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "person"], name="coder_of_a_text_once")
        ]


class CodeMark(models.Model):
    """A coder gives a code to characters `start` up to, not including, `end` of a paragraph."""

    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="marks")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="marks")
    paragraph = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["paragraph", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mark_has_words"),
            models.UniqueConstraint(
                fields=["coder", "code", "paragraph", "start", "end"], name="mark_once"
            ),
        ]


class CodeSettlement(models.Model):
    """Where coders differ: whether the code stands in the paragraph, on which stretch, and why."""

    text = models.ForeignKey(InterviewText, on_delete=models.CASCADE, related_name="settlements")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="settlements")
    paragraph = models.PositiveIntegerField()
    holds = models.BooleanField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["paragraph", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "code", "paragraph"], name="one_settlement_of_a_code"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="code_settled_with_reason"),
            models.CheckConstraint(
                condition=Q(holds=False) | Q(start__isnull=False, end__gt=F("start")),
                name="code_that_holds_has_its_stretch",
            ),
        ]
