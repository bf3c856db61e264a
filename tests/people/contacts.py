"""Contacts of tests, made by the public actions."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from tests.cast import START, Cast
from travaux.core.contacts.columns import guess_columns
from travaux.core.contacts.tables import read_table
from travaux.people import actions
from travaux.people.models import Contact, ContactTable, Country

AT = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)


def a_mission(cast: Cast, *, country: Country | None = None, **also: Any) -> Contact:
    """A mission of an invented state, with its permanent representative."""
    state = country or cast.state_a
    told = {
        "kind": "mission",
        "country": state,
        "office": f"Permanent Mission of {state.names['en']}",
        "language": "en",
        "email": f"mission-{state.code.lower()}@demo.example",
        **also,
    }
    post = actions.PostDetails(
        title="H.E. Ms.", name="Aya Example", function="Permanent Representative"
    )
    return actions.add_contact(
        by=cast.amina,
        process_code="harbour",
        details=actions.OfficeDetails(**told),
        post=post,
        at=START,
        demonstration=True,
    )


def a_state(code: str, name: str, group: str = "") -> Country:
    """An invented state, placed in a regional group where the groups are loaded."""
    made = actions.register_country(
        by=None, code=code, names={"en": name, "fr": f"{name} (fr)"}, at=START, demonstration=True
    )
    for taxonomy, one in (("un-status", "member"), ("un-regional-groups", group)):
        if group:
            actions.place_invented_state(
                by=None, country=made, taxonomy=taxonomy, group=one, at=START
            )
    return made


def workbook(rows: list[list[str]]) -> bytes:
    """An XLSX file with these rows."""
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        for i, cell in enumerate(row):
            sheet.write_string(n, i, cell)
    book.close()
    return data.getvalue()


def kept(cast: Cast, rows: list[list[str]], name: str = "missions.xlsx") -> ContactTable:
    """A table that was handed in, its columns as they were guessed."""
    table = read_table(workbook(rows), name)
    return actions.keep_contact_table(
        by=cast.amina,
        process_code="harbour",
        table=table,
        name=name,
        fields=guess_columns(table.headings),
        at=AT,
    )
