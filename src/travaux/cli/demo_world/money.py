"""The demonstration's obligations, leads, risks, outreach and partners: all invented.

No report of the process counts them; every page that shows them says that they are invented.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any


def tell(world: Any, secretariat: Any, officer: Any, at: datetime) -> None:
    """In the order in which a secretariat would meet them."""
    told = tomllib.loads(Path(__file__).with_name("money.toml").read_text(encoding="utf-8"))
    by: dict[str, Any] = {"by": secretariat, "process": world.process}
    _rates(by, told["rates"], at)
    _gifts(by, told["gifts"], at)
    _obligations(world, by, told, at)
    _leads(world, officer, told["leads"], at)
    _risks(world, by, told["risks"], at)
    _outreach(by, told["outreach"], at)
    _partners(by, told["partners"], at)
    _targets(world, by, at)


def _rates(by: dict[str, Any], told: list[dict[str, Any]], at: datetime) -> None:
    """The same currency at two months, and a second one: each rate holds for its days."""
    from travaux.funding import actions

    for one in told:
        first = (at - timedelta(days=one["days_ago"])).date()
        actions.keep_rate(
            **by, base=one["base"], currency=by["process"].currency, rate=Decimal(one["rate"]),
            first=first, last=first + timedelta(days=29), source="invented rate", at=at,
        )  # fmt: skip


def _gifts(by: dict[str, Any], told: list[dict[str, Any]], at: datetime) -> None:
    """Pledges in other currencies, what came of one, and an entry that was wrong and taken back."""
    from travaux.funding import actions

    kept: dict[str, Any] = {}
    for one in told:
        then = at - timedelta(days=one["days_ago"])
        event = actions.record_money(
            **by, kind=one["kind"], amount=Decimal(one["amount"]), currency=one["currency"],
            party=one["party"], source=one["source"], consent=one.get("consent", ""),
            of=kept[one["of"]].key if "of" in one else "", known_on=then.date(), at=at,
        )  # fmt: skip
        kept[one.get("id", "")] = event
        if "wrong" in one:
            actions.take_back(
                by=by["by"], event=event, reasons={"en": one["wrong"]}, source=one["source"], at=at
            )


def _obligations(world: Any, by: dict[str, Any], told: dict[str, Any], at: datetime) -> None:
    from travaux.funding import actions
    from travaux.funding.queries import terms_of

    terms = terms_of(world.process)
    actions.keep_terms(
        **by, support=terms.support, lines=terms.lines, obligate_from="pledge",
        source=told["terms"]["source"], at=at - timedelta(days=50),
    )  # fmt: skip
    for one in told["obligations"]:
        actions.record_money(
            **by, kind=one["kind"], amount=Decimal(one["amount"]), line=one["line"],
            currency=world.process.currency, source=one["source"],
            at=at - timedelta(days=one["days_ago"]),
        )  # fmt: skip


def _leads(world: Any, officer: Any, told: list[dict[str, Any]], at: datetime) -> None:
    from travaux.funding import actions

    for one in told:
        lead = actions.keep_lead(
            by=officer, process=world.process, party=one["party"], amount=Decimal(one["amount"]),
            probability=one["probability"], note=one["note"],
            expected_on=(at + timedelta(days=one["days_ahead"])).date(), at=at,
        )  # fmt: skip
        if one["verb"]:
            actions.settle_lead(by=officer, lead=lead, verb=one["verb"], at=at)


def _risks(world: Any, by: dict[str, Any], told: list[dict[str, Any]], at: datetime) -> None:
    from travaux.roadmap import actions

    for one in told:
        milestone = world.process.milestones.get(code=one["milestone"])
        values = {k: v for k, v in one.items() if k != "milestone"}
        actions.keep_risk(**by, **values, milestone=milestone, source="invented", at=at)


def _outreach(by: dict[str, Any], told: list[dict[str, Any]], at: datetime) -> None:
    from travaux.funding import actions

    for one in told:
        then = at - timedelta(days=one["days_ago"])
        event = actions.keep_outreach(
            **by, titles=one["titles"], window=then.date().isoformat(), place=one["place"],
            presenter=one["presenter"], material=one["material"], source="invented", at=then,
        )  # fmt: skip
        for met in one["reached"]:
            row = actions.note_reached(
                by=by["by"], outreach=event, party=met["party"], consent=met["consent"], at=then
            )
            actions.move_reached(by=by["by"], reached=row, verb=met["verb"], at=at)


def _partners(by: dict[str, Any], told: list[dict[str, Any]], at: datetime) -> None:
    from travaux.funding import actions

    for one in told:
        then = at - timedelta(days=one["days_ago"])
        row = actions.keep_partnership(
            **by, kind=one["kind"], partner=one["partner"], titles=one["titles"],
            value=Decimal(0), currency=by["process"].currency, basis="", source="invented",
            offered_on=then.date(),
            due=(at + timedelta(days=one["due"])).date().isoformat() if "due" in one else "",
            promise=_promised(by["process"], one.get("promise", "")),
            consent=one["consent"], at=then,
        )  # fmt: skip
        if one["agreed"]:
            actions.move_partnership(by=by["by"], partnership=row, verb="agree", at=then)
        for given in one.get("deliveries", []):
            day = at - timedelta(days=given["days_ago"])
            actions.note_delivery(
                by=by["by"], partnership=row, titles=given["titles"], value=Decimal(0),
                on=day.date(), source="invented", at=day,
            )  # fmt: skip


def _promised(process: Any, offer: str) -> str:
    """The key of what was promised in the call for partners; empty where nothing was."""
    from travaux.calls.models import Commitment

    found = Commitment.objects.filter(application__call__process=process, offer=offer).first()
    return found.key if offer and found is not None else ""


def _targets(world: Any, by: dict[str, Any], at: datetime) -> None:
    """The line of the second expert meeting names its meeting and its round."""
    from travaux.funding import actions

    meeting, round_ = world.meetings.get("second"), world.rounds[-1]
    line = world.process.budget_lines.get(code="egm-2")
    actions.point_line(
        **by, line="egm-2", milestone=line.milestone, meeting=meeting.key if meeting else "",
        round_=round_.key, language="", at=at,
    )  # fmt: skip
