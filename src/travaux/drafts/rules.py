"""Who may do what with a text and its versions, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from travaux.core.ledger.canonical import digest
from travaux.correspondence.rules import is_named, may_go_out
from travaux.drafts.models import Paragraph, Suggestion, Version
from travaux.drafts.states import OPEN, VersionState
from travaux.people.models import Appointment, Person, Role, Topic
from travaux.people.queries import appointments_in, holds, last_outcome
from travaux.people.rules import kept_away_from, may_deal_with
from travaux.plumbing import clock
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

CLEARED_AS = "version"
DRAFTING = (Role.SECRETARIAT, Role.DRAFTER)
# (process, texts, instant) -> of these texts those that repeat words which are to be kept out:
# {place: (whether it may not be published so, sentence)}; the rooms that keep such words add theirs
Repeats = dict[int, tuple[bool, str]]
KEPT_OUT: list[Callable[[Process, Sequence[str], datetime], Repeats]] = []
PUBLISHING = "publishing"  # policy of a process: the roles that publish; both, where it is silent


def _is_person(person: Any) -> bool:
    return bool(person is not None and getattr(person, "pk", None))


def may_draft(person: Person | None, process: Process, at: datetime | None = None) -> Verdict:
    """The secretariat and the drafters of a process write its texts."""
    if not _is_person(person):
        return no("sign-in-first")
    return YES if holds(person, process.code, DRAFTING, at) else no("not-a-drafter")


def may_set_distribution(
    person: Person | None, process: Process, at: datetime | None = None
) -> Verdict:
    """The secretariat says to whom the documents of a process go."""
    if not _is_person(person):
        return no("sign-in-first")
    return (
        YES
        if holds(person, process.code, [Role.SECRETARIAT], at)
        else no("distribution-said-by-secretariat")
    )


def may_import(person: Person | None, process: Process, at: datetime | None = None) -> Verdict:
    """Who writes the texts of a process brings them in."""
    return may_draft(person, process, at)


def may_read(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """A published version is everyone's; before that its secretariat, drafters and clearers read it."""
    if version.state == VersionState.PUBLISHED:
        return YES
    if holds(person, version.text.process.code, DRAFTING, at) or clears_version(person, version):
        return YES
    return no("draft-not-public")


def may_edit(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """Words and structure change until the version is frozen."""
    allowed = may_draft(person, version.text.process, at)
    if not allowed:
        return allowed
    if version.state == VersionState.PUBLISHED:
        return no("version-published")
    return YES if version.state in OPEN else no("version-frozen")


def may_describe(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """Title, symbol, date and remark can be mended until the version is published."""
    allowed = may_draft(person, version.text.process, at)
    if allowed and version.state == VersionState.PUBLISHED:
        return no("version-published")
    return allowed


def delegation_of(
    person: Person | None, process_code: str, at: datetime | None = None
) -> Appointment | None:
    """The mandate in force by which a person speaks for a state: that of its focal point."""
    if not _is_person(person) or person is None:
        return None
    held = appointments_in(person, process_code, at or clock.now())
    return next((a for a in held if a.role == Role.FOCAL_POINT and a.country_id), None)


def may_take_position(
    person: Person | None, version: Version, at: datetime | None = None
) -> Verdict:
    """A focal point takes positions for its delegation, on a version that is out."""
    if not _is_person(person):
        return no("sign-in-first")
    if version.state != VersionState.PUBLISHED:
        return no("version-not-out")
    mandate = delegation_of(person, version.text.process.code, at)
    return YES if mandate is not None else no("no-delegation")


def may_suggest(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """A focal point suggests words for its delegation, beside a chair's text that is out."""
    allowed = may_take_position(person, version, at)
    if allowed and not version.beside:
        return no("not-a-chairs-text")
    return allowed


def may_withdraw_suggestion(
    person: Person | None, suggestion: Suggestion, at: datetime | None = None
) -> Verdict:
    """The delegation that made it takes it back, also under a later mandate."""
    allowed = may_suggest(person, suggestion.version, at)
    if not allowed:
        return allowed
    if suggestion.withdrawn_at is not None:
        return no("suggestion-gone")
    mandate = delegation_of(person, suggestion.version.text.process.code, at)
    mine = mandate is not None and mandate.country_id == suggestion.country_id
    return YES if mine else no("not-your-suggestion")


def may_freeze(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """Who may change a version may fix its numbers and words."""
    return may_edit(person, version, at)


def may_unfreeze(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """A frozen version can be opened again; a published one never."""
    allowed = may_describe(person, version, at)
    if allowed and version.state != VersionState.FROZEN:
        return no("version-still-open")
    return allowed


def may_publish(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """A frozen version is published by those whom the policy of the process names, once cleared."""
    allowed = may_describe(person, version, at)
    if not allowed:
        return allowed
    process = version.text.process
    roles = process.policies.get(PUBLISHING, list(DRAFTING))
    if not holds(person, process.code, roles, at):
        return no("publishing-is-the-secretariats")
    if version.state != VersionState.FROZEN:
        return no("version-not-frozen")
    barred = [row.number or row.anchor.key for row, bars, _why in repeats_of(version, at) if bars]
    if barred:
        return no("version-repeats-kept-words", paragraphs="; ".join(barred[:20]))
    return may_go_out(process.code, CLEARED_AS, version.key, lambda: what_is_published(version))


def repeats_of(version: Version, at: datetime | None = None) -> list[tuple[Paragraph, bool, str]]:
    """The paragraphs that repeat words which are to be kept out of public texts: whether that bars
    publishing, and the sentence that says why."""
    if not KEPT_OUT:
        return []
    rows = list(version.paragraphs.select_related("anchor").order_by("position"))
    texts = ["\n".join([r.body, *(str(c) for line in r.rows for c in line)]) for r in rows]
    found: dict[int, tuple[bool, str]] = {}
    for ask in KEPT_OUT:
        found |= ask(version.text.process, texts, at or clock.now())
    return [(rows[place], *found[place]) for place in sorted(found)]


def what_is_published(version: Version) -> str:
    """The digest of a version as it would be published: its head, its paragraphs, its notes."""
    told = {
        "text": version.text.key,
        "number": version.number,
        "titles": version.titles,
        "symbol": version.symbol,
        "dated_on": version.dated_on.isoformat() if version.dated_on else "",
        "remark": version.remark,
        "language": version.language,
        **({"distribution": version.distribution} if version.distribution else {}),
        **({"agenda": version.agenda} if version.agenda else {}),
        "paragraphs": [
            list(row)
            for row in version.paragraphs.order_by("position").values_list(
                "kind", "level", "number", "label", "body", "marks", "notes", "rows"
            )
        ],
    }
    return digest(told)


def clears_version(person: Person | None, version: Version) -> bool:
    """Whoever is named to clear or approve the publication of a version reads it."""
    return is_named(person, version.text.process.code, CLEARED_AS, version.key)


def may_start_from(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """The next version is begun from one that is frozen or published."""
    allowed = may_draft(person, version.text.process, at)
    if allowed and version.state in OPEN:
        return no("version-still-open")
    return allowed


def may_discard(person: Person | None, version: Version, at: datetime | None = None) -> Verdict:
    """An import that went wrong is thrown away while it is in preview."""
    allowed = may_draft(person, version.text.process, at)
    if allowed and version.state != VersionState.PREVIEW:
        return no("version-in-use")
    return allowed


def topics_touched(paragraph: Paragraph, topics: Iterable[Topic]) -> list[Topic]:
    """Which of these topics a paragraph is about: by itself, or by a heading it stands under."""
    above = [paragraph.anchor.key]
    deepest = paragraph.level if paragraph.kind == "heading" else None
    headings = (
        Paragraph.objects.filter(
            version_id=paragraph.version_id, kind="heading", position__lt=paragraph.position
        )
        .order_by("-position")
        .values_list("level", "anchor__key")
    )
    for level, key in headings.iterator():
        if deepest is None or level < deepest:
            above.append(key)
            deepest = level
            if level <= 1:
                break
    return [topic for topic in topics if set(topic.sections) & set(above)]


def may_work_on(
    person: Person | None, process_code: str, paragraphs: Iterable[Paragraph | None]
) -> Verdict:
    """Whom the assessment of their interests keeps away from a topic does not deal with it here."""
    if person is None or last_outcome(person, process_code) is None:
        return YES
    away = kept_away_from(person, process_code)
    if not away:
        return may_deal_with(person, process_code)
    for paragraph in paragraphs:
        touched = topics_touched(paragraph, away) if paragraph is not None else []
        verdict = may_deal_with(person, process_code, touched)
        if not verdict:
            return verdict
    return YES
