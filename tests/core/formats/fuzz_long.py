"""The fuzzing of the readers for as long as one likes: python -m tests.core.formats.fuzz_long 60"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from tests.core.formats.fuzzing import read_word, read_workbook, word_archives, workbooks

FOUND = Path(__file__).parents[2] / "golden" / "fuzz"


class Run:
    """One reader, fed until something fails; `last` is then the smallest file that fails."""

    def __init__(self, archives: SearchStrategy[bytes], read: Callable[[bytes], None]) -> None:
        self.examples = 0
        self.last = b""

        @settings(
            max_examples=400,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(archives)
        def check(data: bytes) -> None:
            self.examples += 1
            try:
                read(data)
            except Exception:
                self.last = data
                raise

        self.check = check


def main(minutes: float) -> int:
    """Run until the time is over; each failing file, made small, is kept."""
    ends = time.monotonic() + 60 * minutes
    runs = {"docx": Run(word_archives(), read_word), "xlsx": Run(workbooks(), read_workbook)}
    found = 0
    while time.monotonic() < ends:
        for ending, run in runs.items():
            run.last = b""
            try:
                run.check()
            except Exception as problem:
                if not run.last:
                    raise
                found += 1
                FOUND.mkdir(exist_ok=True)
                name = hashlib.sha256(run.last).hexdigest()[:12]
                (FOUND / f"{name}.{ending}").write_bytes(run.last)
                print(f"{ending} {name}: {type(problem).__name__}: {problem}", flush=True)
    print(f"{sum(run.examples for run in runs.values())} archives, {found} failures", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(1 if main(float(sys.argv[1]) if len(sys.argv) > 1 else 60) else 0)
