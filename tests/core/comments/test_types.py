"""The type of a comment is recognised as people write it, and left open where it is two."""

from __future__ import annotations

import pytest

from travaux.core.comments.types import TYPE_TABLES, recognise


@pytest.mark.parametrize(
    ("received", "table", "code"),
    [
        ("te", "iso-iec", "te"),
        ("TE", "iso-iec", "te"),
        ("Technical", "iso-iec", "te"),
        ("t", "iso-iec", "te"),
        ("te (major)", "iso-iec", "te"),
        ("Editorial comment", "iso-iec", "ed"),
        ("General.", "iso-iec", "ge"),
        ("технические", "iso-iec", "te"),
        ("تحريري", "iso-iec", "ed"),
        ("一般", "iso-iec", "ge"),
        ("SUBSTANTIVE", "ippc", "substantive"),
        ("Translation", "ippc", "translation"),
        ("Category : EDITORIAL", "ippc", None),
        ("ge/te", "iso-iec", None),
        ("general/technical", "iso-iec", None),
        ("substantive", "iso-iec", None),
        ("", "iso-iec", None),
        ("not technical", "iso-iec", None),
    ],
)
def test_types_as_people_write_them(received, table, code):
    assert recognise(received, table) == code


@pytest.mark.parametrize("table", sorted(TYPE_TABLES))
def test_every_code_is_recognised_as_itself(table):
    assert [recognise(code, table) for code in TYPE_TABLES[table].codes] == [
        *TYPE_TABLES[table].codes
    ]
