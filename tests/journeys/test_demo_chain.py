"""The demonstration tells the whole chain on its pages, and says of each piece that it is invented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.worlds import browser, demo_world
from travaux.cli import demo
from travaux.drafts.models import Paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[demo.World]:
    with django_db_blocker.unblock(), demo_world() as built:
        yield built


def page(world: demo.World, rest: str, who: str = "amina") -> str:
    answer = browser(world.people[f"{who}@demo.example"] if who else None).get(
        f"/en/{world.process.code}/{rest}"
    )
    assert answer.status_code == 200, rest
    return answer.content.decode()


def test_a_paragraph_has_its_evidence_comment_answer_change_and_decision(world) -> None:
    twelfth = Paragraph.objects.get(version=world.versions[1], kind="paragraph", number="12")
    shown = page(world, f"paragraphs/{twelfth.anchor.key}/", "")
    for piece in (
        "Cities that publish a register of their sensors",  # a finding
        "A register of sensors that residents can read (invented)",  # a practice
        "Residents need to know how long their data are kept.",  # a comment
        "Accepted",
        "Changed by the comments",
        "Decided at",
        "Expert group meeting 1",
    ):
        assert piece in shown, piece


def test_a_theme_was_answered_and_its_track_reports(world) -> None:
    track = world.tracks["thematic"].key
    answered = page(world, f"tracks/{track}/answered/")
    assert "The review of Part four asks then" in answered and "invented" in answered.lower()
    assert "Answers released" in page(world, f"tracks/{track}/closing/")


def test_editions_words_and_readers_are_compared(world) -> None:
    survey = world.evidence["survey"].key
    assert "Compare" in page(world, f"evidence/surveys/{survey}/editions/")
    assert "42 of 48" in page(world, f"evidence/surveys/{survey}/words/")
    assert "State Alfa" in page(world, f"evidence/surveys/{survey}/places/")
    assert "Readers differ (1)" in page(world, "evidence/literature/")


def test_regions_of_invented_states_are_told_and_stay_out_of_real_ones(world) -> None:
    shown = page(world, "evidence/regions/african/", "")
    assert "57.50" in shown and "A register of sensors" in shown
    assert "2/2" in shown  # invented states alone: the real ones of the region are no part of it


def test_money_in_other_currencies_stays_out_of_the_record(world) -> None:
    rates = page(world, "funding/rates/")
    assert "1.0955" in rates and "1.082" in rates and "invented rate" in rates
    assert "No donor has agreed" in page(world, "donors/", "")  # invented pledges are in no report


def test_jobs_are_late_and_given_back(world) -> None:
    shown = page(world, f"translations/{world.versions[1].key}/")
    assert "late" in shown and "under way" in shown


def test_steps_with_lead_times_and_the_group_that_meets(world) -> None:
    roadmap = page(world, "roadmap/", "")
    assert "Recruitment of a data editor (invented)" in roadmap
    assert "Contract for interpretation at meetings (invented)" in roadmap
    shown = page(world, f"meetings/{world.meetings['first'].key}/", "")
    assert f"/panels/{world.panels['experts'].key}/" in shown
