"""A comment goes where it says, or nowhere with the reason; it is never put somewhere likely."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from travaux.core.comments.placing import Places, Target, place, targets_of
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.texts.document import Block, Document

H, P, S = "heading", "paragraph", "sub"
SECTIONED = targets_of(
    Document(
        "T",
        (
            Block(H, "Introduction", "0", 1),
            Block(P, "It begins.", "1"),
            Block(H, "Terms", "5", 1, label="terms"),
            Block(P, "Terms are these.", "1"),
            Block(H, "Scope", "5.2", 2, label="terms.scope"),
            Block(P, "It applies.", "1"),
            Block(P, "It applies also:", "2"),
            Block(S, "to cities", "(a)", 1),
            Block(S, "large ones", "(i)", 2),
            Block(S, "small ones", "(ii)", 2),
            Block(S, "to regions", "(b)", 1),
            Block("table", "x\ty", "Table 1"),
            Block(H, "Use", "5.3", 2),
            Block(P, "First.", ""),
            Block(P, "Second.", ""),
            Block(H, "Scope", "6", 1),
            Block(P, "Seven.", "7"),
            Block(H, "Annex", "A", 1),
            Block(P, "A paragraph.", "1"),
        ),
    )
)
THROUGH = targets_of(
    Document(
        "U",
        (
            Block(H, "Principles", "", 1),
            Block(P, "One.", "1."),
            Block(P, "Two.", "2."),
            Block(S, "part", "(a)", 1),
            Block(H, "Action", "", 1),
            Block(P, "Three.", "3."),
        ),
    )
)


def at(text: str, targets=SECTIONED) -> str:
    (found,) = [t.key for t in targets if t.text == text]
    return found


@pytest.mark.parametrize(
    ("clause", "paragraph", "text"),
    [
        ("terms.scope", "2", "It applies also:"),
        ("[terms.scope]", "para 2", "It applies also:"),
        ("[terms.scope]/2", "", "It applies also:"),
        ("terms.scope/2", "", "It applies also:"),
        ("5.2", "¶2", "It applies also:"),
        ("Clause 5.2", "Paragraph 2 (a)", "to cities"),
        ("5.2", "2(a)(ii)", "small ones"),
        ("5.2", "2 a", "to cities"),
        ("§ 5.2", "2.b", "to regions"),
        ("5.2, para. 2", "", "It applies also:"),
        ("5.2 Scope", "٢", "It applies also:"),
        ("5.2", "2nd paragraph", "It applies also:"),
        ("Раздел 5.2", "пункт 2", "It applies also:"),
        ("5.3", "para 2", "Second."),
        ("5.2", "Table 1", "x\ty"),
        ("Annex A", "1", "A paragraph."),
        ("General", "7", "Seven."),
        ("5", "1", "Terms are these."),
    ],
)
def test_paragraphs_by_what_the_comment_says(clause, paragraph, text):
    found = place(clause, paragraph, "", SECTIONED)
    assert (found.kind, found.key) == ("paragraph", at(text)), found


@pytest.mark.parametrize(
    ("clause", "paragraph", "text", "why"),
    [
        ("terms", "", "Terms", "label"),
        ("[terms]", "General", "Terms", "label"),
        ("5.", "all", "Terms", "section-number"),
        ("Section 5.3", "", "Use", "section-number"),
        ("5.3 Use", "", "Use", "section-number"),
        ("use", "", "Use", "section-title"),
        ("0", "", "Introduction", "section-number"),
        ("5", "Figure 4", "Terms", "section-of-figure"),
    ],
)
def test_sections_by_label_number_or_title(clause, paragraph, text, why):
    found = place(clause, paragraph, "", SECTIONED)
    assert (found.kind, found.key, found.why) == ("section", at(text), why)


@pytest.mark.parametrize("clause", ["", "General", "whole document", "-", "عام", "всё", "一般"])
def test_the_whole_text(clause):
    found = place(clause, "", "", SECTIONED)
    expected = ("unplaced", "clause-unknown") if clause == "всё" else ("text", "whole-text")
    assert (found.kind, found.why) == expected


@pytest.mark.parametrize("zero", ["0", "٠"])
def test_zero_is_the_whole_text_where_no_section_bears_it(zero):
    assert place(zero, "0", "0", THROUGH).kind == "text"


@pytest.mark.parametrize(
    ("clause", "paragraph", "line", "why"),
    [
        ("9.9", "", "", "clause-unknown"),
        ("terms.scop", "", "", "clause-unknown"),
        ("Scope", "", "", "clause-ambiguous"),
        ("5.2 and 5.3", "", "", "several-clauses"),
        ("5.2, 5.3", "", "", "several-clauses"),
        ("5.2 Introduction", "", "", "number-and-title-differ"),
        ("5.2", "9", "", "paragraph-not-in-section"),
        ("5.2", "2 (z)", "", "sub-paragraph-not-in-paragraph"),
        ("5.2", "1-2", "", "several-paragraphs"),
        ("5.2", "1 and 2", "", "several-paragraphs"),
        ("5.2", "the long one", "", "paragraph-not-understood"),
        ("5.3", "3", "", "paragraph-not-in-section"),
        ("6", "1st paragraph", "", "ambiguous-number"),
        ("", "1", "", "ambiguous-number"),
        ("", "99", "", "paragraph-unknown"),
        ("", "", "17", "line-only"),
        ("x" * 100_000, "", "", "clause-unknown"),
        ("5.2", "1" * 100_000 + "x", "", "paragraph-not-understood"),
        ("5.2", "1" * 250 + "?", "", "paragraph-not-understood"),
    ],
)
def test_what_is_not_plain_stays_unplaced_with_the_reason(clause, paragraph, line, why):
    found = place(clause, paragraph, line, SECTIONED)
    assert (found.kind, found.key, found.why) == ("unplaced", "", why)


def test_a_likely_section_is_offered_and_not_taken():
    found = place("terms.scop", "", "", SECTIONED)
    assert found.kind == "unplaced" and at("It applies.") not in found.candidates
    (scope,) = [t.key for t in SECTIONED if t.label == "terms.scope"]
    assert scope in found.candidates


@pytest.mark.parametrize(
    ("clause", "paragraph", "text"),
    [
        ("", "3", "Three."),
        ("3", "", "Three."),
        ("para 3", "", "Three."),
        ("Paragraph 2 (a)", "", "part"),
        ("Action", "3", "Three."),
        ("General", "para. 2", "Two."),
    ],
)
def test_texts_whose_paragraphs_are_numbered_through(clause, paragraph, text):
    found = place(clause, paragraph, "", THROUGH)
    assert (found.kind, found.key) == ("paragraph", at(text, THROUGH))


def test_headings_that_print_only_their_own_part_are_found_by_the_chain():
    text = targets_of(
        Document("V", (Block(H, "One", "II", 1), Block(H, "a", "1", 2), Block(H, "b", "2", 2)))
    )
    assert place("II.2", "", "", text).key == "2"


def test_a_label_twice_is_ambiguous():
    twice = [Target("a", H, "1", 1, "x"), Target("b", H, "2", 1, "x")]
    assert place("x", "", "", twice) == place("[x]", "", "", twice)
    assert place("x", "", "", twice).candidates == ("a", "b")


def test_awkward_references_take_no_time():
    places = Places(SECTIONED)
    began = time.perf_counter()
    for clause in ("(" * 299, "5.2 " * 70, ",;" * 140, "1." * 149, "( a" * 90, "a)" * 140):
        places.place(clause, clause, clause)
        places.place("5.2", clause, "")
        places.place("5.2", "2 " + clause[:290], "")
    assert time.perf_counter() - began < 2


REAL = os.environ.get("TRAVAUX_REAL_DATA", "")


@pytest.mark.skipif(not REAL, reason="TRAVAUX_REAL_DATA is not set")
@pytest.mark.parametrize(("name", "count"), [("iterators", 112), ("containers", 291)])
def test_real_comments_all_find_their_section(name, count):
    folder = Path(REAL, "comments")
    headings = re.findall(
        r"^(#+) ([\d.]+) (.*?) \[(\S+)\]$",
        (folder / f"standard-{name}.md").read_text("utf-8"),
        re.MULTILINE,
    )
    places = Places([Target(n, H, n, len(hashes), label, t) for hashes, n, t, label in headings])
    table = read_comment_table((folder / f"standard-{name}-comments.csv").read_bytes(), "a.csv")
    label_of = {n: label for _, n, _, label in headings}
    found = [(row, places.place(row.clause, row.paragraph, row.line)) for row in table.rows]
    assert [label_of.get(p.key) for row, p in found] == [row.clause for row, p in found]
    assert sum(p.kind == "section" for _, p in found) == count
