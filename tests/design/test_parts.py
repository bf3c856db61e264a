"""Dates, separators and shares as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext

from travaux.design.templatetags import parts
from travaux.plumbing.languages import SIX, to_django

INSTANT = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)


def drawn(language: str, source: str) -> str:
    with translation.override(to_django(language)):
        return Template(source).render(Context({"at": INSTANT, "share": 26}))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "25 November 2026, 09:05"),
        ("ar", "25 نوفمبر 2026، 09:05"),
        ("zh", "2026年11月25日 09:05"),
        ("fr", "25 novembre 2026, 09:05"),
        ("ru", "25 ноября 2026\u00a0года, 09:05"),
        ("es", "25 de noviembre de 2026, 09:05"),
    ],
)
def test_a_moment_is_said_with_the_month_in_words(language: str, said: str) -> None:
    assert drawn(language, "{{ at|moment }}") == said


def test_things_are_parted_as_the_language_parts_them() -> None:
    assert {lang: drawn(lang, "{% comma %}") for lang in SIX} == {
        "ar": "، ", "zh": "，", "en": ", ", "fr": ", ", "ru": ", ", "es": ", ",
    }  # fmt: skip


def test_a_sentence_that_another_follows_ends_as_in_the_language() -> None:
    assert drawn("zh", "甲{% full_stop %}乙") == "甲。乙"
    assert drawn("ru", "А{% full_stop %}Б") == "А. Б"


def test_a_column_of_figures_is_known_by_what_stands_in_it() -> None:
    rows = [("Level", "Rounds", "Share", "When"), ("Global", "1\u202f200", "26\u00a0%", "2024-06")]
    rows += [("Regional", "–", "", "–")]
    assert [parts.of_figures(rows, n) for n in range(4)] == [False, True, True, False]
    assert not parts.of_figures([("Level",), ("–",)], 0)


def test_a_share_stays_with_its_sign() -> None:
    assert drawn("en", "{{ share|percent }}") == "26\u00a0%"


def test_a_day_of_a_file_is_read_and_another_word_is_left_alone() -> None:
    with translation.override("en"):
        assert parts.day("2023-06-09") == parts.day(date(2023, 6, 9)) == "9 June 2023"
        assert parts.day("not on record") == "not on record"
        assert parts.day(None) == ""


@pytest.mark.parametrize(
    ("n", "said"), [(1, "يوم واحد"), (2, "يومان"), (5, "5 أيام"), (13, "13 يوما"), (100, "100 يوم")]
)
def test_arabic_counts_in_its_six_forms(n: int, said: str) -> None:
    with translation.override("ar"):
        assert ngettext("%(n)s day", "%(n)s days", n) % {"n": n} == said
