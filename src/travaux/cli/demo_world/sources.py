"""Invented literature that two have screened, and one invented indicator."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STATED = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
IN_FULL = ("Registers of sensors in port cities", "Shared services of small towns")
IN_FULL_AT = datetime(2024, 9, 12, 9, 0, tzinfo=UTC)


def literature(world: Any, by: Any, readers: list[Any]) -> None:
    """Invented works from two invented searches; some of them read by two."""
    from travaux.core.evidence.references import read_references
    from travaux.evidence.actions import bring_literature, note_retrieval, read_work
    from travaux.evidence.models.literature import Work

    at = Path(__file__)
    for number, search in enumerate(
        ("Invented database, one day", "Invented library, another day")
    ):
        data = at.with_name(f"literature-{number + 1}.ris").read_bytes()
        bring_literature(
            by=by,
            process=world.process,
            read=read_references(data, "literature.ris"),
            found_in=search,
            at=STATED,
            demonstration=True,
        )
    for work in Work.objects.filter(process=world.process, same_as__isnull=True)[:4]:
        for reader in readers:
            out = "bridges" in work.title or ("clerks" in work.title and reader is readers[-1])
            read_work(
                by=reader, work=work, stage="abstract", verdict="out" if out else "in", reason="",
                at=STATED,
            )  # fmt: skip
    here = Work.objects.filter(process=world.process, same_as__isnull=True)
    kept, other = (here.filter(title=title).order_by("pk")[0] for title in IN_FULL)
    for work in (kept, other):
        note_retrieval(by=by, work=work, retrieved=True, at=IN_FULL_AT)
    for reader in readers:
        read_work(by=reader, work=kept, stage="full", verdict="in", reason="", at=IN_FULL_AT)
        read_work(
            by=reader, work=other, stage="full", verdict="out", at=IN_FULL_AT,
            reason="It compares costs alone (invented).",
        )  # fmt: skip


def figures(world: Any, by: Any) -> None:
    """One invented indicator of invented states."""
    from travaux.evidence.actions import bring_series, confirm_series, describe_indicator
    from travaux.evidence.actions.indicators import Described
    from travaux.people.models import Country

    told = tomllib.loads(Path(__file__).with_name("findings.toml").read_text(encoding="utf-8"))
    indicator = describe_indicator(
        by=by,
        process=world.process,
        told=Described(
            titles=told["indicator"]["titles"],
            source="Invented office of statistics",
            licence="CC BY 4.0",
            retrieved_on=STATED.date(),
            unit="%",
        ),
        at=STATED,
        demonstration=True,
    )
    codes = (
        Country.objects.filter(demonstration=True).order_by("code").values_list("code", flat=True)
    )
    rows = [f"{code},{2021 + n % 3},{40 + 7 * n % 53}" for n, code in enumerate(codes[:24])]
    data = "REF_AREA,TIME_PERIOD,OBS_VALUE\n" + "\n".join([*rows, "Elsewhere,2023,12"])
    file = bring_series(
        by=by, indicator=indicator, data=data.encode(), name="invented.csv", series="", at=STATED
    )
    confirm_series(by=by, file=file, places={"Elsewhere": ""}, at=STATED)
