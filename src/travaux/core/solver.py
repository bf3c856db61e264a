"""The one way to the solver HiGHS: silent, as standard output belongs to the answer."""

from __future__ import annotations

import os
import sys
from threading import Lock
from typing import Any

_FIRST = Lock()
_greeted = False


def new_highs() -> Any:
    """An empty HiGHS model that prints nothing.

    HiGHS prints a greeting on standard output when a process makes its first model, before any
    option can be set; standard output belongs to the answer, so the greeting is sent nowhere.
    """
    import highspy

    global _greeted
    with _FIRST:
        if _greeted:
            highs = highspy.Highs()  # type: ignore[no-untyped-call]
        else:
            sys.stdout.flush()
            kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            try:
                highs = highspy.Highs()  # type: ignore[no-untyped-call]
            finally:
                os.dup2(kept, 1)
                os.close(kept)
                os.close(nowhere)
            _greeted = True
    highs.setOptionValue("output_flag", False)
    # the first model of a process fixes how many threads all later ones may ask for
    highs.setOptionValue("threads", 1)
    return highs
