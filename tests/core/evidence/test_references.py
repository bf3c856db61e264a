"""Literature comes in from RIS and BibTeX, and what is twice is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.evidence.references import Reference, read_references, twins, write_ris
from travaux.core.problems import Unusable

RIS = """TY  - JOUR
TI  - People-centred smart cities: a review
AU  - Diallo, A.
AU  - Chen, B.
PY  - 2021/03/01
T2  - Invented Journal of Cities
DO  - https://doi.org/10.1000/XYZ.12
KW  - cities
KW  - data
ER  -

TY  - JOUR
AU  - Nobody
ER  -
"""
BIB = r"""@article{a, title={People-centred smart cities: a {R}eview}, author={Diallo, A. and Chen, B.}, year=2021,
 journal={Invented Journal of Cities}, doi={10.1000/xyz.12}}
@book{b, title={Caf{\'e} und St{\"a}dte}, author={M{\"u}ller, Eva}, date={2019-05}}
@article{broken, title={no end
"""


def test_ris_with_a_reference_that_lacks_its_title() -> None:
    read = read_references(RIS.encode(), "set.ris")
    assert [p.code for p in read.problems] == ["reference-without-title"]
    (one,) = read.references
    assert one.authors == ("Diallo, A.", "Chen, B.") and one.year == 2021
    assert one.doi == "10.1000/xyz.12" and one.keywords == ("cities", "data")


def test_bibtex_with_accents_and_an_entry_without_an_end() -> None:
    read = read_references(BIB.encode(), "set.bib")
    assert [r.title for r in read.references][:2] == [
        "People-centred smart cities: a Review",
        "Café und Städte",
    ]
    assert read.references[1].authors == ("Müller, Eva",) and read.references[1].year == 2019
    assert "reference-broken" in {p.code for p in read.problems}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.ris", "file-empty"),
        (b"x", "a.pdf", "file-kind-unknown"),
        (b"hello", "a.ris", "references-none"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_references(data, name)
    assert refused.value.code == code


def test_the_same_work_from_two_files_is_found() -> None:
    both = [
        *read_references(RIS.encode(), "a.ris").references,
        *read_references(BIB.encode(), "b.bib").references,
    ]
    (found,) = twins(both)
    assert (found.first, found.second, found.why, found.sure) == (0, 1, "identifier", True)


def test_alike_is_asked_and_unlike_is_not() -> None:
    base = Reference("Digital twins in the planning of cities", ("Doe, J.",), 2020)
    near = Reference("Digital twin in the planning of cities", ("Doe, J.",), 2021)
    other = Reference("Digital twins in the planning of cities", ("Roe, K.",), 2011)
    preface = Reference("Preface", ("Doe, J.",), 2020)
    assert [(t.second, t.sure) for t in twins([base, near, other])] == [(1, False)]
    assert not twins([preface, Reference("Preface", ("Roe, K.",), 1999)])
    assert not any(t.sure for t in twins([preface, preface]))
    chinese = Reference("以人为本的智慧城市", ("王",), 2020)
    assert twins([chinese, Reference("以人为本的智慧城市", ("王",), 2020)])[0].alike == 100


WORDS = st.text(alphabet="abcdefgh éü", min_size=1, max_size=30).filter(str.strip)


@given(
    st.lists(
        st.builds(
            Reference,
            title=WORDS,
            authors=st.lists(WORDS, max_size=3).map(tuple),
            year=st.sampled_from([0, 1999, 2020]),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_again(references: list[Reference]) -> None:
    if not references:
        return
    again = read_references(write_ris(references).encode(), "out.ris").references
    tidy = lambda text: " ".join(text.split())  # noqa: E731
    assert [(r.title, r.year) for r in again] == [(tidy(r.title), r.year) for r in references]
    assert [r.authors for r in again] == [tuple(map(tidy, r.authors)) for r in references]
