"""A text, its versions, the identities of its paragraphs, and the paragraphs as they stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.drafts.states import Agreement, Distribution, Stance, VersionState
from travaux.people.models import Country
from travaux.plumbing.keys import plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Deliverable, Milestone, Process


class Text(models.Model):
    """What is drafted, through all its versions."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="texts")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    titles = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="en", help_text="source language")
    deliverable = models.ForeignKey(
        Deliverable, null=True, on_delete=models.SET_NULL, related_name="texts"
    )
    demonstration = models.BooleanField(default=False)


class Version(models.Model):
    """One state of a text that can be cited: zero draft, second draft, final."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="versions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    number = models.PositiveSmallIntegerField(help_text="order among the versions of the text")
    titles = models.JSONField(default=dict)
    symbol = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True)
    language = models.CharField(max_length=8, default="en")
    distribution = models.CharField(
        max_length=10, choices=Distribution, blank=True, help_text="blank: as the process has it"
    )
    agenda = models.CharField(
        max_length=300, blank=True, help_text="session and agenda item, as the masthead has them"
    )
    beside = models.BooleanField(
        default=False, help_text="a chair's text: suggestions are collected beside it, not in it"
    )
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.PREVIEW)
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next")
    milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)
    problems = models.JSONField(default=list, help_text="what the import could not place")
    remark = models.TextField(blank=True, help_text="such as: edits are for demonstration")
    revision = models.PositiveIntegerField(default=0, help_text="counts changes of structure")
    content_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=20)
    published_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_version_has_its_instant",
            ),
        ]

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED


class Anchor(models.Model):
    """The identity of a paragraph through the versions of a text; not its number."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="anchors")
    key = models.CharField(max_length=20, unique=True, default=plain_key)


class Paragraph(models.Model):
    """A block of a text (heading, paragraph, sub-paragraph, table) as it stands in one version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="paragraphs")
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="standings")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, help_text="as in core.texts.document.BlockKind")
    level = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    marks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    hash = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="of kind and words, not of the number"
    )
    revision = models.PositiveIntegerField(default=0)
    frozen = models.BooleanField(
        default=False, help_text="the version is published: the database refuses any change"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="anchor_once_in_version")
        ]
        indexes = [models.Index(fields=["version", "position"])]


class Stand(models.Model):
    """What a delegation holds on one bracket of a paragraph, beside the text.

    `bracket` counts from 0 as the paragraph reads, `wording` is the bracket as it read when the
    position was taken; `mandate` is the appointment under which it was. What was lifted stays.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="stands")
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="stands")
    bracket = models.PositiveSmallIntegerField()
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance)
    note = models.TextField(blank=True)
    wording = models.TextField()
    mandate = models.CharField(max_length=20, help_text="key of an appointment")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "anchor", "bracket", "country"],
                condition=Q(lifted_at__isnull=True),
                name="one_position_of_a_state_on_a_bracket",
            )
        ]


class ParagraphStatus(models.Model):
    """How far the negotiation of a paragraph is in a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="statuses")
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=14, choices=Agreement)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="one_status_of_a_paragraph")
        ]


class Suggestion(models.Model):
    """Words that a delegation would have in a paragraph of a chair's text, beside the text.

    `wording` is the paragraph as it read. What was withdrawn stays on record.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="suggestions")
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="suggestions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    reason = models.TextField(blank=True)
    wording = models.TextField()
    mandate = models.CharField(max_length=20, help_text="key of an appointment")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["version", "anchor"], name="drafts_suggestion_by_anchor")]


class PrintedLines(models.Model):
    """On which page and line of the printed draft each paragraph stands, as it was published."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="printed_lines")
    rows = models.JSONField(help_text="from page, from line, to page, to line, identity")
    at = models.DateTimeField()


class Likeness(models.Model):
    """A person decided whether what looked alike is one paragraph, or a part of it.

    `old` is the identity in the version before, `new` the one in `version`. Where whole paragraphs
    are held to be one, the identity itself goes on; the decision is kept for parts, and for
    refusals, so that nobody is asked twice.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="likenesses")
    old = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="+")
    new = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField()
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "old", "new"], name="likeness_decided_once")
        ]


class EditKind(models.TextChoices):
    """What was done to a paragraph of an open version."""

    WORDS = "words"
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"


class ParagraphEdit(models.Model):
    """What was done to a paragraph of a working version: its words before and after, who, when.

    The history goes by the anchor: it stays when the paragraph is taken out.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="edits")
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="edits")
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.SET_NULL, related_name="edits"
    )
    what = models.CharField(max_length=10, choices=EditKind, default=EditKind.WORDS)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["version", "anchor"], name="drafts_edit_by_anchor")]
