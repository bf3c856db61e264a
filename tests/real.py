"""Where real data lie that are not in the repository; None where nobody said."""

from __future__ import annotations

import os
from pathlib import Path

REAL = Path(os.environ["TRAVAUX_REAL_DATA"]) if os.environ.get("TRAVAUX_REAL_DATA") else None
