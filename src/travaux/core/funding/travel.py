"""What a meeting costs in travel and honoraria: per diem by place, participants, mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables.csv_grid import read_csv
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.funding.amounts import typed_amount
from travaux.core.funding.money import CENT
from travaux.core.problems import Unusable

MOST_PLACES = 5_000
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "city", "location", "duty station", "lieu", "lugar", "место", "地点", "المكان"),
    "rate": ("rate", "per diem", "dsa", "dsa rate", "amount", "taux", "tarifa", "ставка", "费率"),
}  # fmt: skip
TRAVELLING = {"in-person": Decimal(1), "hybrid": Decimal(1), "online": Decimal(0)}


@dataclass(frozen=True, slots=True)
class Trip:
    """A meeting: where, how many nights, how many travel, what a fare costs on average, terminal
    expenses for each journey, honoraria. `mode` online: nobody travels, honoraria stay."""

    place: str
    mode: str
    nights: int
    travellers: int
    fare: Decimal
    terminals: Decimal = Decimal(0)
    honoraria: int = 0
    honorarium: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of a cost, in the currency of the table, and their sum."""

    per_diem: Decimal
    fares: Decimal
    terminals: Decimal
    honoraria: Decimal

    @property
    def total(self) -> Decimal:
        return self.per_diem + self.fares + self.terminals + self.honoraria


def cost_of(trip: Trip, rates: Mapping[str, Decimal]) -> Cost:
    """Nights × travellers × per diem, and fares, terminals and honoraria; to the cent, halves up.

    Errors (Unusable): `per-diem-missing` where the table has no such place and somebody travels.

    >>> trip = Trip("Quay", "hybrid", 3, 10, Decimal(900), Decimal(100), 2, Decimal(500))
    >>> str(cost_of(trip, {"quay": Decimal("150.5")}).total)
    '15515.0'
    """
    share = TRAVELLING.get(trip.mode, Decimal(1))
    heads = trip.travellers * share
    rate = rates.get(_key(trip.place), Decimal(0))
    if heads and trip.nights and _key(trip.place) not in rates:
        raise Unusable("per-diem-missing", place=trip.place[:80])
    return Cost(
        _cents(rate * trip.nights * heads),
        _cents(trip.fare * heads),
        _cents(trip.terminals * heads),
        _cents(trip.honorarium * trip.honoraria),
    )


def _cents(amount: Decimal) -> Decimal:
    exact = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    return exact if exact != amount else amount


def _key(place: str) -> str:
    return " ".join(place.split()).casefold()


def read_per_diem(data: bytes, name: str) -> dict[str, Decimal]:
    """A table of per diem rates from CSV or XLSX: place -> rate; a place twice is refused.

    Errors (Unusable): those of files; `sheet-kind-unknown`, `per-diem-without-heading`, `per-diem-unreadable`,
    `per-diem-twice`, `per-diem-too-many`.

    >>> read_per_diem(b"Place,DSA rate\\nQuay,150.50\\n", "d.csv")
    {'quay': Decimal('150.50')}
    """
    check_size(data)
    ending = ending_of(name)
    if ending == "xlsx":
        grids = read_xlsx(data)
    elif ending in ("csv", "tsv", "txt"):
        grids = [read_csv(data, lambda row: len(_columns(row)))]
    else:
        raise Unusable("sheet-kind-unknown", ending=ending)
    for grid in grids:
        for at, row in enumerate(grid.rows[:30]):
            columns = _columns(row)
            if len(columns) == 2:
                return _rates(grid.rows, at, columns)
    raise Unusable("per-diem-without-heading")


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for field, names in _HEADINGS.items():
            if cell.strip().casefold() in names and field not in found:
                found[field] = place
    return found


def _rates(
    rows: Sequence[Sequence[str]], at: int, columns: Mapping[str, int]
) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if len(row) <= max(columns.values()) or not row[columns["place"]].strip():
            continue
        place, text = _key(row[columns["place"]]), row[columns["rate"]]
        rate = typed_amount(text)
        if rate is None or rate < 0:
            raise Unusable("per-diem-unreadable", f"row {number}", value=text[:40])
        if place in found:
            raise Unusable("per-diem-twice", f"row {number}", place=place[:80])
        if len(found) == MOST_PLACES:
            raise Unusable("per-diem-too-many", most=MOST_PLACES)
        found[place] = rate
    return found
