"""An activity file of the International Aid Transparency Initiative, standard 2.03."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lxml import etree

Texts = Mapping[str, str]
# kinds of our events -> TransactionType; what was returned is negative incoming money
TRANSACTIONS = {
    "pledge": "13",
    "signed": "11",
    "in-kind": "11",
    "received": "1",
    "returned": "1",
    "obligated": "2",
    "spent": "4",
}
IMPLEMENTATION, CLOSED = "2", "4"
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
GLOBAL = "1"  # ActivityScope
_XML = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who reports: its identifier ("XM-DAC-41120"), OrganisationType ("40") and names."""

    ref: str
    kind: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Transaction:
    """An event of money. `giver`: only where the donor agreed to be published."""

    code: str
    kind: str
    amount: Decimal
    currency: str
    on: date
    giver: Texts = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What is to be committed in a calendar year."""

    first: date
    last: date
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class AidActivity:
    """A process as an activity of the standard. `sector`: DAC 5 digits; `region`: DAC region."""

    code: str
    reporter: Organisation
    titles: Texts
    descriptions: Texts
    currency: str
    starts_on: date
    ends_on: date
    closed: bool
    updated_on: date
    sector: str = "43010"
    region: str = "998"
    budgets: Sequence[YearBudget] = ()
    transactions: Sequence[Transaction] = ()


def write_iati(activity: AidActivity) -> bytes:
    """The activity as a file of the standard, its elements in the order of the schema.

    >>> day = date(2024, 1, 1)
    >>> one = AidActivity("quay", Organisation("XX-1", "40", {"en": "Body"}), {"en": "Quay"}, {},
    ...                   "USD", day, day, False, day)
    >>> b"<iati-identifier>XX-1-quay</iati-identifier>" in write_iati(one)
    True
    """
    root = etree.Element("iati-activities", version="2.03")
    root.set("generated-datetime", f"{activity.updated_on.isoformat()}T00:00:00Z")
    node = _sub(root, "iati-activity")
    node.set("default-currency", activity.currency)
    node.set("last-updated-datetime", f"{activity.updated_on.isoformat()}T00:00:00Z")
    node.set(_XML, "en")
    who = activity.reporter
    _sub(node, "iati-identifier", text=f"{who.ref}-{activity.code}")
    _told(_sub(node, "reporting-org", ref=who.ref, type=who.kind), who.names)
    _told(_sub(node, "title"), activity.titles)
    _told(_sub(node, "description", type="1"), activity.descriptions or activity.titles)
    for role in (ACCOUNTABLE, IMPLEMENTING):
        _told(_sub(node, "participating-org", role=role, ref=who.ref, type=who.kind), who.names)
    for giver in _givers(activity.transactions):
        _told(_sub(node, "participating-org", role=FUNDING), giver)
    _sub(node, "activity-status", code=CLOSED if activity.closed else IMPLEMENTATION)
    _date(node, "1", activity.starts_on)
    _date(node, "2", activity.starts_on)
    _date(node, "4" if activity.closed else "3", activity.ends_on)
    _sub(node, "activity-scope", code=GLOBAL)
    _sub(node, "recipient-region", code=activity.region, vocabulary="1", percentage="100")
    _sub(node, "sector", vocabulary="1", code=activity.sector, percentage="100")
    _sub(node, "default-finance-type", code="110")
    for budget in activity.budgets:
        _budget(node, budget)
    for one in activity.transactions:
        _transaction(node, one, who)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _sub(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, tag, attributes)
    if text:
        node.text = text
    return node


def _told(node: etree._Element, texts: Texts) -> None:
    """Narratives, English first and without its code, as it is the file's default."""
    for code in sorted(texts, key=lambda c: (c != "en", c)):
        if texts[code]:
            said = _sub(node, "narrative", text=texts[code])
            if code != "en":
                said.set(_XML, code)
    if len(node) == 0:
        _sub(node, "narrative", text="-")


def _date(node: etree._Element, kind: str, day: date) -> None:
    _sub(node, "activity-date", **{"type": kind, "iso-date": day.isoformat()})


def _givers(transactions: Sequence[Transaction]) -> list[Texts]:
    found: list[Texts] = []
    for one in transactions:
        if one.giver and dict(one.giver) not in found:
            found.append(dict(one.giver))
    return found


def _budget(node: etree._Element, budget: YearBudget) -> None:
    one = _sub(node, "budget", type="1", status="1")
    _sub(one, "period-start", **{"iso-date": budget.first.isoformat()})
    _sub(one, "period-end", **{"iso-date": budget.last.isoformat()})
    _sub(one, "value", text=f"{budget.amount}", **{"value-date": budget.on.isoformat()})


def _transaction(node: etree._Element, one: Transaction, who: Organisation) -> None:
    sign = -1 if one.kind == "returned" else 1
    made = _sub(node, "transaction", ref=one.code)
    _sub(made, "transaction-type", code=TRANSACTIONS[one.kind])
    _sub(made, "transaction-date", **{"iso-date": one.on.isoformat()})
    day = {"value-date": one.on.isoformat(), "currency": one.currency}
    _sub(made, "value", text=f"{sign * one.amount}", **day)
    if one.note:
        _told(_sub(made, "description"), {"en": one.note})
    incoming = TRANSACTIONS[one.kind] in {"1", "11", "13"}
    if one.giver and incoming:
        _told(_sub(made, "provider-org"), one.giver)
    if incoming:
        _told(_sub(made, "receiver-org", ref=who.ref, type=who.kind), who.names)
