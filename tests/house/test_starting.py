"""Each command and each worker of the server starts anew: what it does not use, it does not import."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.house

# each takes between a tenth of a second and three seconds, and most pages use none
HEAVY = (
    "sklearn", "scipy", "highspy", "krippendorff", "pyxform", "openpyxl", "xlsxwriter",
    "icalendar", "bibtexparser", "rispy", "typst",
)  # fmt: skip


@pytest.mark.parametrize(
    "start",
    [
        "import travaux.site.wsgi",
        "from travaux.cli.main import app; app(['--help'], standalone_mode=False)",
    ],
    ids=["server", "help"],
)
def test_no_heavy_library_is_imported_before_it_is_used(start, tmp_path) -> None:
    """Neither the pages of the site nor the list of all commands needs one."""
    told = f"{start}\nimport sys\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told],
        env=os.environ | {"TRAVAUX_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
