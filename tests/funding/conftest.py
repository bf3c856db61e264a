"""The reference process with its money."""

from tests.roadmap.conftest import plan, reference

__all__ = ["plan", "reference"]
