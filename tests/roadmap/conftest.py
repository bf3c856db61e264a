"""The reference process, loaded by the actions that everybody calls."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import travaux.roadmap
from travaux.core.processes.reading import read_process

PLAN = Path(travaux.roadmap.__file__).parent / "data" / "people-centred-smart-cities.toml"
AT = datetime(2026, 1, 12, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def plan():
    found, problems = read_process(PLAN.read_bytes())
    assert found is not None and not problems
    return found


@pytest.fixture
def reference(db, plan):
    from travaux.funding.actions import load_money
    from travaux.roadmap.actions import load_process

    process = load_process(by=None, plan=plan, at=AT)
    load_money(by=None, process=process, plan=plan, at=AT)
    return process
