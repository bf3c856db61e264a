"""What tests of this room share."""

from __future__ import annotations

import pytest

from tests.cast import START


@pytest.fixture
def shipped_states(db) -> None:
    """The names and groups that come with the product."""
    from travaux.people import shipped

    shipped.load(at=START)
