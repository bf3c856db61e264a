"""Contacts as the secretariat keeps them: offices, who holds which post there, and lists of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.people.models.countries import Country
from travaux.plumbing.keys import plain_key


class Kind(models.TextChoices):
    """What an office is to the process."""

    MISSION = "mission"
    MINISTRY = "ministry"
    FOCAL_POINT = "focal-point"
    OBSERVER = "observer"
    ORGANISATION = "organisation"
    OTHER = "other"


class Contact(models.Model):
    """An office that is written to: a mission, a ministry, a focal point, an organisation.

    `extra` keeps what came in a table and has no column here, and values that were replaced.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=14, choices=Kind)
    country = models.ForeignKey(
        Country, null=True, on_delete=models.PROTECT, related_name="contacts"
    )
    office = models.CharField(max_length=300, blank=True, help_text="as it stands on an envelope")
    language = models.CharField(max_length=8, blank=True, help_text="working language")
    email = models.CharField(max_length=254, blank=True)
    copies = models.JSONField(default=list, help_text="addresses that get copies")
    telephone = models.CharField(max_length=80, blank=True)
    address = models.TextField(blank=True)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["process_code", "kind"])]


class Post(models.Model):
    """A person holds a post at an office, from and to; ISO texts as exact as they are known."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    salutation = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since="") | Q(until="") | Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            )
        ]


class ContactTable(models.Model):
    """A table of contacts that was handed in: its columns, what they are taken as, its rows."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    headings = models.JSONField(default=list)
    fields = models.JSONField(default=list, help_text="what each column is taken as")
    default_kind = models.CharField(max_length=14, blank=True)
    problems = models.JSONField(default=list)
    received_at = models.DateTimeField()
    brought_in_at = models.DateTimeField(null=True)


class RowState(models.TextChoices):
    """What became of a row of a table."""

    UNREAD = "unread"
    WAITING = "waiting"
    TAKEN = "taken"
    SET_ASIDE = "set-aside"


class ContactRow(models.Model):
    """A row of a table; it stays until somebody decided, and loses its cells once it is taken."""

    table = models.ForeignKey(ContactTable, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RowState, default=RowState.UNREAD)
    problems = models.JSONField(default=list)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="rows")
    like = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    like_why = models.CharField(max_length=10, blank=True)
    like_score = models.FloatField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="one_row_per_number")
        ]


class DistributionList(models.Model):
    """Who gets what is sent: by rule, by hand, or both. An empty rule matches nobody."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    process_code = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    kinds = models.JSONField(default=list, help_text="kinds of contacts; empty: by hand alone")
    standings = models.JSONField(default=list, help_text="member, observer, other; empty: any")
    groups = models.JSONField(default=list, help_text="codes of groups; empty: any")
    languages = models.JSONField(default=list, help_text="working languages; empty: any")
    added = models.ManyToManyField(Contact, related_name="+")
    left_out = models.ManyToManyField(Contact, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process_code", "name"], name="one_list_per_name_in_process"
            )
        ]
