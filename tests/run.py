"""All checks in their order, each named; the first that fails ends the run. `make test` calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def step(name: str, *command: str, env: dict[str, str] | None = None) -> None:
    print(f"== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})})
    if done.returncode:
        print(f"== {name}: failed", flush=True)
        raise SystemExit(done.returncode)
    print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    home = tempfile.mkdtemp(prefix="travaux-checks-")
    checks = {"TRAVAUX_HOME": home}
    if not os.environ.get("TRAVAUX_REAL_DATA"):
        print("TRAVAUX_REAL_DATA is not set: tests on real inputs are skipped.", flush=True)
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        print(
            "No chromium on this machine: the tests in a browser are skipped. "
            "`apt install chromium` brings it; .ci/run does so by itself.",
            flush=True,
        )
    step("format", str(BIN / "ruff"), "format", "--check", "--quiet", "src", "tests", "benchmarks")
    step("lint", str(BIN / "ruff"), "check", "--quiet", "src", "tests", "benchmarks")
    step("floors", str(BIN / "lint-imports"), "--no-cache", env=checks)
    step("types", str(BIN / "mypy"), "src/travaux", env=checks)  # strict in core
    step("catalogues", str(BIN / "travaux"), "catalogues", "compile", env=checks)
    from tests.postgres import server

    with server() as address:
        step(
            "tests on PostgreSQL",
            str(BIN / "pytest"), "-n", "2", "--dist", "loadgroup", "-m", "not browser and not house and not once",
            "--ignore=tests/core",  # knows no database: runs once, below
            env={"TRAVAUX_DATABASE": address},
        )  # fmt: skip
    shutil.rmtree(home, ignore_errors=True)
    print("== tests on SQLite", flush=True)  # last, so that pytest's own line closes the run
    done = subprocess.run(
        [str(BIN / "pytest"), "-n", "2", "--dist", "loadgroup"],
        cwd=ROOT,
        env={**os.environ, "TRAVAUX_DATABASE": ""},
    )
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
