"""What stands behind paragraphs, as a reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from travaux.drafts.models import Anchor, Paragraph, Version
from travaux.drafts.queries.standing import block_of, words_hash
from travaux.evidence.models import Finding, FindingState, Use
from travaux.evidence.queries.findings import findings_visible_to
from travaux.evidence.queries.questions import WITHHELD, gone_of, offered_of
from travaux.evidence.rules.held import guarded_marks, repeats
from travaux.grounds.models import Ground, Waiver
from travaux.grounds.states import Bearing, GroundKind
from travaux.people.models import Person
from travaux.plumbing.languages import choose
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Shown:
    """A ground as it is read: its name and place, and whether it still holds.

    `changed`: the words of the paragraph are other than those it was confirmed on. `fallen`: the
    finding was withdrawn, or the thing is not there any more. `withheld`: it may not be shown.
    """

    ground: Ground
    title: str
    language: str
    address: tuple[str, str]  # (name of a page of findings and key), or ("", web address)
    changed: bool
    fallen: bool
    disputed: bool = False
    withheld: bool = False

    @property
    def reason(self) -> str:
        """Why it stands there; not where that could quote what is kept back."""
        return "" if self.withheld else self.ground.reason


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph with what stands behind it."""

    paragraph: Paragraph
    grounds: tuple[Shown, ...]
    waiver: Waiver | None

    def count(self, bearing: str) -> int:
        return sum(1 for g in self.grounds if g.ground.bearing == bearing and not g.fallen)

    @property
    def supports(self) -> int:
        return self.count(Bearing.SUPPORTS)

    @property
    def limits(self) -> int:
        return self.count(Bearing.LIMITS)

    @property
    def contradicts(self) -> int:
        return self.count(Bearing.CONTRADICTS)

    @property
    def changed(self) -> bool:
        return any(g.changed for g in self.grounds)

    @property
    def bare(self) -> bool:
        """Nothing stands behind it, and nobody said that nothing needs to."""
        return self.waiver is None and not any(not g.fallen for g in self.grounds)


def needs_ground(paragraph: Paragraph) -> bool:
    """Headings stand for themselves; all other words of a text are to have their ground."""
    return paragraph.kind != "heading" and bool(paragraph.body.strip() or paragraph.rows)


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that may be a ground, as it is named."""

    title: str
    language: str
    address: tuple[str, str]
    fallen: bool = False
    disputed: bool = False


Subjects = dict[tuple[str, str, str], Subject]


def subjects_of(process: Process, person: Person | None, at: datetime) -> Subjects:
    """Everything that may stand behind a paragraph and that this reader may see, by its name."""
    found: Subjects = {}
    for finding in findings_visible_to(person, process, at):
        found[GroundKind.FINDING, finding.key, ""] = _finding(finding)
    for (kind, key, part), (title, address) in offered_of(process).items():
        if kind in GroundKind.values:
            found[kind, key, part] = Subject(title, "", ("", address))
    for (kind, key, part), why in gone_of(process).items():
        if kind in GroundKind.values:
            found[kind, key, part] = Subject(why, "", ("", ""), fallen=True)
    return found


def _finding(finding: Finding) -> Subject:
    words, language = choose(finding.statements)
    return Subject(
        f"{finding.number}. {words}",
        language,
        ("evidence:finding", finding.key),
        fallen=finding.state == FindingState.WITHDRAWN,
        disputed=bool(finding.settled_at and not finding.box),
    )


def hash_of(paragraph: Paragraph) -> str:
    """The mark of the words of a paragraph, not of its number."""
    return paragraph.hash or words_hash(block_of(paragraph))


def _shown(
    ground: Ground, paragraph: Paragraph | None, subjects: Subjects, guarded: frozenset[str]
) -> Shown | None:
    subject = subjects.get((ground.kind, ground.subject_key, ground.part))
    if subject is None and ground.kind == GroundKind.FINDING:
        return None  # a finding that is not public yet is not hinted at either
    unnamed = subject is None and ground.kind in WITHHELD
    return Shown(
        ground,
        subject.title
        if subject
        else (_("An entry that is not shown") if unnamed else ground.subject_key),
        subject.language if subject else "",
        subject.address if subject else ("", ""),
        paragraph is not None and ground.words_hash != hash_of(paragraph),
        subject.fallen if subject else True,
        subject.disputed if subject else False,
        unnamed or repeats([ground.reason], guarded),
    )


def standings_of(
    version: Version, person: Person | None, at: datetime, anchors: Sequence[str] = ()
) -> list[Standing]:
    """Each paragraph of a version that is to have a ground, with what stands behind it."""
    process = version.text.process
    rows = version.paragraphs.select_related("anchor").order_by("position")
    if anchors:
        rows = rows.filter(anchor__key__in=anchors)
    paragraphs = [p for p in rows if anchors or needs_ground(p)]
    held: dict[int, list[Ground]] = defaultdict(list)
    for ground in grounds_on(p.anchor_id for p in paragraphs):
        held[ground.anchor_id].append(ground)
    waivers = {
        w.anchor_id: w
        for w in Waiver.objects.filter(process=process, ended_at__isnull=True).order_by("pk")
    }
    subjects = subjects_of(process, person, at) if held else {}
    guarded = guarded_marks(process.pk, Use.FINDINGS, at) if held else frozenset()
    return [
        Standing(
            p,
            tuple(s for g in held[p.anchor_id] if (s := _shown(g, p, subjects, guarded))),
            waivers.get(p.anchor_id),
        )
        for p in paragraphs
    ]


def grounds_on(anchors: Iterable[int]) -> list[Ground]:
    """The grounds that stand on these identities of paragraphs, in the order they were named."""
    found = Ground.objects.filter(anchor_id__in=list(anchors), ended_at__isnull=True)
    return list(found.select_related("version").order_by("pk"))


def waiver_of(anchor: Anchor) -> Waiver | None:
    """Why a paragraph needs no ground, where somebody said so."""
    return Waiver.objects.filter(anchor=anchor, ended_at__isnull=True).order_by("-pk").first()


def grounds_of_anchor(
    anchor: Anchor, paragraph: Paragraph | None, person: Person | None, at: datetime
) -> list[Shown]:
    """What stands behind one paragraph, as its biography tells it."""
    found = grounds_on([anchor.pk])
    if not found:
        return []
    subjects = subjects_of(found[0].process, person, at)
    guarded = guarded_marks(found[0].process_id, Use.FINDINGS, at)
    return [s for g in found if (s := _shown(g, paragraph, subjects, guarded))]


def paragraphs_standing_on(process: Process, kind: str, key: str) -> list[tuple[Ground, Paragraph]]:
    """The paragraphs of published versions behind which a thing stands, each in its newest one."""
    grounds = Ground.objects.filter(
        process=process, kind=kind, subject_key=key, ended_at__isnull=True
    ).order_by("pk")
    held = {g.anchor_id: g for g in grounds}
    newest: dict[int, Paragraph] = {}
    rows = Paragraph.objects.filter(anchor_id__in=held, version__state="published")
    for row in rows.select_related("version", "anchor").order_by("version__number", "position"):
        newest[row.anchor_id] = row
    return [(held[anchor], row) for anchor, row in newest.items()]


def newest_version(process: Process, drafting: bool) -> Version | None:
    """The version that the list shows unless another is asked for."""
    found = Version.objects.filter(text__process=process).select_related("text__process")
    if not drafting:
        found = found.filter(Q(state="published"))
    return found.order_by("-text__pk", "-number").first()
