"""What goes out to a translator comes back whole, in each of the four kinds of file."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.core.formats.test_text_files import WHOLE

from travaux.core.formats.exchange.bilingual import read_bilingual, write_bilingual
from travaux.core.formats.exchange.po import read_po, write_po
from travaux.core.formats.exchange.units import (
    Package,
    Unit,
    block_from,
    coded,
    decoded,
    units_of,
)
from travaux.core.formats.exchange.xliff import read_xliff, write_xliff
from travaux.core.problems import Unusable
from travaux.core.texts.blocks import sorted_marks, table
from travaux.core.texts.document import Block, Mark, Note

UNITS = (
    Unit("p1", "Purpose", "", "missing", "1"),
    Unit("p2", "See <1>here</1><n1/> & <more>", "انظر <1>هنا</1><n1/>", "reviewed", "2"),
    Unit("p2.n1", "A note\nof two lines", "حاشية\nمن سطرين", "machine"),
    Unit("t.r1c1", 'Quoted "words" \\ 100%', "كلمات", "current"),
    Unit("p3", "New words", "كلمات", "changed", "3", "Old words"),
)
PACKAGE = Package("vers-1", "en", "ar", UNITS)
KINDS = {
    "xliff12": (lambda p: write_xliff(p, "1.2"), read_xliff),
    "xliff20": (write_xliff, read_xliff),
    "po": (write_po, read_po),
    "docx": (write_bilingual, read_bilingual),
}
WORDS = st.text("ab <>/\\1n&é中ع", max_size=20)


def told(package: Package) -> list[tuple[str, str, str]]:
    return [(u.key, u.source, u.target) for u in package.units]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_goes_out_comes_back(kind: str) -> None:
    write, read = KINDS[kind]
    back = read(write(PACKAGE))
    assert told(back) == told(PACKAGE)
    assert (back.version, back.source_language, back.target_language) == ("vers-1", "en", "ar")
    states = [u.state for u in back.units]
    assert states[:4] == ["missing", "reviewed", "machine", "current"]
    assert states[4] in ("changed", "current")  # XLIFF 2.0 has no such state of its own


@settings(max_examples=120, deadline=None)
@given(text=WORDS, spans=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3))
@example(text="\\<1>a\\\\<n1/>", spans=[(0, 3)])
@example(text="abcdef", spans=[(0, 4), (2, 6)])
def test_codes_are_made_marks_again(text: str, spans: list[tuple[int, int]]) -> None:
    ends = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans]
    kinds = ("em", "strong", "code")
    marks = sorted_marks([Mark(a, b, k) for (a, b), k in zip(ends, kinds, strict=False)])
    block = Block("paragraph", text, marks=marks, notes=(Note(len(text), "1", "n"),))
    again, amiss = decoded(coded(block), block)
    assert (again, amiss) == (block, ())


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(st.text('ab<1>/&\\é中ع"%{}\n', min_size=1, max_size=15), min_size=1, max_size=4)
)
@pytest.mark.parametrize("kind", ["xliff12", "xliff20", "po"])
def test_any_words_survive(kind: str, words: list[str]) -> None:
    units = tuple(
        Unit(f"k{n}", coded(Block("paragraph", f"x{w}x")), coded(Block("paragraph", f"y{w}y")), "current")
        for n, w in enumerate(words)
    )  # fmt: skip
    write, read = KINDS[kind]
    assert told(read(write(Package("v", "en", "fr", units)))) == told(Package("v", "", "", units))


def test_a_text_is_put_together_from_its_pieces() -> None:
    for place, block in enumerate(WHOLE.blocks):
        key = f"k{place}"
        pieces = units_of(key, block)
        assert block_from(key, block, dict(pieces))[0] == block
        assert block_from(key, block, {})[0] == block
    rows = table([["Quay", "Depth"], ["North", "7 m"]], (Note(15, "1", "Low water."),))
    targets = {"t.r1c1": "Quai", "t.r2c1": "Nord", "t.n1": "Basse mer."}
    block, amiss = block_from("t", rows, targets)
    assert block.rows == (("Quai", "Depth"), ("Nord", "7 m")) and not amiss
    assert block.notes[0].text == "Basse mer." and block.text[: block.notes[0].at].endswith("Nord")


def test_codes_amiss_are_named_and_no_word_is_lost() -> None:
    source = Block("paragraph", "One two", marks=(Mark(0, 3, "em"),), notes=(Note(7, "1", "n"),))
    block, amiss = decoded("Un </1>deux<2> trois<1><n7/>", source)
    assert block.text == "Un deux trois" and amiss == ("</1>", "<2>", "<n7/>", "<1>")
    assert block.notes[0].at == len(block.text)


def test_a_tool_that_cuts_a_unit_into_segments_is_read() -> None:
    data = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
    trgLang="fr"><file id="f1" original="v"><unit id="p1"><segment state="final"><source>One. </source>
    <target>Un. </target></segment><segment state="translated"><source>Two <pc id="1">x</pc>.</source>
    <target>Deux <pc id="1"><mrk id="m1">y</mrk></pc>.</target></segment></unit></file></xliff>"""
    [unit] = read_xliff(data).units
    assert (unit.source, unit.target) == ("One. Two <1>x</1>.", "Un. Deux <1>y</1>.")
    assert unit.state == "current"


def test_what_a_tool_keeps_between_its_segments_and_a_pair_cut_in_two_are_read() -> None:
    data = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
    trgLang="fr"><file id="f1" original="v"><unit id="p1"><segment state="translated"><source>One.</source>
    <target>Un.</target></segment><ignorable><source> </source></ignorable><segment state="translated">
    <source><sc id="1"/>Two.<ec startRef="1"/></source><target><sc id="1"/>Deux.<ec startRef="1"/></target>
    </segment></unit><unit id="p2"><segment state="initial"><source>A.</source></segment><ignorable>
    <source> </source></ignorable><segment state="initial"><source>B.</source></segment></unit></file></xliff>"""
    first, second = read_xliff(data).units
    assert (first.source, first.target) == ("One. <1>Two.</1>", "Un. <1>Deux.</1>")
    assert (second.source, second.target, second.state) == ("A. B.", "", "missing")


@pytest.mark.parametrize(
    ("read", "data", "code"),
    [
        (read_xliff, b"<html/>", "xliff-not-found"),
        (read_xliff, b"<xliff", "file-broken"),
        (read_xliff, b"<!DOCTYPE a [<!ENTITY b 'c'>]><xliff/>", "file-has-doctype"),
        (read_po, b'msgid "a\nmsgstr', "po-broken"),
    ],
)
def test_what_cannot_be_read_says_why(read, data: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        read(data)
    assert refused.value.code == code


def test_xliff_is_well_formed_for_other_tools() -> None:
    root = etree.fromstring(write_xliff(PACKAGE, "1.2"))
    states = [e.get("state") for e in root.iter("{*}target")]
    assert "final" in states and "needs-adaptation" in states
    assert root.find(".//{*}alt-trans/{*}source").text == "Old words"
