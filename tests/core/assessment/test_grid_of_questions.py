"""How well a question is covered."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from travaux.core.assessment.coverage import (
    FEWEST_UNITS,
    Cover,
    Source,
    cover_of,
    grid,
    of_region,
    total,
)

ORDER = [Cover.SILENT, Cover.THIN, Cover.COVERED]
SOURCES = st.tuples(
    st.sampled_from(["survey", "interview", "practice"]),
    st.sampled_from(["", "a", "b", "elsewhere"]),
    st.sampled_from(["", "national", "regional"]),
    st.none() | st.integers(0, 9),
).map(lambda told: Source(*told))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SOURCES, max_size=6), SOURCES)
def test_a_further_source_never_makes_a_cell_worse(held: list[Source], more: Source) -> None:
    before = grid(["a", "b"], ["national", "regional"], held)
    after = grid(["a", "b"], ["national", "regional"], [*held, more])
    for place, cell in before.items():
        assert ORDER.index(after[place].cover) >= ORDER.index(cell.cover)
    assert total(after.values()).cells == 4


def test_a_survey_speaks_from_enough_units_on() -> None:
    few, many = Source("survey", units=FEWEST_UNITS - 1), Source("survey", units=FEWEST_UNITS)
    other = Source("interview")
    assert cover_of([]) is Cover.SILENT and cover_of([Source("survey", units=0)]) is Cover.SILENT
    assert cover_of([few]) is Cover.THIN and cover_of([few, other]) is Cover.THIN
    assert cover_of([many, other]) is Cover.COVERED
    assert cover_of([many, Source("survey", units=80)]) is Cover.THIN  # one kind alone


def test_a_region_stands_as_its_least_known_level() -> None:
    found = grid(["a", "b"], ["national", "regional"], [Source("interview", "a", "national")])
    assert of_region(found, "a") is Cover.SILENT
    both = grid(["a"], ["national"], [Source("interview"), Source("practice", "a")])
    assert of_region(both, "a") is Cover.COVERED
