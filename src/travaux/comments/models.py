"""Submissions (one receipt each), their comments, and what became of a comment's place and words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.comments.states import IntakeState, Mark, Scope, SubmissionState
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.people.models import Country, Organisation, Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile


def comment_key() -> str:
    return new_key("c")


class Capacity(models.TextChoices):
    """For whom one speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    EXPERT = "expert"  # in a personal capacity; never counted as the nominator being heard


class Submission(models.Model):
    """One or several comments handed in together, in one capacity, with one receipt."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    author = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    entered_by = models.CharField(max_length=20, blank=True, help_text="key; on behalf, or import")
    capacity = models.CharField(max_length=14, choices=Capacity, default=Capacity.PERSON)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    member = models.CharField(max_length=300, blank=True, help_text="designation as received")
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    nil = models.BooleanField(default=False, help_text="the reply: no comment on this round")
    source = models.CharField(max_length=12, default="web", help_text="web, table")
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)
    receipt = models.CharField(max_length=24, null=True, unique=True)
    form_token = models.CharField(max_length=40, null=True, help_text="a double click counts once")
    salt = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    places = models.JSONField(default=list, help_text="as the receipt names them")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    held = models.BooleanField(
        default=False, help_text="waited before it came among the others; its number came then"
    )
    protected = models.BooleanField(
        default=False, help_text="who wrote it is known to named persons alone"
    )
    name_shown = models.BooleanField(default=True, help_text="the author lets the name be shown")
    from_inbox = models.ForeignKey(
        "IntakeFile",
        null=True,
        on_delete=models.SET_NULL,
        related_name="entered",
        help_text="the file of the inbox from which it was entered by hand",
    )
    said_in = models.JSONField(
        default=dict, help_text="the meeting it was said in, and to whom it is ascribed; else empty"
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_token"], name="form_sent_once"),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(submitted_at__isnull=False, receipt__isnull=False),
                name="submitted_has_instant_and_receipt",
            ),
            models.CheckConstraint(
                condition=Q(nil=False) | Q(country__isnull=False) | Q(organisation__isnull=False),
                name="no_comment_is_a_party_s_reply",
            ),
            models.UniqueConstraint(
                fields=["round", "country"],
                condition=Q(nil=True, state="submitted", country__isnull=False),
                name="one_no_comment_per_state",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(nil=True, state="submitted", organisation__isnull=False),
                name="one_no_comment_per_organisation",
            ),
        ]


class Comment(models.Model):
    """One point: type, words, perhaps a proposed wording, on a place of the text."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    key = models.CharField(max_length=20, unique=True, default=comment_key)
    number = models.PositiveIntegerField(null=True, help_text="in the round; given on submission")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.PARAGRAPH)
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="comments"
    )
    type = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    proposed = models.TextField(blank=True)
    quote = models.TextField(blank=True, help_text="the words of the paragraph it was made on")
    language = models.CharField(max_length=8, blank=True)
    read_in = models.CharField(
        max_length=8, blank=True, help_text="the translation it was made on; blank: the source"
    )
    clause_received = models.CharField(max_length=300, blank=True)
    paragraph_received = models.CharField(max_length=300, blank=True)
    line_received = models.CharField(max_length=100, blank=True)
    type_received = models.CharField(max_length=100, blank=True)
    observation_received = models.TextField(blank=True)
    row_received = models.PositiveIntegerField(null=True)
    extra_received = models.JSONField(default=dict)
    why_unplaced = models.CharField(max_length=60, blank=True)
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="points"
    )
    point = models.PositiveSmallIntegerField(default=0, help_text="1, 2, ... of a split comment")
    is_split = models.BooleanField(default=False, help_text="its points are answered, not it")
    withdrawn_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=10, blank=True, choices=Mark, default=Mark.NONE)

    class Meta:
        ordering = ["number", "point", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number", "point"],
                condition=Q(number__isnull=False),
                name="comment_number_once_in_round",
            )
        ]
        indexes = [models.Index(fields=["round", "paragraph"])]

    @property
    def quoted_in_margin(self) -> str:
        """The words of the draft on which it hung in the file it came in; "" without such."""
        if self.extra_received.get("travaux:kind") != "comment":
            return ""
        return str(self.extra_received.get("travaux:quote", ""))

    @property
    def resolved_in_file(self) -> bool:
        """Whether it was ticked as resolved in the file it came in."""
        return "travaux:resolved" in self.extra_received


class Revision(models.Model):
    """What a comment said before its author amended it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    type = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    proposed = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Original(models.Model):
    """What a comment said before moderation took words out of it; for those entitled to read it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="original")
    text = models.TextField()
    proposed = models.TextField(blank=True)


class PlaceChange(models.Model):
    """A comment was moved to another place; where it was stays on record."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="place_changes")
    scope_before = models.CharField(max_length=10)
    paragraph_before = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Intake(models.Model):
    """Files that were dropped in together, to be read, looked at, and taken in."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="intakes")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    job = models.CharField(max_length=20, blank=True)
    late = models.BooleanField(default=False)
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class IntakeFile(models.Model):
    """One of these files: what it is, for whom it speaks, and what became of it."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.WAITING)
    member = models.CharField(max_length=300, blank=True)
    capacity = models.CharField(max_length=14, choices=Capacity, default=Capacity.STATE)
    comments = models.PositiveIntegerField(default=0)
    unplaced = models.PositiveIntegerField(default=0)
    said = models.JSONField(
        default=dict, help_text="what stopped it (code, facts), or what it says at first sight"
    )
    source = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="attached", help_text="the mail"
    )

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "place"], name="one_file_in_each_place")
        ]


class RowDecisions(models.Model):
    """What a person decided about the rows of a file before it came in, kept from page to page."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField(default=dict, help_text="number: place, out, or take")
    by_key = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "file"], name="decided_once_for_each_file")
        ]
