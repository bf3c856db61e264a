"""Texts and versions that a person may see, and one of them by its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from travaux.drafts.models import Paragraph, ParagraphEdit, Text, Version
from travaux.drafts.rules import DRAFTING, may_read
from travaux.drafts.states import VersionState
from travaux.drafts.weaving import redlined
from travaux.people.models import Person
from travaux.people.queries import holds
from travaux.plumbing.keeping import Keep
from travaux.plumbing.verdicts import require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with what the list says of it."""

    version: Version
    paragraphs: int
    sections: int
    before: Version | None  # the version it is compared with, where the person may read it


def versions_visible_to(person: Person | None, process: Process) -> QuerySet[Version]:
    """The versions of a process that a person may read."""
    found = Version.objects.filter(text__process=process).select_related("text")
    if holds(person, process.code, DRAFTING):
        return found
    return found.filter(state=VersionState.PUBLISHED)


def texts_of(person: Person | None, process: Process) -> list[tuple[Text, list[VersionRow]]]:
    """Each text with the versions that a person may read, the newest first."""
    versions = (
        versions_visible_to(person, process)
        .annotate(
            numbered=Count(
                "paragraphs", filter=Q(paragraphs__kind="paragraph") & ~Q(paragraphs__number="")
            ),
            headings=Count("paragraphs", filter=Q(paragraphs__kind="heading")),
        )
        .order_by("-number")
    )
    texts = Text.objects.filter(process=process).order_by("pk")
    found: list[tuple[Text, list[VersionRow]]] = []
    for text in texts.prefetch_related(Prefetch("versions", versions, to_attr="seen")):
        seen = list(text.seen)
        older = {v.pk: v for v in seen}
        rows = [
            VersionRow(
                v,
                v.numbered,
                v.headings,
                older.get(v.based_on_id or 0)
                or next((o for o in seen if o.number < v.number), None),
            )
            for v in seen
        ]
        if rows:
            found.append((text, rows))
    return found


def version_for(process_code: str, key: str, person: Person | None) -> Version:
    """The version with this key, if the person may read it.

    Errors: Http404 where this process has none such; Refusal ("draft-not-public") where the
    version is not public and the person does not write it.
    """
    version = _version(process_code, key)
    if version is None:
        raise Http404(key)
    require(may_read(person, version))
    return version


def _version(process_code: str, key: str) -> Version | None:
    return (
        Version.objects.select_related("text__process", "based_on")
        .filter(key=key, text__process__code=process_code)
        .first()
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A version, mostly a published one, and the one before it, for pages that only show them."""

    version: Version
    before: Version | None


_published: Keep[Published | None] = Keep(200)


def published_version(process_code: str, key: str, state: str) -> Published | None:
    """A published version, read once for each state of the record; None where it is not public.

    Never to be handed to an action: what is kept is shared by all who read.
    """

    def read() -> Published | None:
        version = _version(process_code, key)
        if version is None or not version.is_published:
            return None
        return Published(version, ancestor_of(version))

    return _published.get((state, process_code, key), read) if state else read()


def paragraph_in(version: Version, anchor: str) -> Paragraph:
    """The paragraph of a version that has this identity. Errors: Http404."""
    found = version.paragraphs.select_related("anchor").filter(anchor__key=anchor).first()
    if found is None:
        raise Http404(anchor)
    return found


def working_version_of(based_on: Version) -> Version | None:
    """The version that is being worked on from this one, where there is one."""
    return (
        Version.objects.filter(based_on=based_on)
        .exclude(state=VersionState.PUBLISHED)
        .order_by("-number")
        .first()
    )


def ancestor_of(version: Version) -> Version | None:
    """The version before: the one it was made from, else the one numbered before it."""
    if version.based_on_id:
        return version.based_on
    return (
        Version.objects.filter(text_id=version.text_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )


EDITS_PAGE = 50


@dataclass(frozen=True, slots=True)
class EditPage:
    """A page of the history of a version, the newest first."""

    rows: list[dict[str, Any]]
    total: int
    pages: int


def edits_of(version: Version, page: int = 1) -> EditPage:
    """What was done to the paragraphs of a version, with the names of those who did."""
    found = ParagraphEdit.objects.filter(version=version).select_related("anchor").order_by("-pk")
    total = found.count()
    start = (page - 1) * EDITS_PAGE
    return EditPage(
        _named(list(found[start : start + EDITS_PAGE])), total, max(1, -(-total // EDITS_PAGE))
    )


def taken_out(version: Version) -> list[Paragraph]:
    """The paragraphs of the version before that do not stand in this one."""
    standing = Paragraph.objects.filter(version=version).values("anchor_id")
    return list(
        Paragraph.objects.filter(version=version.based_on)
        .exclude(anchor_id__in=standing)
        .select_related("anchor")[:200]
    )


def _named(edits: list[ParagraphEdit]) -> list[dict[str, Any]]:
    names = dict(
        Person.objects.filter(key__in={edit.by_key for edit in edits}).values_list("key", "name")
    )
    return [
        {
            "edit": edit,
            "who": names.get(edit.by_key, edit.by_key),
            "redline": redlined(edit.before, edit.after),
        }
        for edit in edits
    ]


def history_of(version: Version, anchor: str) -> list[dict[str, Any]]:
    """What was done to a paragraph of a version, the newest first, with names of those who did."""
    edits = ParagraphEdit.objects.filter(version=version, anchor__key=anchor)
    return _named(list(edits.order_by("-pk")[:100]))


def headings_of_process(process_code: str) -> list[tuple[str, str]]:
    """The headings of each text of a process as its latest version has them: identity, words."""
    found: list[tuple[str, str]] = []
    for text in Text.objects.filter(process__code=process_code).order_by("pk"):
        latest = text.versions.order_by("-number").first()
        if latest is None:
            continue
        rows = latest.paragraphs.filter(kind="heading").select_related("anchor")
        found += [(row.anchor.key, f"{row.number} {row.body}".strip()[:120]) for row in rows[:400]]
    return found
