"""Attributes and values in the reader's words; what is not known is marked with its language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tests.calls.makers import a_call
from tests.panels import makers
from tests.panels.test_offering import adopted_at_once
from tests.panels.test_pages import at, words
from travaux.core.panels.instance import Break
from travaux.panels.explaining import break_words
from travaux.panels.labels import Label, Labels
from travaux.panels.models import Panel, Seat
from travaux.panels.queries import turns_of

pytestmark = pytest.mark.django_db


def test_usual_words_are_translated_and_unknown_ones_keep_the_language_of_their_table(cast) -> None:
    panel = makers.started(cast)
    panel.pool_language = "es"
    with translation.override("fr"):
        labels = Labels(panel)
        assert labels.feature("Gender") == Label("Genre")
        assert labels.value("Gender", "WOMEN") == Label("Femmes")
        assert labels.value("Oficio", "Arquitecta") == Label("Arquitecta", "es")
        told = break_words(Break("quota", "Gender", "Women", "min", 3, 1), labels)
        assert "Femmes" in told and "Genre" in told


def test_out_of_a_call_the_labels_of_its_form_and_the_names_of_states_are_said(cast) -> None:
    call = a_call(cast)
    panel = makers.started(cast)
    Panel.objects.filter(pk=panel.pk).update(call=call)
    panel.refresh_from_db()
    with translation.override("ar"):
        labels = Labels(panel)
        assert labels.value("country", "X-A") == Label("State A", "en")
        gender = labels.feature("gender")
        assert gender.text != "gender" and gender.language == ""


def test_the_page_of_a_group_says_its_table_in_the_language_of_the_page(cast) -> None:
    panel = adopted_at_once(cast)
    page = words(Client().get(at(panel, language="zh-hans")))
    table = page.split("<table")[1].split("</table>")[0]
    assert "女性" in table and "性别" in table
    assert "woman" not in table and '<bdi lang="en">planning' not in table
    assert '<bdi lang="en">data</bdi>' in table


def test_the_history_of_a_group_is_told_day_by_day(cast) -> None:
    panel = adopted_at_once(cast)
    first = panel.seats.first()
    later = makers.ADOPTED.replace(month=4)
    Seat.objects.filter(pk=first.pk).update(until=later, end="left", end_reason="Invented")
    for code in ("N20", "N21"):
        Seat.objects.create(
            panel=panel, nominee=panel.nominees.get(code=code), via="departure", since=later,
            at=makers.AT,
        )  # fmt: skip
    turns = turns_of(list(panel.seats.all()))
    assert [(t.count, len(t.came), len(t.went)) for t in turns] == [(8, 8, 0), (9, 2, 1)]
    page = words(Client().get(at(panel)))
    assert "From 8 on 5 February 2024 to 9: how it came about" in page
    assert "2 people came" in page and "Nominee 20" not in page
