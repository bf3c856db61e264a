"""`python -m tests.journeys.building FILE`: build the demonstration in the home of this process.

Its database is migrated already. FILE keeps what was built, for those who go on with it.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from pathlib import Path


def main(file: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from travaux.cli.demo import build
    from travaux.plumbing import clock

    file.write_bytes(pickle.dumps(build(at=clock.now())))
    connection.close()  # the last to leave writes the log into the file
    shutil.rmtree(settings.STATIC_ROOT)  # setup fills it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
