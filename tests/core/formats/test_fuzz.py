"""Whatever an archive holds, it is read or refused in words: never a crash.

`python -m tests.core.formats.fuzz_long MINUTES` runs the same for long; what it finds is kept
under tests/golden/fuzz and read here each time.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.core.formats.fuzzing import read_word, read_workbook, word_archives, workbooks

from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.formats.exchange.bilingual import read_bilingual
from travaux.core.formats.exchange.po import read_po
from travaux.core.formats.exchange.xliff import read_xliff
from travaux.core.formats.text_files import read_text
from travaux.core.problems import Unusable

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


def read_other(data: bytes, name: str) -> None:
    """A file that is neither Word nor Excel."""
    reads = {"xlf": read_xliff, "po": read_po}.get(name.rsplit(".")[-1])
    with contextlib.suppress(Unusable):
        reads(data) if reads else read_text(data, name)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.*")), ids=lambda f: f.name)
def test_what_once_found_something(file):
    held = file.read_bytes()
    if file.suffix == ".docx":
        read_word(held)
        for read in (read_bilingual, lambda data: read_comment_table(data, file.name)):
            with contextlib.suppress(Unusable):
                read(held)
    elif file.suffix == ".xlsx":
        read_workbook(held)
    else:
        read_other(held, file.name)
