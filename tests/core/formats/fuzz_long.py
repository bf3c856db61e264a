"""The fuzzing of the readers for as long as one likes: python -m tests.core.formats.fuzz_long 60"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from tests.core.formats.fuzzing import read_word, read_workbook, word_archives, workbooks

FOUND = Path(__file__).parents[2] / "golden" / "fuzz"


class Run:
    """One reader, fed with archives; of each failure the smallest file is kept."""

    def __init__(self, archives: SearchStrategy[bytes], read: Callable[[bytes], None]) -> None:
        self.examples = 0
        self.found: dict[str, bytes] = {}

        @settings(
            max_examples=400,
            deadline=None,
            database=None,
            # Shrinking an archive takes longer than finding ten more of it.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(archives)
        def check(data: bytes) -> None:
            self.examples += 1
            try:
                read(data)
            except Exception as problem:
                own = [
                    frame
                    for frame in traceback.extract_tb(problem.__traceback__)
                    if "travaux" in frame.filename
                ]
                where = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "test"
                name = f"{type(problem).__name__} at {where}: {problem}"[:160]
                if name not in self.found or len(data) < len(self.found[name]):
                    self.found[name] = data

        self.check = check


def main(minutes: float) -> int:
    """Run until the time is over, then keep one file for each kind of failure."""
    ends = time.monotonic() + 60 * minutes
    runs = {"docx": Run(word_archives(), read_word), "xlsx": Run(workbooks(), read_workbook)}
    while time.monotonic() < ends:
        for run in runs.values():
            run.check()
    for ending, run in runs.items():
        for name, data in run.found.items():
            FOUND.mkdir(exist_ok=True)
            digest = hashlib.sha256(data).hexdigest()[:12]
            (FOUND / f"{digest}.{ending}").write_bytes(data)
            print(f"{ending} {digest}: {name}", flush=True)
    found = sum(len(run.found) for run in runs.values())
    print(f"{sum(run.examples for run in runs.values())} archives, {found} kinds of failure")
    return found


if __name__ == "__main__":
    sys.exit(1 if main(float(sys.argv[1]) if len(sys.argv) > 1 else 60) else 0)
