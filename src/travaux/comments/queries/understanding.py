"""What was understood of a file, row by row, for a person to look at, to mend and to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from travaux.comments.models import RowDecisions
from travaux.comments.queries.places import target_rows
from travaux.comments.queries.tables import PlannedRow, TablePlan, plan_table
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.core.comments.place_names import WHOLE, PlaceNames
from travaux.core.comments.placing import Target
from travaux.core.comments.point import Reply
from travaux.core.texts.redline import Piece, redline
from travaux.plumbing.models import StoredFile

PAGE = 20  # rows on one page; all others are on the next ones
MENDABLE = 10_000  # rows up to which a file is gone through row by row before it comes in


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person said about rows of a file: another place, left out, or (of a look) taken."""

    places: Mapping[int, str]
    out: frozenset[int]
    taken: frozenset[int]
    unknown: frozenset[int] = frozenset()  # rows whose typed words are no place of the draft

    @property
    def stuck(self) -> frozenset[int]:
        """Rows that would come in, and whose typed place means nothing."""
        return self.unknown - self.out

    def __bool__(self) -> bool:
        return bool(self.places or self.out or self.taken)


NOTHING_DECIDED = Decisions({}, frozenset(), frozenset())


def decisions_of(round: Round, file: StoredFile) -> Decisions:
    """What was decided about the rows of a file so far."""
    return decisions_by_file(round, [file.pk]).get(file.pk, NOTHING_DECIDED)


def decisions_by_file(round: Round, files: Iterable[int]) -> dict[int, Decisions]:
    """The same for many files at once, by the primary key of the file; one query."""
    kept = RowDecisions.objects.filter(round=round, file__in=list(files))
    return {file: _decisions(rows) for file, rows in kept.values_list("file", "rows")}


def _decisions(rows: Mapping[str, Mapping[str, object]]) -> Decisions:
    return Decisions(
        {int(row): str(said["place"]) for row, said in rows.items() if "place" in said},
        *(
            frozenset(int(row) for row, said in rows.items() if said.get(key))
            for key in ("out", "take", "unknown")
        ),
    )


@dataclass(frozen=True, slots=True)
class Understood:
    """One row of a plan as a page shows it: the place as a name, and the words that stand there.

    `pieces` show a proposed wording against what stands there, `quoted` the words that a margin
    comment is on, with what others made of them.
    """

    row: PlannedRow
    place: str
    typed: str
    here: str
    pieces: tuple[Piece, ...]
    quoted: tuple[Piece, ...]
    candidates: tuple[str, ...]
    to: str  # the paragraph in which the words end, or behind which it goes; as a name
    out: bool
    taken: bool
    wrong: bool

    @property
    def number(self) -> int:
        return self.row.row.row

    @property
    def asks(self) -> bool:
        return self.row.asks

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def author(self) -> str:
        return self.row.row.extra.get("travaux:author", "") or self.row.row.member

    @property
    def words(self) -> str:
        """The comment without the answers to it, which are `replies`."""
        point = self.row.point
        return point.words if point is not None and point.words else self.row.row.comment

    @property
    def replies(self) -> tuple[Reply, ...]:
        return self.row.point.replies if self.row.point is not None else ()

    @property
    def resolved(self) -> bool:
        return "travaux:resolved" in self.row.row.extra

    @property
    def untracked(self) -> bool:
        return "travaux:tracked" in self.row.row.extra


class Mending:
    """The places of a plan, as names to be typed over, and the plan with what was typed."""

    def __init__(self, round: Round, plan: TablePlan) -> None:
        targets, _ids = target_rows(round.version)
        self.plan = plan
        self.names = PlaceNames(targets)
        self._targets: dict[str, Target] = {target.key: target for target in targets}
        self._keys = {pk: key for key, pk in plan.paragraphs.items()}

    @property
    def ordered(self) -> list[PlannedRow]:
        """Those that ask for attention first, then the others, then changes of look."""
        asking = [row for row in self.plan.rows if row.asks]
        return [*asking, *(row for row in self.plan.rows if not row.asks), *self.plan.formatting]

    def pages(self) -> int:
        return max(1, -(-len(self.ordered) // PAGE))

    def on_page(self, page: int) -> list[PlannedRow]:
        """The rows of one page; the pages together hold every row once."""
        return self.ordered[(page - 1) * PAGE : page * PAGE]

    def page_of(self, rows: Iterable[int]) -> int:
        """The first page on which one of these rows stands; 1 where none does."""
        wanted = set(rows)
        at = next((n for n, row in enumerate(self.ordered) if row.row.row in wanted), 0)
        return at // PAGE + 1

    def changed(self, row: PlannedRow, typed: str) -> str | None:
        """What was typed as the place of a row; None where it says what was found anyway."""
        words = typed.strip()
        return None if words == self.place_of(row) else words

    def means_nothing(self, words: str) -> bool:
        """Whether words that were typed as a place name none of this draft."""
        return bool(words.strip()) and self.names.find(words) is None

    def decided(self, decisions: Decisions) -> tuple[TablePlan, set[int]]:
        """The plan as it comes in, and the rows whose typed words mean no place.

        Rows that are left out are not in it; changes of look are where they were taken.
        """
        plan, wrong = self.with_places(decisions.places)
        rows = [row for row in plan.rows if row.row.row not in decisions.out]
        rows += [row for row in plan.formatting if row.row.row in decisions.taken]
        kept = {row.row.row for row in rows}
        return replace(plan, rows=tuple(rows), formatting=()), wrong & kept

    def with_places(self, typed: Mapping[int, str]) -> tuple[TablePlan, set[int]]:
        """The plan with the places that a person typed, and the rows whose words mean no place.

        A field that still says what it said before changes nothing; an empty one takes the place
        away.
        """
        wrong: set[int] = set()
        rows = tuple(self._mended(row, typed, wrong) for row in self.plan.rows)
        looks = tuple(self._mended(row, typed, wrong) for row in self.plan.formatting)
        return replace(self.plan, rows=rows, formatting=looks), wrong

    def _mended(self, row: PlannedRow, typed: Mapping[int, str], wrong: set[int]) -> PlannedRow:
        words = typed.get(row.row.row)
        if words is None or words.strip() == self.place_of(row):
            return row
        if not words.strip():
            return replace(row, scope=Scope.UNPLACED, paragraph=None, why="place-taken")
        key = self.names.find(words)
        if key is None:
            wrong.add(row.row.row)
            return row
        return self._placed(row, key)

    def _placed(self, row: PlannedRow, key: str) -> PlannedRow:
        if not key:
            return replace(row, scope=Scope.TEXT, paragraph=None, why="placed-by-hand")
        heading = self._targets[key].kind == "heading"
        scope = Scope.SECTION if heading else Scope.PARAGRAPH
        return replace(row, scope=scope, paragraph=self.plan.paragraphs[key], why="placed-by-hand")

    def place_of(self, row: PlannedRow) -> str:
        """The name of a row's place; "" where it has none."""
        if row.scope == Scope.TEXT:
            return WHOLE
        return self.names.name(self._keys.get(row.paragraph or 0, ""))

    def shown(
        self, page: int, decisions: Decisions = NOTHING_DECIDED, wrong: Iterable[int] = ()
    ) -> list[Understood]:
        """The rows of one page, as what was decided so far leaves them."""
        bad = set(wrong)
        return [self._understood(row, decisions, row.row.row in bad) for row in self.on_page(page)]

    def _understood(self, row: PlannedRow, decisions: Decisions, wrong: bool) -> Understood:
        place = self.place_of(row)
        target = self._targets.get(self._keys.get(row.paragraph or 0, ""))
        before = row.row.extra.get("travaux:before", "") or (target.text if target else "")
        proposed = row.row.proposed
        if row.kind in ("delete", "move"):
            pieces: tuple[Piece, ...] = redline(before, "") if row.kind == "delete" else ()
        elif row.kind == "insert":
            pieces = redline("", proposed)
        else:
            pieces = redline(before, proposed) if proposed and before else ()
        point = row.point
        quoted: tuple[Piece, ...] = ()
        if point is not None and point.kind == "comment" and point.quote:
            quoted = redline(point.quote, point.quote_after or point.quote)
        return Understood(
            row,
            place,
            decisions.places.get(row.row.row, place),
            target.text if target else "",
            tuple(pieces),
            tuple(quoted),
            tuple(name for key in row.candidates if (name := self.names.name(key))),
            self.names.name(row.row.extra.get("travaux:to", "")),
            row.row.row in decisions.out,
            row.row.row in decisions.taken,
            wrong,
        )


def decided_plan(round: Round, file: StoredFile, data: bytes) -> tuple[TablePlan, set[int]]:
    """What comes of a kept file after all that was decided about its rows; the rows that are wrong.

    Errors (Unusable): those of `plan_table`.
    """
    return Mending(round, plan_table(round, data, file.name)).decided(decisions_of(round, file))
