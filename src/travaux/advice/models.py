"""An expert group, what it was shown, its advice and dissents, and its view on the final text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.advice.states import AdviceState
from travaux.answers.models import Answer
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph, Version
from travaux.panels.models import Panel
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.roadmap.models import Process


class ExpertGroup(models.Model):
    """A group that advises a process: the seats of an adopted panel, or the experts of the roll."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="expert_groups")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    panel = models.ForeignKey(
        Panel, null=True, on_delete=models.PROTECT, related_name="expert_groups",
        help_text="none: who holds the role of expert",
    )  # fmt: skip
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


class Terms(models.Model):
    """Scope and deliverables as the group adopted them; a later adoption leaves the earlier."""

    group = models.ForeignKey(ExpertGroup, on_delete=models.CASCADE, related_name="terms")
    scope = models.TextField()
    deliverables = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    adopted_on = models.DateField()
    adopted_by = models.CharField(max_length=300, help_text="by whom, at which meeting")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-adopted_on", "-pk"]


class Shown(models.Model):
    """The group is shown a draft before it is circulated, or the comments and proposed answers."""

    group = models.ForeignKey(ExpertGroup, on_delete=models.CASCADE, related_name="shown")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, help_text="advice is asked for until then")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, round__isnull=True)
                | Q(version__isnull=True, round__isnull=False),
                name="shown_is_a_draft_or_a_round",
            ),
            models.UniqueConstraint(fields=["group", "version"], name="draft_shown_once"),
            models.UniqueConstraint(fields=["group", "round"], name="round_shown_once"),
        ]


class Advice(models.Model):
    """What a member advises on a draft, a paragraph or a proposed answer, and what came of it."""

    shown = models.ForeignKey(Shown, on_delete=models.PROTECT, related_name="advice")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    of_group = models.BooleanField(default=False, help_text="agreed by the group, not one member's")
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="advice")
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    form_token = models.CharField(max_length=40, null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AdviceState, default=AdviceState.OPEN)
    reason = models.TextField(blank=True)
    done_in = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="the draft in which it was followed",
    )  # fmt: skip
    done_by = models.CharField(max_length=20, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_token"], name="advice_sent_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "followed"]) | ~Q(reason=""),
                name="advice_not_followed_has_its_reason",
            ),
        ]


class FinalView(models.Model):
    """The view of the group on the final text, as the secretariat recorded it."""

    class Kind(models.TextChoices):
        CONSENSUS = "consensus"
        WITH_DISSENT = "with-dissent"
        NONE = "none"  # no consensus

    group = models.ForeignKey(ExpertGroup, on_delete=models.PROTECT, related_name="views")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    held_on = models.DateField()
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="one_view_on_a_version")
        ]


class Dissent(models.Model):
    """A member does not go along with a piece of advice, or with the view on the final text."""

    advice = models.ForeignKey(Advice, null=True, on_delete=models.CASCADE, related_name="dissents")
    view = models.ForeignKey(
        FinalView, null=True, on_delete=models.CASCADE, related_name="dissents"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["advice", "person"], name="one_dissent_on_advice"),
            models.UniqueConstraint(fields=["view", "person"], name="one_dissent_on_a_view"),
            models.CheckConstraint(
                condition=Q(advice__isnull=False, view__isnull=True)
                | Q(advice__isnull=True, view__isnull=False),
                name="dissent_is_from_one_thing",
            ),
        ]
