"""The examples in the docstrings of this part of the core hold."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import travaux.core.panels

NAMES = [
    m.name for m in pkgutil.walk_packages(travaux.core.panels.__path__, "travaux.core.panels.")
]


@pytest.mark.parametrize("name", NAMES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
