"""Means, shares and weights against published figures, and what always holds of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.surveys import published as p

from travaux.core.problems import Unusable
from travaux.core.surveys.estimates import Design, mean, mean_of_rows, plain_design, share, total
from travaux.core.surveys.model import Choice, Question
from travaux.core.surveys.results import Answers, results
from travaux.core.surveys.row_results import results_of_rows
from travaux.core.surveys.suppression import hidden_cells, hidden_rows
from travaux.core.surveys.weighting import Margin, fit

SCHOOLS = [(d, s[0], float(s[1:-1]), s[-1]) for d, row in p.SCHOOLS.items() for s in row.split()]
API = np.array([s[2] for s in SCHOOLS])
N = len(SCHOOLS)


def schools(*, fpc: bool = True) -> Design:
    return Design(
        np.full(N, p.WEIGHT),
        clusters=np.array([s[0] for s in SCHOOLS]),
        populations=np.full(N, float(p.DISTRICTS)) if fpc else None,
    )


def test_clusters_as_r_has_them() -> None:
    found = mean(API, schools())
    assert N == 183 and found.freedom == 14
    assert found.value == pytest.approx(p.MEAN, abs=1e-9)
    assert found.error == pytest.approx(p.ERROR, abs=1e-9)
    assert mean(API, schools(fpc=False)).error == pytest.approx(p.ERROR_WITHOUT_FPC, abs=1e-9)


def test_post_stratification_as_r_has_it() -> None:
    fitted = fit(schools(), [Margin("type", [s[1] for s in SCHOOLS], p.TYPES)])
    found = mean(API, fitted.design)
    assert found.value == pytest.approx(p.AFTER_TYPES, abs=1e-9)
    assert found.error == pytest.approx(p.ERROR_AFTER_TYPES, abs=1e-9)
    of_type = total(np.array([float(s[1] == "H") for s in SCHOOLS]), fitted.design)
    assert of_type.value == pytest.approx(755) and of_type.error == pytest.approx(0, abs=1e-6)


def test_raking_is_close_to_r_and_its_margins_have_no_error() -> None:
    fitted = fit(
        schools(),
        [
            Margin("type", [s[1] for s in SCHOOLS], p.TYPES),
            Margin("met", [s[3] for s in SCHOOLS], p.MET),
        ],
    )
    found = mean(API, fitted.design)
    assert found.error == pytest.approx(p.ERROR_AFTER_RAKING, rel=5e-3)
    met = share(np.array([float(s[3] == "y") for s in SCHOOLS]), fitted.design)
    assert met.value == pytest.approx(5194 / 6194) and met.error == pytest.approx(0, abs=1e-9)
    # what the frame gives is known whole: no interval around it, and no number of units behind it
    assert met.low == met.high == met.value and met.effective is None
    alone = fit(schools(), [Margin("met", [s[3] for s in SCHOOLS], p.MET)])
    met = share(np.array([float(s[3] == "y") for s in SCHOOLS]), alone.design)
    assert (met.error, met.effective) == (0.0, None)
    assert found.effective is not None and 1 < found.effective < 10_000


def test_a_textbook_of_suites() -> None:
    marks = np.array(p.MARKS).ravel()
    design = Design(
        np.full(20, 20.0), clusters=np.repeat(np.arange(5), 4), populations=np.full(20, 100.0)
    )
    found = mean(marks, design)
    assert round(found.value or 0, 3) == 2.826 and round(found.error or 0, 3) == 0.164
    assert round(total(marks, design).value or 0, 1) == 1130.4


def test_simple_random_samples_have_the_formula_of_the_first_lesson() -> None:
    y = np.array([3.0, 5.0, 4.0, 8.0, 1.0])
    found = mean(y, plain_design(5))
    assert found.error == pytest.approx(np.std(y, ddof=1) / np.sqrt(5))
    assert found.effective == pytest.approx(4)  # n - 1: the spread is reckoned over n
    strata = Design(np.ones(5), strata=np.array([0, 0, 0, 0, 1]))
    assert mean(y, strata).notes == ("lonely-cluster",)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 9), st.integers(0, 3)), min_size=2, max_size=40
    )
)
def test_a_share_lies_in_its_interval_and_scale_of_weights_does_not_matter(told) -> None:
    y = np.array([float(t[0]) for t in told])
    w = np.array([float(t[1]) for t in told])
    strata = np.array([t[2] for t in told])
    one = share(y, Design(w, strata=strata))
    ten = share(y, Design(w * 10, strata=strata))
    assert one.value == pytest.approx(ten.value) and one.error == pytest.approx(ten.error)
    if one.low is not None and one.high is not None:
        assert -1e-9 <= one.low <= one.value + 1e-9 and one.value - 1e-9 <= one.high <= 1 + 1e-9


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=6),
    st.booleans(),
)
def test_no_hidden_cell_stands_alone(counts, rows_sum) -> None:
    hidden = hidden_cells(counts, 5, rows_sum=rows_sum)
    for i, row in enumerate(counts):
        assert all((i, j) in hidden for j, n in enumerate(row) if 0 < n < 5)
        if rows_sum:
            assert sum((i, j) in hidden for j in range(3)) != 1
    for j in range(3):
        assert sum((i, j) in hidden for i in range(len(counts))) != 1


def test_a_single_small_row_takes_another_with_it() -> None:
    assert hidden_rows([40, 3, 9, 80]) == {1, 2}
    assert hidden_rows([40, 30]) == frozenset() and hidden_rows([3]) == {0}


YES_NO = Question("q", "select-one", choices=(Choice("yes"), Choice("no")))


def test_one_city_with_several_respondents_is_one_city() -> None:
    """Three of one city say yes, one each of nine others says no: one tenth, not a quarter."""
    values = ["yes"] * 3 + ["no"] * 9
    units = np.array([0, 0, 0, *range(1, 10)])
    found = results(YES_NO, Answers(values, units), plain_design(10), least=1)
    [whole] = found.rows
    assert (whole.n, whole.respondents) == (10, 12)
    assert whole.cells[0].estimate.value == pytest.approx(0.1)


def test_missing_and_not_asked_are_shown_and_small_groups_are_hidden() -> None:
    values = ["yes"] * 10 + ["no"] * 10 + ["", "", "yes", "no"]
    asked = np.array([True] * 20 + [True, False, True, True])
    groups = ["a"] * 10 + ["b"] * 12 + ["c"] * 2
    found = results(
        YES_NO, Answers(values, np.arange(24), asked), plain_design(24), groups, order=("b", "d")
    )
    rows = {r.group: r for r in found.rows}
    assert list(rows) == ["", "b", "d", "a", "c"]
    assert (rows["b"].n, rows["b"].missing, rows["b"].not_asked) == (10, 1, 1)
    assert rows["c"].hidden and sum(r.hidden for r in found.rows) == 2  # never one alone
    assert rows["d"].n == 0 and rows["d"].cells[0].estimate.value is None


def test_numbers_have_means_and_what_is_none_is_missing() -> None:
    q = Question("n", "integer")
    found = results(q, Answers([4, "6", "", "many", 8], np.arange(5)), plain_design(5), least=1)
    assert found.kind == "means" and found.rows[0].missing == 2
    assert found.rows[0].mean.value == pytest.approx(6) and found.rows[0].median == 6
    with pytest.raises(Unusable, match="question-not-reckoned"):
        results(Question("t", "text"), Answers([], np.arange(0)), plain_design(0))


def test_a_frame_in_which_nobody_answered_is_named() -> None:
    fitted = fit(plain_design(3), [Margin("region", ["a", "a", "b"], {"a": 20, "b": 5, "c": 9})])
    assert fitted.without == ("c",) and fitted.design.weights.tolist() == [10, 10, 5]
    with pytest.raises(Unusable, match="frame-without-group"):
        fit(plain_design(2), [Margin("region", ["x", "y"], {"a": 20})])
    crossed = [Margin("a", ["x", "y"], {"x": 5, "y": 5}), Margin("b", ["u", "v"], {"u": 9, "v": 1})]
    with pytest.raises(Unusable, match="raking-does-not-settle"):
        fit(plain_design(2), crossed)


def test_rows_of_a_repeated_group_are_a_ratio_over_units() -> None:
    """With one row each it is the mean; with clusters of rows it is the mean of a cluster sample."""
    one = mean_of_rows(API, np.arange(N), schools())
    assert (one.value, one.error, one.low) == pytest.approx(
        (p.MEAN, p.ERROR, mean(API, schools()).low), abs=1e-9
    )
    districts, of = np.unique([s[0] for s in SCHOOLS], return_inverse=True)
    by_district = Design(
        np.full(districts.size, p.WEIGHT), populations=np.full(districts.size, float(p.DISTRICTS))
    )
    rows = mean_of_rows(API, of, by_district)
    assert rows.n == N and rows.freedom == 14
    assert (rows.value, rows.error) == pytest.approx((p.MEAN, p.ERROR), abs=1e-9)
    assert rows.effective == pytest.approx(mean(API, schools()).effective)
    high = np.array([float(s[1] == "H") for s in SCHOOLS])
    shared = mean_of_rows(high, of, by_district, share=True)
    assert (shared.low, shared.high) == pytest.approx(
        (share(high, schools()).low, share(high, schools()).high), abs=1e-9
    )


def test_rows_of_two_respondents_of_a_unit_count_as_one_answer() -> None:
    y, units = np.array([1.0, 0.0, 1.0, 0.0, 0.0]), np.array([0, 0, 1, 2, 2])
    once = mean_of_rows(y, units, plain_design(3))
    twice = mean_of_rows(
        np.concatenate([y, y[:2]]), np.concatenate([units, [0, 0]]), plain_design(3),
        respondents=np.array([2, 1, 1]),
    )  # fmt: skip
    assert (once.value, once.error) == pytest.approx((twice.value, twice.error))
    assert mean_of_rows(np.array([]), np.array([], dtype=int), plain_design(3)).n == 0


def test_what_few_units_gave_is_hidden_however_many_rows_they_are() -> None:
    question = Question("kind", "select-one", choices=(Choice("a"), Choice("b")))
    units = np.array([*range(9), *[0] * 40])
    values = ["a"] * 9 + ["b"] * 40
    found = results_of_rows(
        question, "visits", Answers(values, units), np.ones(10, dtype=int), plain_design(10),
        ["x"] * 9 + ["y"],
    )  # fmt: skip
    whole, x, y = found.rows
    assert found.per == "visits" and (whole.n, whole.respondents, whole.not_asked) == (49, 9, 1)
    assert [(c.n, c.hidden) for c in whole.cells] == [(9, True), (40, True)]
    assert x.cells[1].estimate.value == pytest.approx(40 / 49) and y.n == 0


@pytest.mark.parametrize("kind", ["plain", "fitted"])
def test_the_short_ways_give_what_the_long_ones_give(kind) -> None:
    """No strata and clusters: as one stratum of units; one margin: as the same margin twice."""
    design = plain_design(N)
    if kind == "fitted":
        design = fit(design, [Margin("type", [s[1] for s in SCHOOLS], p.TYPES)]).design
        twice = replace(design, margins=(design.margins[0], np.zeros(N, dtype=np.int64)))
        assert mean(API, design).error == pytest.approx(mean(API, twice).error, rel=1e-9)
    told = replace(design, strata=np.zeros(N, dtype=np.int64), clusters=np.arange(N))
    for inside in (None, np.array([s[3] == "y" for s in SCHOOLS])):
        short, long = mean(API, design, inside), mean(API, told, inside)
        assert (short.error, short.freedom) == (pytest.approx(long.error, rel=1e-9), long.freedom)
