"""Secrets of second factors lie encrypted, so that a copy of the database alone opens no account."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_MARK = "enc1:"


def _box() -> Fernet:
    """A key of its own, derived from the installation's secret (RFC 5869)."""
    derive = HKDF(SHA256(), 32, salt=None, info=b"travaux second factors")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What the account library asks when it keeps a secret and when it reads it."""

    def encrypt(self, text: str) -> str:
        return _MARK + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(_MARK):
            return encrypted_text  # written before secrets were encrypted
        try:
            return _box().decrypt(encrypted_text[len(_MARK) :].encode()).decode()
        except InvalidToken:
            # the installation's secret was exchanged: the factor no longer fits, and is set up anew
            return ""
