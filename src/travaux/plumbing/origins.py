"""From which range of addresses a request comes, without keeping the address; and who guesses."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_MISSES = 30  # codes that were not there, within `MISSES_WITHIN`
MISSES_WITHIN = 600  # seconds


def origin_of(address: str) -> str:
    """A keyed digest of the range an address lies in: /24 of IPv4, /48 of IPv6; "" if unreadable.

    It tells whether two came from one place, and not from which.
    """
    try:
        one = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(one, "ipv4_mapped", None)
    one = mapped or one
    range_ = ip_network(f"{one}/{24 if one.version == 4 else 48}", strict=False)
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"origin:{range_}".encode(), hashlib.sha256).hexdigest()[:32]


def origin_asking(request: HttpRequest) -> str:
    """The range a request comes from, behind as many proxies as TRAVAUX_PROXIES says."""
    return origin_of(get_adapter(request).get_client_ip(request) or "")


def asker(request: HttpRequest) -> str:
    """Who asks: an account by its key, everybody else by where they come from."""
    key = getattr(request.user, "key", "")
    return str(key) or origin_asking(request)


def note_miss(who: str) -> None:
    """Somebody asked for a code that is not there."""
    key = f"misses:{who}"
    cache.set(key, int(cache.get(key, 0)) + 1, MISSES_WITHIN)


def guesses(who: str) -> bool:
    """Whether so many codes of somebody were not there that it looks like guessing."""
    return int(cache.get(f"misses:{who}", 0)) >= MOST_MISSES
