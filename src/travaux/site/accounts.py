"""How the account library meets the house: mails go through the outbox."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open; addresses are confirmed by mail."""
