"""The installation's own key, with which receipts and published tables are signed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings

from travaux.core.ledger import keys


@lru_cache(maxsize=1)
def private_key() -> Any:
    """The key in use, made at the first call and kept under the home's `keys`."""
    path = settings.KEYS / "signing.pem"
    if not path.exists():
        pem = keys.to_pem(keys.generate())
        temporary = path.with_suffix(".new")
        temporary.write_bytes(pem)
        temporary.chmod(0o600)
        try:
            path.hardlink_to(temporary)  # refused when another worker was first
        except FileExistsError:
            pass
        temporary.unlink()
    return keys.from_pem(path.read_bytes())


def ring() -> dict[str, Any]:
    """The public keys, retired ones too."""
    retired = []
    for path in sorted(settings.KEYS.glob("retired-*.pub.json")):
        import json

        retired.append(json.loads(path.read_text()))
    return keys.ring(private_key(), retired)
