"""The biography of a paragraph: how it stood in each draft, who said what, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from travaux.answers.models import Cause
from travaux.answers.queries.table import TableLine, table_lines, version_name
from travaux.answers.rules import may_see_answers, may_see_desk, tells_causes
from travaux.comments.models import Comment
from travaux.comments.queries import in_order, visible_comments
from travaux.comments.rules import is_sealed
from travaux.comments.wording import number_name
from travaux.consultations.models import Round
from travaux.consultations.queries import rounds_on
from travaux.core.texts.redline import Piece, redline
from travaux.drafts.models import Anchor, Paragraph, Version
from travaux.drafts.queries import versions_visible_to
from travaux.drafts.queries.negotiating import Negotiated, WideBracket, around, negotiated
from travaux.drafts.telling import Negotiation, negotiation
from travaux.grounds.models import Waiver
from travaux.grounds.queries import Shown, grounds_of_anchor, needs_ground, waiver_of
from travaux.meetings.models import Decision
from travaux.meetings.queries.meetings import decisions_on
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said on the paragraph in one round, with the answers that the reader may see."""

    round: Round
    lines: tuple[TableLine, ...]
    answers_shown: bool


@dataclass(frozen=True, slots=True)
class Station:
    """The paragraph in one version. `kind`: first, same, changed, out (taken out), back."""

    version: Version
    name: str
    kind: str
    paragraph: Paragraph | None
    pieces: tuple[Piece, ...]
    causes: tuple[str, ...]
    heard: tuple[Heard, ...]
    decided: tuple[Decision, ...] = ()  # by meetings held on this version
    negotiated: Negotiated | None = None  # where it has brackets or a status
    around: tuple[WideBracket, ...] = ()  # brackets over several paragraphs that hold this one too

    @property
    def negotiation(self) -> Negotiation:
        """Its open brackets and who holds what; false where there is nothing to tell."""
        return negotiation(self.negotiated, self.around)


@dataclass(frozen=True, slots=True)
class Biography:
    """All stations of a paragraph, the first draft first."""

    anchor: Anchor
    stations: tuple[Station, ...]
    grounds: tuple[Shown, ...] = ()  # why it says this
    waiver: Waiver | None = None  # why it needs no ground

    @property
    def bare(self) -> bool:
        """Nothing stands behind it, and nobody said that nothing needs to."""
        if self.waiver is not None or self.latest is None or not needs_ground(self.latest):
            return False
        return not any(not g.fallen for g in self.grounds)

    @property
    def latest(self) -> Paragraph | None:
        """The paragraph as it stands now, or as it last stood."""
        standing = [s.paragraph for s in self.stations if s.paragraph is not None]
        return standing[-1] if standing else None

    @property
    def comments(self) -> int:
        return sum(len(heard.lines) for station in self.stations for heard in station.heard)

    @property
    def changes(self) -> int:
        return sum(station.kind in ("changed", "out", "back") for station in self.stations)


def biography_of(anchor: Anchor, person: Person | None, at: datetime) -> Biography:
    """The biography of a paragraph as somebody may read it.

    Versions that are not theirs to read are left out, and so are comments and answers: the queries
    grow with the versions and rounds of the text, not with its comments.
    """
    process = anchor.text.process
    versions = list(
        versions_visible_to(person, process).filter(text=anchor.text).order_by("number")
    )
    standing = {
        row.version_id: row
        for row in Paragraph.objects.filter(anchor=anchor, version__in=versions).select_related(
            "anchor"
        )
    }
    staff = bool(may_see_desk(person, process.code, at))
    decisions = list(decisions_on(anchor.key))
    stations: list[Station] = []
    before: Paragraph | None = None
    seen = False
    for version in versions:
        row = standing.get(version.pk)
        if row is None and not seen:
            continue
        kind = _kind(before, row, seen)
        if row is None and stations and stations[-1].paragraph is None:
            continue
        changed = kind == "changed" and before is not None and row is not None
        stations.append(
            Station(
                version,
                version_name(version),
                kind,
                row,
                redline(before.body, row.body) if changed else (),  # type: ignore[union-attr]
                _causes(row, person, at, staff=staff) if row is not None else (),
                _heard(version, row, person, at) if row is not None else (),
                tuple(d for d in decisions if _decided_on(d, versions) == version.pk),
                *_negotiated(version, row, at),
            )
        )
        before, seen = row, seen or row is not None
    standing_now = next((s.paragraph for s in reversed(stations) if s.paragraph), None)
    grounds = grounds_of_anchor(anchor, standing_now, person, at) if stations else []
    waiver = None if grounds else waiver_of(anchor)
    return Biography(anchor, tuple(stations), tuple(grounds), waiver)


def _decided_on(decision: Decision, versions: Sequence[Version]) -> int:
    """The version that a meeting decided on: that of its round, else the one that was out then."""
    if decision.meeting.round is not None:
        return decision.meeting.round.version_id
    out = [v.pk for v in versions if v.published_at is not None and v.published_at <= decision.at]
    return out[-1] if out else 0


def _negotiated(
    version: Version, row: Paragraph | None, at: datetime
) -> tuple[Negotiated | None, tuple[WideBracket, ...]]:
    """Its brackets in a version with who holds what, and the brackets around it."""
    if row is None or row.kind in ("table", "code"):
        return None, ()
    found = next(iter(negotiated(version, at, row.anchor.key)), None)
    if found is not None and not (found.brackets or found.status):
        found = None
    return found, tuple(around(version, row.anchor.key))


def _kind(before: Paragraph | None, row: Paragraph | None, seen: bool) -> str:
    if row is None:
        return "out"
    if before is None:
        return "back" if seen else "first"
    return "same" if before.hash == row.hash else "changed"


def _causes(row: Paragraph, person: Person | None, at: datetime, *, staff: bool) -> tuple[str, ...]:
    """The comments that changed the paragraph, once their answers are released to the reader."""
    causes = (
        Cause.objects.filter(paragraph=row)
        .select_related("comment__round__track", "comment__round__process", "comment__submission")
        .order_by("pk")
    )
    if staff:
        return tuple(number_name(cause.comment) for cause in causes)
    found = [cause.comment for cause in causes.filter(comment__served__released=True)]
    rounds = {comment.round_id: comment.round for comment in found}
    told = {pk for pk, round in rounds.items() if tells_causes(person, round, at)}
    for comment in found:
        comment.submission.round = comment.round
    return tuple(
        number_name(comment)
        for comment in found
        if comment.round_id in told and not is_sealed(comment.submission, at)
    )


def _heard(
    version: Version, row: Paragraph, person: Person | None, at: datetime
) -> tuple[Heard, ...]:
    found = []
    for round in rounds_on(version):
        staff = bool(may_see_desk(person, round.process.code, at))
        shown = bool(may_see_answers(person, round, at))
        comments = _said_on(round, row, person, at)
        lines = tuple(table_lines(round, comments, staff=staff)) if comments else ()
        if lines:
            found.append(Heard(round, lines, shown))
    return tuple(found)


def _said_on(
    round: Round, row: Paragraph, person: Person | None, at: datetime
) -> Sequence[Comment]:
    visible = visible_comments(person, round, at).filter(
        paragraph=row, is_split=False, withdrawn_at__isnull=True, number__isnull=False
    )
    return list(in_order(visible).select_related("served__answer__duplicate_of"))
