"""A process, its mandate, and the network of its milestones. Texts are {"en": ..., "fr": ...}."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.keys import plain_key


class Process(models.Model):
    """The preparation of one guideline, from its mandate to its use."""

    code = models.SlugField(max_length=64, unique=True)
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    body = models.JSONField(default=dict, help_text="names of the body that decides")
    symbol = models.CharField(max_length=80, blank=True, help_text="symbol of the mandate")
    aliases = models.JSONField(default=list)
    mandate_titles = models.JSONField(default=dict)
    adopted_on = models.DateField(null=True)
    sponsors = models.JSONField(default=list)
    currency = models.CharField(max_length=3, default="USD")
    source = models.JSONField(default=dict)
    report_defaults = models.JSONField(default=dict)
    policies = models.JSONField(default=dict, help_text="rules of this body, as data")
    schedule = models.JSONField(
        default=dict, help_text="ranges, periods, deadlines and calendars, as the plan gave them"
    )
    scenarios = models.JSONField(
        default=dict, help_text="activities and the ways to carry them out, as the plan gave them"
    )
    digest = models.CharField(max_length=64, blank=True, help_text="of the plan it was loaded from")
    demonstration = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(null=True)


class Clause(models.Model):
    """An operative clause of the mandate."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="clauses")
    code = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="clause_once")]


class Deliverable(models.Model):
    """What a clause asks for. What fulfils it points here from its own room."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="deliverables")
    clauses = models.ManyToManyField(Clause, related_name="deliverables")
    code = models.SlugField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, blank=True, help_text="draft, consultation, report ...")
    fulfilled_when = models.SlugField(
        max_length=64, blank=True, help_text="code of the milestone that ends it"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="deliverable_once")]


class Milestone(models.Model):
    """A step of the roadmap, with its planned window; what changed stands in `changes`."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveSmallIntegerField(null=True, help_text="empty: added after the plan")
    code = models.SlugField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    planned = models.CharField(max_length=30, blank=True, help_text="window: 2024-02, or a/b")
    mode = models.CharField(max_length=12, blank=True, help_text="in-person, online, hybrid")
    tentative = models.BooleanField(default=True)
    fixed = models.BooleanField(default=False, help_text="cannot move: tied to a session")
    owner = models.CharField(max_length=120, blank=True)
    owners = models.JSONField(default=dict)
    deliverable = models.ForeignKey(
        Deliverable, null=True, on_delete=models.SET_NULL, related_name="milestones"
    )
    predecessors = models.ManyToManyField("self", symmetrical=False, related_name="successors")
    after_mandate = models.BooleanField(default=False)
    known_on = models.DateField(null=True, help_text="empty with `added_later`: not known")
    added_later = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    work = models.CharField(
        max_length=40, blank=True, help_text="recruitment, procurement: a lead time of its own"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="milestone_once")]


class MilestoneChange(models.Model):
    """Something that became known of a milestone: a new date, what happened, another mode."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=12, help_text="revised, actual, mode, started, note ...")
    window = models.CharField(max_length=30, blank=True)
    mode = models.CharField(max_length=12, blank=True)
    tentative = models.BooleanField(null=True)
    fixed = models.BooleanField(null=True)
    place = models.CharField(max_length=120, blank=True)
    happened_on = models.CharField(max_length=30, blank=True, help_text="window; empty: unknown")
    known_on = models.DateField(null=True, help_text="empty: counts as after the report")
    reasons = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)
    decision = models.CharField(
        max_length=120, blank=True, help_text="of the governing body, where a fixed date moved"
    )
    position = models.PositiveSmallIntegerField(default=0)
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]


class TimingChange(models.Model):
    """A range, period, deadline, calendar or order that the secretariat set on the site.

    Never changed: the latest that was known at a day counts, over what the plan's file says.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="timing_changes")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    kind = models.CharField(max_length=10, help_text="duration, period, deadline, calendar ...")
    code = models.CharField(max_length=64, help_text="of the milestone, or of the rule itself")
    value = models.JSONField(default=dict, help_text="the table as in a plan; empty: taken out")
    reasons = models.JSONField(default=dict)
    known_on = models.DateField()
    by_key = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


class Level(models.Model):
    """A level at which the process consults."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="levels")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    known_on = models.DateField(null=True)
    added_later = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="level_once")]


class PlannedFact(models.Model):
    """A call, a challenge, an outreach event or a next step, as the plan tells it."""

    class Kind(models.TextChoices):
        CALL = "call"
        CHALLENGE = "challenge"
        OUTREACH = "outreach"
        NEXT_STEP = "next-step"

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="planned_facts")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    window = models.CharField(max_length=30, blank=True)
    place = models.CharField(max_length=120, blank=True)
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.SET_NULL)
    details = models.JSONField(default=dict)
    known_on = models.DateField(null=True)
    added_later = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "kind", "code"], name="fact_once")
        ]


class Risk(models.Model):
    """What may go wrong: how likely, how bad, whose, and what is done about it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="risks")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="open")
    likelihood = models.PositiveSmallIntegerField(help_text="1 to 5")
    effect = models.PositiveSmallIntegerField(help_text="1 to 5")
    owner = models.CharField(max_length=120)
    response = models.JSONField(default=dict)
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.SET_NULL)
    line = models.CharField(max_length=64, blank=True, help_text="code of a budget line")
    weeks = models.PositiveSmallIntegerField(
        default=0, help_text="delay if it strikes; 0: not said"
    )
    challenge = models.CharField(
        max_length=64, blank=True, help_text="code of the plan's challenge"
    )
    source = models.CharField(max_length=300, blank=True)
    looked_at_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)
    by_key = models.CharField(max_length=20, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5), effect__range=(1, 5)),
                name="risk_has_levels",
            )
        ]

    @property
    def weight(self) -> int:
        """Likelihood times effect, from 1 to 25."""
        return self.likelihood * self.effect
