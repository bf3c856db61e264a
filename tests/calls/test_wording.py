"""Every act that this room leaves in the record has its phrase."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from travaux.calls import actions
from travaux.calls.wording import ACTS
from travaux.journal.wording import act


def acts_of_the_room() -> set[str]:
    found = set()
    for one in iter_modules(actions.__path__):
        module = import_module(f"{actions.__name__}.{one.name}")
        for name, value in vars(module).items():
            if getattr(value, "is_action", False) and value.__module__ == module.__name__:
                found.add(f"calls.{name}")
    return found


def test_every_act_has_its_phrase_and_no_phrase_is_left_over() -> None:
    found = acts_of_the_room()
    assert len(found) > 25
    assert found - set(ACTS) == set()
    assert set(ACTS) - found == {"calls.claim_place"}  # a confirmation beyond the places
    assert all(act(what) != what for what in found)
