"""The installation's key, and what happens when it is rotated."""

from __future__ import annotations

from datetime import date

import pytest

from travaux.core.ledger.keys import is_signed, public_text, sign
from travaux.plumbing import signing


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS = tmp_path


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    first = public_text(signing.private_key())
    assert public_text(signing.private_key()) == first
    assert (tmp_path / "signing.pem").stat().st_mode & 0o077 == 0


def test_what_a_retired_key_signed_stays_checkable(tmp_path):
    old = signing.private_key()
    signature = sign(old, b"receipt")
    ring = signing.rotate(date(2026, 3, 1))
    assert public_text(signing.private_key()) != public_text(old)
    assert [k["retired_on"] for k in ring["keys"]] == [None, "2026-03-01"]
    assert any(is_signed(k["public"], signature, b"receipt") for k in ring["keys"])
    assert b"PRIVATE" not in b"".join(p.read_bytes() for p in tmp_path.glob("retired-*"))
    assert len(signing.rotate(date(2027, 3, 1))["keys"]) == 3
