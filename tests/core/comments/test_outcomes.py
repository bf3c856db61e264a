"""Outcomes carry what they must, and codes as received claim no more than they say."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from travaux.core.comments.outcomes import (
    NEEDS_REASONS,
    RECEIVED,
    Outcome,
    lacks,
    read_outcome,
    reasons_after,
)
from travaux.core.formats.comment_tables import read_comment_table


def test_every_outcome_but_accepted_needs_reasons():
    assert set(Outcome) - NEEDS_REASONS == {Outcome.ACCEPTED}
    for outcome in NEEDS_REASONS:
        assert "reasons" in lacks(outcome, reasons=" \n", other_comment="7")
        assert lacks(outcome, reasons="Because.", other_comment="7") == ()
    assert lacks(Outcome.ACCEPTED) == ()
    assert lacks(Outcome.DUPLICATE) == ("reasons", "other-comment")


@pytest.mark.parametrize(
    ("received", "outcome"),
    [
        ("C++17", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("TC1", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("WP", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("Resolved", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("NAD", Outcome.NOT_ACCEPTED),
        ("nad editorial", Outcome.NOTED),
        ("NAD Future", Outcome.DEFERRED),
        ("Dup", Outcome.DUPLICATE),
        ("Accepted", Outcome.ACCEPTED),
        ("ACCEPTED.", Outcome.ACCEPTED),
        ("Accept with modification", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("Not accepted", Outcome.NOT_ACCEPTED),
        ("Taken into account", Outcome.ACCEPTED_WITH_MODIFICATIONS),
        ("Rejected - the data do not show this.", Outcome.NOT_ACCEPTED),
        ("Noted. See comment 7.", Outcome.NOTED),
        ("out-of-scope", Outcome.OUT_OF_SCOPE),
        ("Open", None),
        ("Ready", None),
    ],
)
def test_codes_as_received(received, outcome):
    found = read_outcome(received)
    assert found is not None and found.outcome is outcome


@pytest.mark.parametrize(
    "received", ["", "Accepted, but not in this form", "We accepted it", "NADA", "C++", "?"]
)
def test_what_is_not_plainly_a_code_maps_to_nothing(received):
    assert read_outcome(received) is None and reasons_after(received) == ""


def test_reasons_that_follow_a_code_are_kept_whole():
    assert reasons_after("Noted. See 7. And 8.\nThanks") == "See 7. And 8.\nThanks"


def test_only_words_that_say_so_claim_accepted():
    claims = {e.code for e in RECEIVED if e.outcome is Outcome.ACCEPTED and e.family == "committee"}
    assert claims == set()
    assert all(entry.rationale for entry in RECEIVED)
    doubled = [c for c, n in Counter(e.code for e in RECEIVED).items() if n > 1]
    assert doubled == []


REAL = os.environ.get("TRAVAUX_REAL_DATA", "")


@pytest.mark.skipif(not REAL, reason="TRAVAUX_REAL_DATA is not set")
@pytest.mark.parametrize("name", ["iterators", "containers"])
def test_every_code_of_the_real_tables_is_known(name):
    data = Path(REAL, "comments", f"standard-{name}-comments.csv").read_bytes()
    rows = read_comment_table(data, "a.csv").rows
    assert {row.observation for row in rows if read_outcome(row.observation) is None} == set()
