"""Reading lists of stakeholder categories: what is right is read whole, what is wrong is named."""

from __future__ import annotations

import pytest

from travaux.core.countries.categories import read_categories
from travaux.core.countries.facts import LANGUAGES
from travaux.people.queries.categories import FILE

SIX = ", ".join(f'{code} = "{code} name"' for code in LANGUAGES)
GOOD = f"""
code = "own"
version = "2"
names = {{ {SIX} }}
source = "a list"
as_at = "2024-05"
[[category]]
code = "cities"
names = {{ {SIX} }}
[[category]]
code = "ports"
names = {{ {SIX} }}
"""


def test_a_list_is_read() -> None:
    read, problems = read_categories(GOOD.encode(), "c.toml")
    assert not problems and read is not None
    assert read.key == "own-2" and [c.code for c in read.categories] == ["cities", "ports"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('code = "ports"', 'code = "cities"', "states-code-twice"),
        ('code = "ports"', 'code = "Big ports"', "states-code-unfit"),
        ('version = "2"', "", "states-value-missing"),
        ('version = "2"', f'version = "{"2" * 40}"', "states-code-unfit"),
        ('source = "a list"', "", "states-value-missing"),
        ('as_at = "2024-05"', 'as_at = "May"', "states-date-unfit"),
        (', es = "es name" }\n[[category]]\ncode = "ports"', ' }\n[[category]]\ncode = "ports"',
         "states-language-missing"),
        ("[[category]]", "[[kind]]", "states-value-missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(old: str, new: str, code: str) -> None:
    assert old in GOOD
    read, problems = read_categories(GOOD.replace(old, new).encode(), "c.toml")
    assert read is None and code in {p.code for p in problems}


def test_the_list_that_is_shipped_has_the_nine_major_groups_in_six_languages() -> None:
    read, problems = read_categories(FILE.read_bytes(), FILE.name)
    assert not problems and read is not None and read.key == "major-groups-1992"
    codes = [c.code for c in read.categories]
    assert len(codes) == 10 and codes[-1] == "other"
    for language in LANGUAGES:
        assert len({c.names[language] for c in read.categories}) == 10
