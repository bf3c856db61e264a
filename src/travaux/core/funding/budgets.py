"""A file of budget lines, read for a look at it before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables.csv_grid import read_csv
from travaux.core.formats.comment_tables.grids import Grid
from travaux.core.formats.comment_tables.xlsx_grid import read_xlsx
from travaux.core.funding.amounts import MOST, typed_amount
from travaux.core.funding.rates import CURRENCIES
from travaux.core.problems import Problem, Unusable

MOST_LINES = 500
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_HEADINGS: Mapping[str, Collection[str]] = {
    "code": ("code", "no", "no.", "id", "código", "код", "代码", "الرمز"),
    "title": (
        "line", "title", "budget line", "description", "ligne", "ligne budgétaire", "línea",
        "línea presupuestaria", "статья", "строка бюджета", "预算项目", "بند الميزانية",
    ),
    "amount": (
        "amount", "estimate", "total", "montant", "estimation", "importe", "estimación", "сумма",
        "смета", "金额", "估算", "المبلغ", "التقدير",
    ),
    "currency": ("currency", "devise", "monnaie", "moneda", "валюта", "币种", "货币", "العملة"),
    "activity": ("activity", "activité", "actividad", "деятельность", "мероприятие", "活动", "النشاط"),
    "region": ("region", "région", "región", "регион", "区域", "المنطقة"),
    "language": ("language", "langue", "idioma", "язык", "语言", "اللغة"),
    "milestone": ("milestone", "jalon", "hito", "этап", "контрольный этап", "里程碑", "معلم رئيسي"),
    "meeting": ("meeting", "réunion", "reunión", "совещание", "会议", "الاجتماع"),
    "round": (
        "round", "round of comments", "série d'observations", "série d’observations",
        "ronda de observaciones", "раунд представления замечаний", "征求意见轮次", "جولة التعليقات",
    ),
    "source": ("source", "fuente", "источник", "来源", "المصدر"),
}  # fmt: skip
LANGUAGES = frozenset({"ar", "zh", "en", "fr", "ru", "es"})
TARGETS = ("meeting", "round")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line as the file gives it. `meeting` and `round`: their keys where they are known, else as
    they are written."""

    code: str
    title: str
    amount: Decimal
    activity: str = ""
    region: str = ""
    language: str = ""
    milestone: str = ""
    source: str = ""
    meeting: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """The lines, and what is wrong with the file: with anything wrong, nothing may be kept."""

    lines: tuple[FileLine, ...]
    problems: tuple[Problem, ...]

    @property
    def total(self) -> Decimal:
        return sum((x.amount for x in self.lines), Decimal(0))


def read_budget(
    data: bytes,
    name: str,
    currency: str,
    milestones: Collection[str] | None = (),
    targets: Mapping[str, Mapping[str, str]] | None = None,
) -> BudgetFile:
    """Read an XLSX or CSV file whose heading names at least code and amount.

    `milestones`: the codes that lines may name; None: any. `targets`: the meetings and rounds
    ("meeting", "round") that they may name, key -> name; a line names either. None: any.

    Each fault is a Problem at its row: `budget-amount-merged` (one sum merged over several lines
    says nothing of each), `budget-amount-unreadable`, `budget-amount-negative`,
    `currency-unknown`, `currency-not-of-the-process`, `budget-code-missing`, `budget-code-twice`,
    `budget-milestone-unknown`, `budget-meeting-unknown`, `budget-round-unknown`,
    `budget-target-not-clear` (several bear the name), `budget-language-unknown`,
    `budget-total-differs`. Errors (Unusable): those of files, `sheet-kind-unknown`,
    `budget-without-heading`, `budget-too-long`.

    >>> found = read_budget(b"Code,Line,Amount\\negm,Meeting,\\"1,000\\"\\n,Total,900\\n", "b.csv", "USD")
    >>> [str(x.amount) for x in found.lines], [p.code for p in found.problems]
    (['1000'], ['budget-total-differs'])
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
            if {"code", "amount"} <= set(columns):
                return _read(grid, at, columns, currency, milestones, targets)
    raise Unusable("budget-without-heading")


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        plain = cell.strip().casefold()
        for field, names in _HEADINGS.items():
            if plain in names and field not in found:
                found[field] = place
    return found


def _read(
    grid: Grid,
    at: int,
    columns: Mapping[str, int],
    currency: str,
    milestones: Collection[str] | None,
    targets: Mapping[str, Mapping[str, str]] | None,
) -> BudgetFile:
    lines: list[FileLine] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for index in range(at + 1, len(grid.rows)):
        row, where = grid.rows[index], f"row {index + 1}"

        def cell(field: str, row: Sequence[str] = row) -> str:
            place = columns.get(field)
            return row[place].strip() if place is not None and place < len(row) else ""

        code, title = cell("code").casefold(), cell("title")
        if not any(row):
            continue
        amount = typed_amount(cell("amount"))
        if not code and title.casefold().startswith(("total", "итого", "合计", "المجموع")):
            whole = sum((x.amount for x in lines), Decimal(0))
            if amount is not None and amount != whole:
                facts = {"said": f"{amount:,}", "sum": f"{whole:,}"}
                problems.append(Problem("budget-total-differs", where, facts))
            continue
        if len(lines) == MOST_LINES:
            raise Unusable("budget-too-long", most=MOST_LINES)
        problems += _faults(grid, index, columns, cell("amount"), amount, where)
        problems += _wrong_currency(cell("currency").upper(), currency, where)
        if not _CODE.match(code):
            problems.append(Problem("budget-code-missing", where, {"code": code[:40]}))
        elif code in seen:
            problems.append(Problem("budget-code-twice", where, {"code": code, "row": seen[code]}))
        seen.setdefault(code, index + 1)
        milestone = cell("milestone")
        if milestone and milestones is not None and milestone not in milestones:
            facts = {"milestone": milestone[:64]}
            problems.append(Problem("budget-milestone-unknown", where, facts))
        language = cell("language").casefold()
        if language and language not in LANGUAGES:
            facts = {"language": language[:20], "known": ", ".join(sorted(LANGUAGES))}
            problems.append(Problem("budget-language-unknown", where, facts))
        named = {kind: _target(kind, cell(kind), targets, where) for kind in TARGETS}
        problems += [found for found in named.values() if isinstance(found, Problem)]
        meeting, round_ = ("" if isinstance(f, Problem) else f for f in named.values())
        lines.append(
            FileLine(
                code[:64],
                title[:200],
                amount if amount is not None else Decimal(0),
                cell("activity").casefold()[:64],
                cell("region").casefold()[:64],
                language[:8],
                milestone[:64],
                cell("source")[:300],
                meeting,
                round_,
            )
        )
    return BudgetFile(tuple(lines), tuple(problems))


def _target(
    kind: str, typed: str, targets: Mapping[str, Mapping[str, str]] | None, where: str
) -> str | Problem:
    """The key of the meeting or round that a cell names, by its key or by its name."""
    if not typed or targets is None:
        return typed[:200]
    known = targets.get(kind, {})
    if typed in known:
        return typed
    plain = " ".join(typed.split()).casefold()
    found = [key for key, name in known.items() if " ".join(name.split()).casefold() == plain]
    if len(found) == 1:
        return found[0]
    if found:
        return Problem("budget-target-not-clear", where, {"name": typed[:80]})
    return Problem(f"budget-{kind}-unknown", where, {"name": typed[:80]})


def _faults(
    grid: Grid,
    index: int,
    columns: Mapping[str, int],
    typed: str,
    amount: Decimal | None,
    where: str,
) -> list[Problem]:
    merged = {columns["amount"], columns["code"]} & grid.inherited.get(index, set())
    if merged:
        return [Problem("budget-amount-merged", where)]
    if amount is None or amount > MOST:
        return [Problem("budget-amount-unreadable", where, {"value": typed[:40]})]
    if amount < 0:
        return [Problem("budget-amount-negative", where, {"value": typed[:40]})]
    return []


def _wrong_currency(code: str, expected: str, where: str) -> list[Problem]:
    if not code or code == expected:
        return []
    if code not in CURRENCIES:
        return [Problem("currency-unknown", where, {"currency": code[:12]})]
    facts = {"currency": code, "expected": expected}
    return [Problem("budget-currency-differs", where, facts)]
