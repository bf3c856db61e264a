"""Windows and slips in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from travaux.core.schedules.slips import Slip
from travaux.core.schedules.windows import Window
from travaux.roadmap.windows import day_words, slip_words, window_words

SAID = {
    "en": ["Feb 2024", "Jan – May 2024", "17–18 Apr 2024", "12 Sep 2023", "Q1 2024", "2025"],
    "fr": ["févr. 2024", "janv.–mai 2024", "17–18 avr. 2024", "12 sept. 2023", "T1 2024", "2025"],
    "es": ["feb 2024", "ene–may 2024", "17–18 abr 2024", "12 sept 2023", "T1 2024", "2025"],
    "ru": [
        "февр. 2024\xa0г.", "янв. – май 2024\xa0г.", "17–18 апр. 2024\xa0г.", "12 сент. 2023\xa0г.",
        "1-й кв. 2024", "2025",
    ],
    "zh": ["2024年2月", "2024年1月至5月", "2024年4月17日至18日", "2023年9月12日", "2024年1季度", "2025年"],
    "ar": [
        "فبراير 2024", "يناير – مايو 2024", "17–18 أبريل 2024", "12 سبتمبر 2023", "الربع الأول 2024",
        "2025",
    ],
}  # fmt: skip
WINDOWS = ["2024-02", "2024-01/2024-05", "2024-04-17/2024-04-18", "2023-09-12", "2024-Q1", "2025"]


@pytest.mark.parametrize("language", SAID)
def test_windows_are_as_precise_as_the_record(language):
    found = [window_words(Window.parse(w), language).replace("\u202f", "\xa0") for w in WINDOWS]
    assert [f.replace(" г.", "\xa0г.") for f in found] == SAID[language]
    assert window_words(None, language) == ""


def test_a_span_of_years_and_of_quarters():
    assert window_words(Window.parse("2025/2029"), "en") == "2025–2029"
    assert window_words(Window.parse("2024-Q1/2024-Q2"), "en") == "Jan – Jun 2024"
    assert window_words(Window.parse("2023-12/2024-02"), "en") == "Dec 2023 – Feb 2024"
    assert day_words(None) == ""


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (Slip("late", 49, 7, "weeks"), "7 weeks late"),
        (Slip("late", 1, 1, "days"), "1 day late"),
        (Slip("early", -31, 1, "months"), "1 month early"),
        (Slip("in-window", 0), "within the planned window"),
        (Slip("none", 0), "as planned"),
        (None, ""),
    ],
)
def test_slips_in_words(slip, said):
    with translation.override("en"):
        assert slip_words(slip) == said


def test_days_in_every_language_have_western_digits():
    for language in SAID:
        assert "12" in day_words(date(2023, 10, 12), language)
