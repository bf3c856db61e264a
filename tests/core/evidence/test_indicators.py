"""Series come in as offices publish them, and a regional figure says what it stands on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.evidence.indicators import aggregate, read_number, read_series
from travaux.core.problems import Unusable

WIDE = b"""Data Source,Invented figures
Last Updated,2026-01-01

Country Name,Country Code,Indicator Code,2019 [YR2019],2020 [YR2020]
Kenya,KEN,X.1,10.5,..
France,FRA,X.1,"1,234.5",abc
"""


def test_years_across_with_lines_above_the_heading() -> None:
    read = read_series(WIDE, "wide.csv")
    assert read.shape == "wide"
    assert [(p.area, p.year, p.value) for p in read.points] == [
        ("KEN", 2019, 10.5), ("KEN", 2020, None), ("FRA", 2019, 1234.5),
    ]  # fmt: skip
    assert [(p.code, p.where) for p in read.problems] == [("series-value-unread", "row 6, 2020")]


def test_sdmx_csv_with_status_and_a_value_given_twice() -> None:
    data = (
        b"DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS\n"
        b"X:Y(1.0),KEN,2020,3.5,PC,A\nX:Y(1.0),KEN,2020,3.6,PC,A\nX:Y(1.0),FRA,2020-Q1,,PC,M\n"
    )
    read = read_series(data, "sdmx.csv")
    assert read.shape == "sdmx"
    assert [(p.area, p.year, p.value, p.status) for p in read.points] == [
        ("KEN", 2020, 3.5, "A"), ("FRA", 2020, None, "M"),
    ]  # fmt: skip
    assert [p.code for p in read.problems] == ["series-value-twice"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"a,b\n1,2\n", "series-without-heading"), (b"country,note\nKEN,x\n", "series-without-years"),
     (b"country,year,value\n", "series-empty")],
)  # fmt: skip
def test_a_table_that_is_no_series_says_so(data: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_series(data, "a.csv")
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["1,234", "12a", "inf", "1.2.3"])
def test_what_could_mean_two_numbers_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


AREAS = ["A", "B", "C", "D"]


@given(
    st.dictionaries(
        st.sampled_from(AREAS), st.tuples(st.integers(2000, 2020), st.floats(-1e6, 1e6)), min_size=2
    ),
    st.dictionaries(st.sampled_from(AREAS), st.floats(0.1, 1e6), min_size=4),
)
def test_a_mean_lies_between_the_ends_and_says_how_many_it_stands_on(values, weights) -> None:
    figures = [v for _, v in values.values()]
    for how in ("mean", "weighted", "median"):
        found = aggregate(values, AREAS, how, weights, least_share=0.0)
        assert found.with_data == len(values) and found.countries == 4
        assert min(figures) - 1e-6 <= found.value <= max(figures) + 1e-6


def test_too_few_countries_give_no_figure() -> None:
    found = aggregate({"A": (2020, 1.0)}, AREAS, "mean")
    assert (found.value, found.why, found.share) == (None, "too-few", 0.25)
    heavy = aggregate({"A": (2020, 1.0)}, AREAS, "weighted", {"A": 97, "B": 1, "C": 1, "D": 1})
    assert heavy.value == 1.0 and heavy.share == pytest.approx(0.97)
