"""Brackets are read as people mean them, and written back sign by sign, whatever the text holds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.texts.brackets import (
    PARTIES,
    Parties,
    Party,
    Position,
    groups,
    markdown_skips,
    open_count,
    parse,
    sections_of,
    spans,
    write,
)
from travaux.core.texts.brackets.editing import (
    add_wording,
    clean_up,
    put_in_brackets,
    settle,
    with_positions,
    without_party,
)
from travaux.core.texts.brackets.views import all_in, all_out, as_party, clean

GOLD = Path(__file__).parents[2] / "golden" / "brackets" / "gold.txt"
REAL = os.environ.get("TRAVAUX_REAL_DATA", "")

#: Invented delegations: no position in a test is hung on a real one.
gold_parties = Parties(
    (
        *(Party(letter * 3, f"State {letter}", "state") for letter in "ABCDE"),
        Party("UOS", "Union of States", "group"),
        Party("CG", "Coastal Group", "group"),
        Party("G9", "G9 and Delta", "group", ("G-9 and Delta", "Group of 9 and Delta")),
        Party("LSC", "Least Served Countries Group", "group", (), ("LSC", "LSCs")),
    )
)
SIGN = {"support": "+", "oppose": "-", "reserve": "?"}


def gold() -> list[tuple[str, list[str], list[str], list[str]]]:
    """Texts with their labels: spans, statuses and other brackets, lonely ones."""
    cases: list[tuple[str, list[str], list[str], list[str]]] = []
    for line in GOLD.read_text(encoding="utf-8").split("\n"):
        line = line.replace("⏎", "\n").replace("␦", "\ufffe")
        if line.startswith("> "):
            cases.append((line[2:], [], [], []))
        elif line.startswith("- "):
            cases[-1][1].append(
                line[2:].rstrip(" ").removesuffix("|").rstrip() if line.endswith("|") else line[2:]
            )
        elif line.startswith("="):
            cases[-1][2].append(line[1:].strip())
        elif line.startswith("~"):
            cases[-1][2].append("ellipsis")
        elif line.startswith("!"):
            cases[-1][3].append(line[1:].strip())
    return cases


def labelled(text: str) -> list[str]:
    tree = parse(text, parties=gold_parties)
    found = []
    for span in sorted(spans(tree), key=lambda s: (s.group, s.start)):
        held = " ".join((p.key or p.party) + SIGN[p.stance] for p in span.positions)
        found.append(f"{span.text} | {held}" if held else span.text.rstrip())
    return found


def test_the_gold_set_is_large_enough_to_say_something():
    assert sum(len(labels) for _, labels, _, _ in gold()) >= 300


@pytest.mark.parametrize("case", gold(), ids=lambda case: case[0][:40])
def test_gold(case):
    text, labels, statuses, lonely = case
    tree = parse(text, parties=gold_parties)
    assert write(tree) == text
    assert labelled(text) == [label.rstrip() for label in labels]
    other = [g.status or g.kind for g in groups(tree.nodes) if g.kind != "bracket"]
    assert other == statuses
    assert [one.kind for one in tree.unbalanced] == lonely


signs = st.sampled_from(
    [
        *"[]{}()+-/;:,.&? \n\t",
        "［", "］", "｛", "｝", "AAA", "State B", "G9 and Delta", " - ", " / ", "reserve", "delete",
        "\ufffe", "# H\n", "[Agreed ad ref]", "1.2", " and ", "[a](http://x)", "应当", "، ", "–",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(signs, max_size=60).map("".join)))
@settings(max_examples=400, deadline=None)
def test_whatever_the_text_holds_it_is_written_back_as_it_was(text):
    tree = parse(text, parties=gold_parties, sections=sections_of(text), skip=markdown_skips(text))
    assert write(tree) == text
    for span in spans(tree):
        assert text[span.start : span.end] == span.text
    assert open_count(tree) <= text.count("[") + text.count("［")


@given(st.lists(signs, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_settling_and_cleaning_leave_balanced_text_balanced(text):
    tree = parse(text, parties=gold_parties)
    if tree.unbalanced:
        return
    for choice in (all_in, all_out):
        assert not parse(clean(tree, choice), parties=gold_parties).unbalanced
    tidied = clean_up(text, gold_parties)
    assert [s.text for s in spans(parse(tidied, parties=gold_parties))].__len__() == len(
        spans(tree)
    )


def test_g77_and_china_is_one_party_however_it_is_written():
    for name in ("G77 and China", "G-77 & China", "G77", "Group of 77 and China", "77国集团和中国"):
        found = PARTIES.named(name)
        assert found is not None and found.key == "G77"
    [span] = spans(parse("[a] (G77 and China)"))
    assert [p.party for p in span.positions] == ["G77 and China"]


def test_a_state_is_known_by_its_code_and_by_its_name_in_six_languages():
    names = ("CHE", "Switzerland", "Suisse", "Suiza", "Швейцария", "سويسرا", "瑞士")
    assert {PARTIES.named(name).key for name in names} == {"CHE"}


def test_words_that_are_codes_too_are_words_in_small_letters():
    # "can" and "us" are Canada and the United States in capitals only.
    assert not spans(parse("[x] (can)"))[0].positions
    assert not spans(parse("[x - us]"))[0].positions


def test_one_slip_nests_nothing_behind_the_section_in_which_it_stands():
    text = "# One\n\nWe [shall act.\n\n# Two\n\nWe [may] go] on.\n\n# Three\n\nWe [must].\n"
    tree = parse(text, sections=sections_of(text))
    assert [g.depth for g in groups(tree.nodes)] == [1, 1]
    assert [u.kind for u in tree.unbalanced] == ["unclosed", "unopened"]


def test_whole_sections_may_stand_in_brackets():
    text = "# One\n\n[We act.\n\n# Two\n\nWe [may] go on.]\n\n# Three\n\nWe go.\n"
    tree = parse(text, sections=sections_of(text))
    assert [g.depth for g in groups(tree.nodes)] == [1, 2]
    assert not tree.unbalanced


def test_a_lonely_bracket_says_where_its_partner_would_stand():
    text = "1. We [shall {AAA+} act.\n\n2. We may] go."
    tree = parse(text)
    mended = text
    for one in sorted(tree.unbalanced, key=lambda u: -u.mend_at):
        mended = mended[: one.mend_at] + one.mend + mended[one.mend_at :]
    assert mended == "1. We [shall] {AAA+} act.\n\n2. [We may] go." or len(tree.unbalanced) == 0
    apart = parse("1. We [shall {AAA+} act.")
    assert (apart.unbalanced[0].mend_at, apart.unbalanced[0].mend) == (12, "]")
    apart = parse("2. We may] go.")
    assert (apart.unbalanced[0].mend_at, apart.unbalanced[0].mend) == (3, "[")


def test_links_and_notes_of_markdown_are_no_brackets():
    text = "See [the report](https://x.example/a) and [note][1], [^2] but [not] this.\n\n[1]: https://x.example\n"
    tree = parse(text, skip=markdown_skips(text))
    assert [s.text for s in spans(tree)] == ["not"]


def test_the_text_as_one_side_would_have_it():
    text = "We [shall]{AAA+}[should]{BBB+ AAA-} act [, now] {AAA-} [and fast] {AAA reserve}."
    tree = parse(text, parties=gold_parties)
    assert as_party(tree, "AAA") == "We shall act [and fast] {AAA reserve}."
    assert as_party(tree, "BBB") == ("We should act [, now] {AAA-} [and fast] {AAA reserve}.")
    assert as_party(tree, "CCC") == text
    assert clean(tree, all_out) == "We act."
    more = {0: [Position("State C", "support", "CCC")]}
    assert as_party(tree, "CCC", more).startswith("We shall act")


def test_brackets_are_put_lifted_and_their_positions_written():
    text = put_in_brackets("States shall act.", 6, 13)
    assert text == "States [shall] act."
    text = add_wording(text, 0, "should", gold_parties)
    assert text == "States [shall][should] act."
    text = with_positions(
        text,
        {0: [Position("State A", "support", "AAA")], 1: [Position("UOS", "reserve", "UOS")]},
        gold_parties,
    )
    assert text == "States [shall] {State A+}[should] {UOS reserve} act."
    assert without_party(text, 1, "UOS", gold_parties) == "States [shall] {State A+}[should] act."
    assert settle(text, 0, "keep", gold_parties) == "States shall act."
    assert settle(text, 1, "drop", gold_parties) == "States [shall] {State A+} act."


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: put_in_brackets("a [b] c", 0, 4), "span-cuts-bracket"),
        (lambda: put_in_brackets("a b", 1, 2), "span-empty"),
        (lambda: add_wording("a [b]", 1, "c"), "no-such-bracket"),
        (lambda: add_wording("a [b]", 0, "c]"), "wording-unbalanced"),
        (lambda: add_wording("a [b]", 0, " "), "words-missing"),
        (lambda: settle("a", 0, "keep"), "no-such-bracket"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(change, code):
    with pytest.raises(Unusable) as refused:
        change()
    assert refused.value.code == code


def test_positions_written_into_a_text_are_read_out_of_it_again():
    held = {0: [Position("State A", "support", "AAA"), Position("Ruritania", "oppose")]}
    text = with_positions("We [shall] act.", held, gold_parties)
    [span] = spans(parse(text, parties=gold_parties))
    assert [(p.who, p.stance) for p in span.positions] == [
        ("AAA", "support"),
        ("Ruritania", "oppose"),
    ]


def test_the_negotiating_text_of_paris():
    if not REAL:
        pytest.skip("TRAVAUX_REAL_DATA is not set: the Paris text was not read")
    found = {}
    for day in ("2015-10-23", "2015-12-04", "2015-12-09"):
        text = (Path(REAL) / "drafts" / "cop21" / f"{day}.md").read_text(encoding="utf-8")
        tree = parse(text, sections=sections_of(text), skip=markdown_skips(text))
        assert write(tree) == text
        assert max(g.depth for g in groups(tree.nodes)) <= 5
        assert len(tree.unbalanced) < 25
        assert not any(s.positions for s in spans(tree))
        paired = len(re.findall(r"\[", text)) - sum(u.kind == "unclosed" for u in tree.unbalanced)
        skipped = sum(text[a:b].count("[") for a, b in markdown_skips(text))
        found[day] = len(list(groups(tree.nodes)))
        assert found[day] == paired - skipped
    assert found["2015-10-23"] > 1000 > found["2015-12-09"]
