"""Whatever an archive holds, it is read or refused in words: never a crash.

`python -m tests.core.formats.fuzz_long MINUTES` runs the same for long; what it finds is kept
under tests/golden/fuzz and read here each time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.core.formats.fuzzing import read_word, read_workbook, word_archives, workbooks

CORPUS = Path(__file__).parents[2] / "golden" / "fuzz"
calm = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(word_archives())
@calm
def test_word_archives(data):
    read_word(data)


@given(workbooks())
@calm
def test_workbooks(data):
    read_workbook(data)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.*")), ids=lambda f: f.name)
def test_what_once_found_something(file):
    (read_workbook if file.suffix == ".xlsx" else read_word)(file.read_bytes())
