"""Best practices on one template, who reviews them, and what is held by those whose knowledge it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from travaux.evidence.models.questions import Level
from travaux.people.models import Country, Person
from travaux.plumbing.keys import new_key, plain_key
from travaux.plumbing.models import StoredFile
from travaux.roadmap.models import Process

TEMPLATE = (
    "context", "problem", "action", "results", "evidence", "costs", "risks", "transferability",
    "says_so",
)  # fmt: skip


def practice_key() -> str:
    return new_key("b")


class PracticeState(models.TextChoices):
    """The life of a practice: written, handed in, reviewed and decided, and published."""

    DRAFT = "draft"
    UNCHECKED = "unchecked"  # handed in without an account: its mail was not followed yet
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Use(models.TextChoices):
    """What those who hold a piece of knowledge may allow, one by one."""

    LIBRARY = "library"  # the public pages
    FILES = "files"  # lists to take away, and what is attached
    FINDINGS = "findings"  # named and quoted as a source of findings, questions and paragraphs
    RELEASES = "releases"  # the frozen releases of the assessment
    MACHINES = "machines"  # JSON and the command line


class Library(models.Model):
    """How the library of one process takes practices in."""

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="library")
    open = models.BooleanField(default=True, help_text="practices are taken in")
    without_account = models.BooleanField(default=True)
    fewest_reviews = models.PositiveSmallIntegerField(default=2)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()


class PracticeTheme(models.Model):
    """What practices of a process are sorted by."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="practice_themes")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]


class PracticeCriterion(models.Model):
    """One thing by which practices are reviewed: its scale, and how much it weighs."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="practice_criteria")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()
    low = models.SmallIntegerField(default=1)
    high = models.SmallIntegerField(default=5)
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__gt=F("low")), name="practice_scale_goes_upwards"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0), name="practice_criterion_weighs_something"
            ),
        ]


class Practice(models.Model):
    """One practice in the language that it was written in. `words` is the template, part by part.

    `revision` counts changes of the words: a review is of one revision. `name` and `email` are
    those of who wrote it without an account; they go when it lapses or is disowned.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="practices")
    key = models.CharField(max_length=20, unique=True, default=practice_key)
    number = models.PositiveIntegerField(null=True, help_text="given when it is handed in")
    state = models.CharField(max_length=10, choices=PracticeState, default=PracticeState.DRAFT)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    words = models.JSONField(default=dict)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=14, choices=Level, blank=True)
    year = models.PositiveSmallIntegerField(null=True, help_text="since when it is done")
    themes = models.JSONField(default=list, help_text="keys of themes")
    targets = models.JSONField(default=list, help_text="codes of SDG targets")
    traditional = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="practices"
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    origin = models.CharField(max_length=32, blank=True, help_text="keyed digest of where from")
    form_token = models.CharField(max_length=40, null=True, unique=True)
    receipt = models.CharField(max_length=24, null=True, unique=True)
    salt = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, help_text="of what was handed in")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, help_text="the mail was followed")
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was returned or declined")
    reason_language = models.CharField(max_length=8, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="its words were taken away")
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["process", "state"], name="practices_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="practice_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "declined"]) | ~Q(reason=""),
                name="returned_or_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_practice_has_its_instant",
            ),
        ]


class PracticeFile(models.Model):
    """A file that belongs to a practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="attached")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class PracticeReview(models.Model):
    """How one reviewer scores one revision. Never changed: a later one counts instead.

    `scores`: {key of the criterion: score}. `blind`: given before the others' could be seen.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    of_revision = models.PositiveIntegerField()
    scores = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    blind = models.BooleanField(default=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["practice", "of_revision"], name="reviews_of_a_practice")]


class Held(models.Model):
    """The side of a practice that belongs to the holders of the knowledge in it.

    Nothing of it is shown or taken anywhere but by `uses`, and only while consent stands. `marks`
    are one-way digests of runs of its words, so that they can be kept out of other texts.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="held")
    holders = models.TextField(blank=True, help_text="the people or community whose it is")
    protocol = models.TextField(blank=True, help_text="by which way they were asked")
    conditions = models.TextField(blank=True, help_text="of use, in their own words")
    labels = models.JSONField(default=list, help_text="codes of TK labels")
    uses = models.JSONField(default=list)
    consent_on = models.DateField(null=True, help_text="free, prior and informed")
    consent_until = models.DateField(null=True, help_text="the last day; empty: until withdrawn")
    consent_file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+"
    )
    marks = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, help_text="the holders took consent back")
