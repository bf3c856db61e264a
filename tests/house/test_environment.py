"""What `environment.py` says to a newcomer whose Python lacks something."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.house


def run(folder: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    """In a folder of its own, with what `paths` hold found before Python's own modules."""
    shutil.copy(ROOT / "environment.py", folder)
    (folder / "a.lock").write_text("nothing==1 --hash=sha256:00\n")
    return subprocess.run(
        [sys.executable, "environment.py", "a.lock"],
        cwd=folder,
        env={"PYTHONPATH": ":".join(map(str, paths)), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )


def test_a_python_without_its_venv_module_is_named_with_the_package_that_mends_it(tmp_path) -> None:
    """As on Debian and Ubuntu before python3-venv is installed."""
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "ensurepip.py").write_text("raise ImportError('no module')\n")
    done = run(tmp_path, lacking)
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0, "one sentence, no traceback"
    assert "python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_whose_venv_fails_is_told_the_same(tmp_path) -> None:
    broken = tmp_path / "broken"
    (broken / "venv").mkdir(parents=True)
    (broken / "venv" / "__main__.py").write_text("raise SystemExit(1)\n")
    (broken / "venv" / "__init__.py").write_text("")
    done = run(tmp_path, broken)
    assert done.returncode == 2
    assert "python3-venv" in done.stderr and "Traceback" not in done.stderr


def test_an_old_python_is_named_before_anything_else(tmp_path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "sitecustomize.py").write_text(
        "import sys\nsys.version_info = (3, 10, 0)\nsys.version = '3.10.0 (an old one)'\n"
    )
    done = run(tmp_path, old)
    assert done.returncode == 2
    assert "3.11" in done.stderr and "3.10.0" in done.stderr and "Traceback" not in done.stderr
