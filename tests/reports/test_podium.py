"""The biography as a document for the podium."""

from __future__ import annotations

from travaux.core.texts.redline import Piece
from travaux.reports.podium import _marked


def test_a_changed_space_alone_is_not_marked_and_breaks_nothing() -> None:
    pieces = (
        Piece("same", "The port,"),
        Piece("ins", " "),
        Piece("same", "the city"),
        Piece("del", " "),
        Piece("ins", " shall "),
        Piece("same", "agree."),
    )
    assert _marked(pieces).text == "The port, the city [+ shall +] agree."
