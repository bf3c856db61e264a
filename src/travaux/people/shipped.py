"""The states, groups and categories that come with the product, read from `data/` and loaded by `travaux setup`."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from travaux.core.countries.facts import States, Taxonomy, read_states, read_taxonomy
from travaux.core.problems import Problem, Unusable
from travaux.people.actions import load_categories, load_states, load_taxonomy
from travaux.people.models import CategoryList
from travaux.people.models import Taxonomy as Known
from travaux.people.queries.categories import shipped_categories

DATA = Path(__file__).parent / "data"


def _whole(problems: list[Problem]) -> None:
    if problems:
        first = problems[0]
        raise Unusable(first.code, first.where, **dict(first.facts))


@cache
def read() -> tuple[States, tuple[Taxonomy, ...]]:
    """The facts as they stand in the files."""
    states, problems = read_states((DATA / "countries.toml").read_bytes(), "countries.toml")
    _whole(problems)
    assert states is not None
    codes = frozenset(s.code for s in states.states)
    found: list[Taxonomy] = []
    for path in sorted((DATA / "groups").glob("*.toml")):
        taxonomy, problems = read_taxonomy(path.read_bytes(), codes, path.name)
        _whole(problems)
        assert taxonomy is not None
        found.append(taxonomy)
    return states, tuple(found)


def load(*, at: datetime) -> int:
    """Load what is new; how many states were added or changed.

    A taxonomy that the installation replaced by a version of its own is left alone.
    """
    states, taxonomies = read()
    changed = load_states(by=None, states=states, at=at)
    for taxonomy in taxonomies:
        replaced = Known.objects.filter(
            code=taxonomy.code, version=taxonomy.version, replaced_at__isnull=False
        )
        if not replaced.exists():
            load_taxonomy(by=None, taxonomy=taxonomy, at=at)
    told = shipped_categories()
    ours = CategoryList.objects.filter(code=told.code, version=told.version)
    if not CategoryList.objects.exists() or ours.filter(in_force=True).exists():
        load_categories(by=None, told=told, at=at)  # a list of the installation's own stays
    return changed
