"""What was understood of a file, row by row, for a person to look at, to mend and to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from travaux.comments.queries.places import target_rows
from travaux.comments.queries.tables import PlannedRow, TablePlan
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.core.comments.place_names import WHOLE, PlaceNames
from travaux.core.comments.placing import Target
from travaux.core.texts.redline import Piece, redline

SHOWN = 60  # rows in order; those that ask for attention are all shown, up to the next number
ASKING = 200


@dataclass(frozen=True, slots=True)
class Understood:
    """One row of a plan as a page shows it: the place as a name, and the words that stand there."""

    row: PlannedRow
    place: str
    typed: str
    here: str
    pieces: tuple[Piece, ...]
    candidates: tuple[str, ...]
    wrong: bool = False

    @property
    def number(self) -> int:
        return self.row.row.row

    @property
    def asks(self) -> bool:
        return self.row.is_unplaced and self.row.why != "row-without-comment"

    @property
    def kind(self) -> str:
        return self.row.row.extra.get("travaux:kind", "row")

    @property
    def author(self) -> str:
        return self.row.row.extra.get("travaux:author", "") or self.row.row.member

    @property
    def quote(self) -> str:
        return self.row.row.extra.get("travaux:quote", "")


class Mending:
    """The places of a plan, as names to be typed over, and the plan with what was typed."""

    def __init__(self, round: Round, plan: TablePlan) -> None:
        targets, _ids = target_rows(round.version)
        self.plan = plan
        self.names = PlaceNames(targets)
        self._targets: dict[str, Target] = {target.key: target for target in targets}
        self._keys = {pk: key for key, pk in plan.paragraphs.items()}

    def with_places(self, typed: Mapping[int, str]) -> tuple[TablePlan, set[int]]:
        """The plan with the places that a person typed, and the rows whose words mean no place.

        A field that still says what it said before changes nothing; an empty one takes the place
        away.
        """
        wrong: set[int] = set()
        rows: list[PlannedRow] = []
        for row in self.plan.rows:
            words = typed.get(row.row.row)
            if words is None or words.strip() == self.place_of(row):
                rows.append(row)
                continue
            if not words.strip():
                rows.append(replace(row, scope=Scope.UNPLACED, paragraph=None, why="place-taken"))
                continue
            key = self.names.find(words)
            if key is None:
                wrong.add(row.row.row)
                rows.append(row)
                continue
            rows.append(self._placed(row, key))
        return replace(self.plan, rows=tuple(rows)), wrong

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
        self, typed: Mapping[int, str] | None = None, wrong: Sequence[int] | set[int] = ()
    ) -> list[Understood]:
        """Those that ask for attention first, then the others, as many as a page bears."""
        rows = [self._understood(row, typed or {}, row.row.row in wrong) for row in self.plan.rows]
        asking = [row for row in rows if row.asks or row.wrong][:ASKING]
        others = [row for row in rows if not (row.asks or row.wrong)]
        return [*asking, *others[: max(0, SHOWN - len(asking))]]

    def _understood(self, row: PlannedRow, typed: Mapping[int, str], wrong: bool) -> Understood:
        place = self.place_of(row)
        target = self._targets.get(self._keys.get(row.paragraph or 0, ""))
        before = row.row.extra.get("travaux:before", "") or (target.text if target else "")
        proposed = row.row.proposed
        return Understood(
            row,
            place,
            typed.get(row.row.row, place),
            target.text if target else "",
            redline(before, proposed) if proposed and before else (),
            tuple(name for key in row.candidates if (name := self.names.name(key))),
            wrong,
        )
