"""Passages: a run of words is found again whatever its dress, and nothing shorter is."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from travaux.core.evidence.passages import marks_of, marks_of_all

SAID = "The elders open the upper sluice when the first storks return to the delta."
WORD = st.text(alphabet="abcdefghij", min_size=1, max_size=6)


def test_case_accents_and_points_do_not_hide_a_passage() -> None:
    held = marks_of("Les aînés ouvrent l’écluse d’amont quand reviennent les premières cigognes.")
    assert held & marks_of("…LES AINES, OUVRENT L'ECLUSE: d'amont quand reviennent; les premières")
    assert not held & marks_of("Les cigognes reviennent quand les aînés ouvrent une écluse.")


def test_a_script_without_spaces_has_passages_too() -> None:
    held = marks_of("长老们在第一批白鹳归来时打开上游的水闸以迎接春天的洪水")
    assert held & marks_of("据说：第一批白鹳归来时打开上游的水闸以迎接春天，如此而已")
    assert not held & marks_of("以人为本的智慧城市国际准则")


def test_less_than_a_run_is_nobodys() -> None:
    assert marks_of("Seven words are not yet a passage") == frozenset()
    assert marks_of("") == frozenset() == marks_of_all([])
    apart = marks_of_all(["one two three four five", "six seven eight nine ten"])
    assert apart == frozenset()


def test_a_mark_does_not_hold_the_words() -> None:
    assert all(len(m) == 18 and int(m, 16) >= 0 for m in marks_of(SAID))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(WORD, min_size=8, max_size=20), st.lists(WORD, max_size=6), st.lists(WORD, max_size=6)
)
def test_a_run_is_found_wherever_it_stands(
    run: list[str], before: list[str], after: list[str]
) -> None:
    held = marks_of(" ".join(run))
    assert held and held <= marks_of(" ".join([*before, *run, *after]))
