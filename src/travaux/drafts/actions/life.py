"""From open to frozen to published; and what stands at the head of a version until then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from travaux.core.texts.line_numbers import LineMap
from travaux.drafts.facts import VersionPublished
from travaux.drafts.models import PrintedLines, Version
from travaux.drafts.queries.standing import content_hash_of, distribution_of
from travaux.drafts.rules import may_describe, may_freeze, may_publish, may_unfreeze
from travaux.drafts.states import MOVES, Distribution, VersionState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.reactions import announce
from travaux.plumbing.tasks import later
from travaux.plumbing.verdicts import refuse, require


@action
def describe_version(
    *,
    by: Person,
    version: Version,
    at: datetime,
    titles: Mapping[str, str] | None = None,
    symbol: str | None = None,
    dated_on: date | None = None,
    remark: str | None = None,
    language: str | None = None,
    distribution: str | None = None,
    agenda: str | None = None,
    beside: bool | None = None,
) -> Version:
    """Title, symbol, distribution, agenda item, date, language, remark: until it is published.

    What is not given stays as it is. `beside` makes it a chair's text: suggestions are collected
    beside it and not in it.
    """
    require(may_describe(by, version, at))
    if distribution and distribution not in Distribution.values:
        raise refuse("distribution-unknown")
    wanted = {
        "titles": {k: v for k, v in titles.items() if v} if titles is not None else None,
        "symbol": symbol,
        "dated_on": dated_on,
        "remark": remark,
        "language": language,
        "distribution": distribution,
        "agenda": agenda,
        "beside": beside,
    }
    changed = {k: v for k, v in wanted.items() if v is not None and v != getattr(version, k)}
    if not changed:
        nothing_to_record()
        return version
    moved = (
        Version.objects.filter(pk=version.pk)
        .exclude(state=VersionState.PUBLISHED)
        .update(**changed)
    )
    if not moved:
        raise refuse("version-published")
    for name, value in changed.items():
        setattr(version, name, value)
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"changed": sorted(changed)},
    )
    return version


@action
def freeze_version(*, by: Person, version: Version, at: datetime) -> Version:
    """Numbers and words are fixed; the version is not public yet."""
    require(may_freeze(by, version, at))
    move(version, MOVES, "freeze")
    count = version.paragraphs.count()
    if not count:
        raise refuse("version-without-paragraphs")
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"paragraphs": count},
    )
    return version


@action
def unfreeze_version(*, by: Person, version: Version, at: datetime) -> Version:
    """A frozen version is opened again; from now on each change of a paragraph is kept."""
    require(may_unfreeze(by, version, at))
    move(version, MOVES, "unfreeze")
    record(by=by, subject=version.key, process=version.text.process.code, at=at)
    return version


@action
def publish_version(*, by: Person, version: Version, at: datetime) -> Version:
    """A frozen version becomes public, for ever as it is: the database itself keeps it so.

    Where no date was given, it bears the date of this day; where no distribution, that of the
    process, which may change later.
    """
    require(may_publish(by, version, at))
    held = (
        Version.objects.select_for_update()
        .select_related("text__process")
        .filter(pk=version.pk, state=VersionState.FROZEN)
        .first()
    )
    if held is None:
        raise refuse("moved-meanwhile")
    held.dated_on = held.dated_on or at.date()
    held.distribution = distribution_of(held)
    fingerprint = content_hash_of(held)
    count = held.paragraphs.update(frozen=True)
    move(
        version,
        MOVES,
        "publish",
        published_at=at,
        content_hash=fingerprint,
        dated_on=held.dated_on,
        distribution=held.distribution,
    )
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"content_hash": fingerprint, "paragraphs": count, "number": version.number},
    )
    announce(VersionPublished(version, by, at))
    later("travaux.drafts.tasks.map_lines", version.key)
    return version


@action
def keep_line_map(*, by: Person | None, version: Version, lines: LineMap, at: datetime) -> None:
    """The pages and lines of a published version are kept once, for tables that go by them."""
    if not version.is_published:
        raise refuse("version-not-printed")
    held, new = PrintedLines.objects.get_or_create(
        version=version, defaults={"rows": lines.as_rows(), "at": at}
    )
    if not new:
        nothing_to_record()
        return
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"places": len(held.rows), "pages": max((row[2] for row in held.rows), default=0)},
    )
