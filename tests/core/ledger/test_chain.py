"""Any single alteration, removal, swap, copy or truncation of the journal is found and named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.ledger.chain import (
    START,
    Garbled,
    Line,
    read_lines,
    seal,
    verify,
    write_line,
)


def journal(count: int) -> list[Line]:
    lines: list[Line] = []
    previous = START
    for seq in range(1, count + 1):
        line = seal(
            previous,
            seq,
            at=f"2024-01-01T00:00:{seq % 60:02}.000000+00:00",
            actor="p-abc",
            process="harbour",
            what="comments.submit_comment",
            subject=f"c-{seq}",
            facts={"paragraphs": ["p1", "p2"], "count": seq},
        )
        lines.append(line)
        previous = line.hash
    return lines


TWELVE = journal(12)
HEAD = (12, TWELVE[-1].hash)
places = st.integers(0, 11)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ALTERATIONS = {
    "at": words,
    "actor": words,
    "process": words,
    "what": words,
    "subject": words,
    "facts": st.dictionaries(words, words | st.integers(0, 9), max_size=2),
    "previous": words,
    "hash": words,
    "seq": st.integers(-3, 40),
}


def test_a_whole_journal_verifies_and_tells_its_head():
    found = verify(TWELVE, head=HEAD)
    assert (found.verified, found.checked, found.first_bad) == (True, 12, None)
    assert found.head == TWELVE[-1].hash


def test_an_empty_journal_verifies_unless_lines_were_expected():
    assert verify([]).verified
    assert verify([], head=HEAD).first_bad.kind == "cut-short"


@given(places, st.sampled_from(sorted(ALTERATIONS)), st.data())
@settings(max_examples=300)
def test_any_altered_field_of_any_line_is_found(place, field, data):
    value = data.draw(ALTERATIONS[field].filter(lambda v: v != getattr(TWELVE[place], field)))
    lines = list(TWELVE)
    lines[place] = replace(lines[place], **{field: value})
    found = verify(lines, head=HEAD)
    assert not found.verified
    assert found.checked == place + 1
    assert found.first_bad.kind == "altered"
    assert found.first_bad.seq == place + 1


@given(places)
def test_a_removed_line_is_named(place):
    lines = TWELVE[:place] + TWELVE[place + 1 :]
    found = verify(lines, head=HEAD)
    assert found.first_bad.seq == place + 1
    assert found.first_bad.kind == ("cut-short" if place == 11 else "missing")


@given(places, places)
def test_two_swapped_lines_are_named(one, other):
    lines = list(TWELVE)
    lines[one], lines[other] = lines[other], lines[one]
    found = verify(lines, head=HEAD)
    if one == other:
        assert found.verified
    else:
        assert (found.first_bad.seq, found.first_bad.kind) == (min(one, other) + 1, "reordered")


@given(places, st.integers(0, 12))
def test_a_copied_line_is_named(place, at):
    lines = list(TWELVE)
    lines.insert(at, TWELVE[place])
    found = verify(lines, head=HEAD)
    assert not found.verified
    kind = "duplicated" if at >= place else "reordered"
    assert found.first_bad.kind == kind
    assert found.first_bad.seq == (place + 1 if at >= place else at + 1)


@given(st.integers(0, 11))
def test_a_truncated_journal_is_found_when_its_head_is_known(kept):
    found = verify(TWELVE[:kept], head=HEAD)
    assert (found.first_bad.seq, found.first_bad.kind) == (kept + 1, "cut-short")
    assert verify(TWELVE[:kept]).verified  # without the head nothing can be noticed


@given(st.integers(0, 10))
def test_a_line_rewritten_with_its_hash_breaks_the_link_of_the_next(place):
    forged = seal(
        TWELVE[place].previous,
        place + 1,
        at=TWELVE[place].at,
        actor="p-other",
        process="harbour",
        what="comments.withdraw_comment",
        subject="c-1",
        facts={},
    )
    lines = [*TWELVE[:place], forged, *TWELVE[place + 1 :]]
    found = verify(lines)
    assert (found.first_bad.seq, found.first_bad.kind) == (place + 2, "broken-link")


def test_a_whole_tail_rewritten_is_found_by_the_known_head():
    forged = seal(
        TWELVE[-1].previous, 12, at="", actor="", process="", what="", subject="", facts={}
    )
    assert verify([*TWELVE[:-1], forged]).verified
    assert verify([*TWELVE[:-1], forged], head=HEAD).first_bad.kind == "altered"


def test_a_part_can_be_checked_from_a_known_point():
    part = verify(TWELVE[5:], first_seq=6, previous=TWELVE[4].hash, head=HEAD)
    assert (part.verified, part.checked) == (True, 7)
    assert verify(TWELVE[6:], first_seq=6, previous=TWELVE[4].hash).first_bad.kind == "missing"


def test_the_walk_takes_one_line_at_a_time():
    taken = 0

    def stream():
        nonlocal taken
        for line in TWELVE[:3] + TWELVE[4:]:
            taken += 1
            yield line

    assert verify(stream()).first_bad.seq == 4
    assert taken == 11  # the rest was searched for the awaited line, and nothing kept


def test_an_export_reads_back_as_it_was_written():
    rows = [write_line(line) for line in TWELVE]
    assert list(read_lines(rows)) == TWELVE
    assert verify(read_lines(rows), head=HEAD).verified


def _without(row: bytes, key: str) -> bytes:
    found = json.loads(row)
    del found[key]
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row[:-20],
        lambda row: b"\xff\xfe" + row,
        lambda row: b"[]",
        lambda row: b"[" * 100_000,
        lambda row: _without(row, "facts"),
        lambda row: row.replace(b'"seq":5', b'"seq":"5"'),
        lambda row: row.replace(b'"seq":5', b'"seq":5,"seq":5'),
        lambda row: b'"' + b"a" * 2_000_000 + b'"',
    ],
)
def test_a_spoilt_row_of_an_export_is_named_and_never_crashes(spoil):
    rows = [write_line(line) for line in TWELVE]
    rows[4] = spoil(rows[4])
    found = verify(read_lines(rows), head=HEAD)
    assert (found.checked, found.first_bad.kind) == (5, "unreadable")
    assert (found.first_bad.seq, found.first_bad.facts) == (5, {"position": 5})


def test_garbled_rows_carry_their_place():
    assert list(read_lines([b"\n", b"nonsense\n"])) == [Garbled(2)]
