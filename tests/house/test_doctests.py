"""What the docstrings of the core show is what it does."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import travaux.core


def modules() -> list[str]:
    found = pkgutil.walk_packages(travaux.core.__path__, "travaux.core.")
    return sorted(module.name for module in found)


@pytest.mark.house
@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
