"""A report to the governing body."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.cli.demo_world.world import World, by_role


def tell(world: World, told: dict[str, Any], at: datetime) -> None:
    """A report to the governing body as at a past day, frozen with its figures."""
    from travaux.reports.actions import freeze_report, start_report, write_section

    [secretariat] = by_role(world, "secretariat")
    report = start_report(
        by=secretariat,
        process=world.process,
        cut_off=told["cut_off"],
        cut_off_assumed=True,
        symbol=told["symbol"],
        titles=told["titles"],
        demonstration=True,
        at=at,
    )
    for section in ("summary", "action"):
        write_section(
            by=secretariat,
            report=report,
            section=section,
            text=told[section],
            seen_revision=report.revision,
            at=at,
        )
    freeze_report(by=secretariat, report=report, at=at)
    world.report = report
