"""A group to be chosen: its pool and quotas, what was recommended and adopted, who was in it when.

Nominees are codes, attributes and scores; their names are for the secretariat alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.calls.models import Call
from travaux.panels.states import Answer, Demand, End, Method, PanelState, Via
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Milestone, Process


class Panel(models.Model):
    """The choosing of one group, from its pool to the adoption, and the group that follows."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="panels")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.SET_NULL, related_name="panels"
    )
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="regional",
        help_text="the group whose nominees that were not chosen make up this one",
    )  # fmt: skip
    region_feature = models.CharField(
        max_length=120, blank=True, help_text="attribute by which those not chosen were grouped"
    )
    region = models.CharField(max_length=120, blank=True, help_text="value that its people share")
    call = models.ForeignKey(
        Call, null=True, on_delete=models.SET_NULL, related_name="panels",
        help_text="the call whose confirmed nominations are the pool",
    )  # fmt: skip
    names_announced = models.CharField(
        max_length=300, blank=True, help_text="where it was announced that members are named"
    )
    state = models.CharField(max_length=10, choices=PanelState, default=PanelState.PREPARING)
    seats_low = models.PositiveIntegerField()
    seats_high = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=Method, default=Method.MERIT)
    lots_announced = models.CharField(
        max_length=300, blank=True, help_text="where the call announced a lottery"
    )
    floor = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    at_most = models.JSONField(default=list, help_text='[{"feature": ..., "number": ...}]')
    pool_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pool_language = models.CharField(
        max_length=8, blank=True, default="en", help_text="in which the table of the pool is typed"
    )
    revision = models.PositiveIntegerField(default=0, help_text="changes to pool and quotas")
    input_hash = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True, help_text="kept until the draw")
    seal = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the secret")
    public_value = models.CharField(max_length=200, blank=True)
    public_source = models.CharField(max_length=300, blank=True)
    frozen_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField(null=True)
    adoption_source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_low__gte=1, seats_high__gte=F("seats_low")),
                name="panel_has_seats",
            ),
            models.CheckConstraint(
                condition=Q(method=Method.MERIT) | ~Q(lots_announced=""),
                name="lots_only_where_announced",
            ),
            models.CheckConstraint(
                condition=~Q(state=PanelState.ADOPTED)
                | (~Q(authority="") & Q(adopted_on__isnull=False)),
                name="adopted_panel_names_its_authority",
            ),
        ]


class Quota(models.Model):
    """From `low` to `high` of the group have a value of an attribute; flex: how far it may move."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="quotas")
    feature = models.CharField(max_length=120)
    value = models.CharField(max_length=200)
    low = models.PositiveIntegerField(default=0)
    high = models.PositiveIntegerField(null=True)
    low_flex = models.PositiveIntegerField(null=True)
    high_flex = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "feature", "value"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high__gte=F("low")),
                name="quota_minimum_within_maximum",
            ),
        ]


class Nominee(models.Model):
    """Somebody in the pool. `code` stands in dossiers, `name` is for the secretariat alone."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="nominees")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="panel_places"
    )
    features = models.JSONField(default=dict, help_text="feature -> list of values")
    score = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    demand = models.CharField(max_length=8, choices=Demand, blank=True, default=Demand.NONE)
    demand_reason = models.TextField(blank=True)
    application = models.CharField(max_length=20, blank=True, help_text="key in the room of calls")
    position = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, help_text="the name went; code and attributes stay")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "code"], name="nominee_code_once"),
            models.CheckConstraint(
                condition=Q(demand="") | ~Q(demand_reason=""), name="demand_has_its_reason"
            ),
        ]


class Reopening(models.Model):
    """Pool and quotas were opened again: why, and the seed that was thus thrown away."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="reopenings")
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    seal = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    input_hash = models.CharField(max_length=64)
    computed = models.BooleanField(default=False, help_text="a recommendation was there already")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_its_reason")
        ]


class Recommendation(models.Model):
    """What was computed: the dossier with its proof, whom it recommends, who stands in reserve."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="recommendations")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    dossier = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    selected = models.JSONField(default=list, help_text="codes; empty until the number is drawn")
    reserve = models.JSONField(default=list, help_text="codes, first choice first")
    facts = models.JSONField(default=dict, help_text="score, gap, least chance, number drawn ...")
    current = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel"], condition=Q(current=True), name="one_current_recommendation"
            )
        ]


class Departure(models.Model):
    """The authority departed from the recommendation: who out, who in, why, and to what effect."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="departures")
    out = models.ForeignKey(Nominee, null=True, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Nominee, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    language = models.CharField(max_length=8, default="en")
    breaks = models.JSONField(default=list, help_text="rules not kept after it")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(out__isnull=False) | Q(into__isnull=False)),
                name="departure_has_reason_and_person",
            )
        ]


class Seat(models.Model):
    """Somebody's time in the group; those who are no longer in it stay on record."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    nominee = models.ForeignKey(Nominee, on_delete=models.PROTECT, related_name="seats")
    via = models.CharField(max_length=12, choices=Via)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    breaks = models.JSONField(default=list, help_text="rules that the group did not keep then")
    since = models.DateField()
    until = models.DateField(null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)
    end_reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "nominee"], condition=Q(until__isnull=True), name="seat_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | ~Q(end=""), name="seat_ends_with_its_kind"
            ),
        ]


class Trial(models.Model):
    """What would be if: other seats, limits or quotas, and what they gave. Binds nobody."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="trials")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    settings = models.JSONField(default=dict, help_text="seats, limits and quotas tried")
    result = models.JSONField(default=dict, help_text="empty while it is computed")
    job = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["-pk"]


class Offer(models.Model):
    """A place in a regional group, offered by letter to somebody who was not chosen."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="offers")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    nominee = models.ForeignKey(Nominee, on_delete=models.PROTECT, related_name="offers")
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    answer_until = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    source = models.CharField(
        max_length=300, blank=True, help_text="how the answer came, where not by the link"
    )
    changes = models.PositiveSmallIntegerField(default=0, help_text="times it was answered")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["nominee"], name="one_offer_for_a_nominee"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="answer_to_offer_has_its_instant",
            ),
        ]


class GapCall(models.Model):
    """A call that is to fill what a group lacks; what it lacked then stays beside it."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="gap_calls")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="fills")
    gaps = models.JSONField(default=dict, help_text="quotas that were short, states with nobody")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=20)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "call"], name="gap_call_once_for_a_group")
        ]
