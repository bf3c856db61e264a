"""Every link that a page of the demonstration shows leads to a page or a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from tests.journeys.worlds import browser, demo_world
from travaux.cli.demo_world.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"', re.S)
KEY = re.compile(r"/(?=[a-z0-9-]*\d)[a-z0-9-]{9,}(?=[/.])|\d+")
OF_A_KIND = 2  # links of one shape that are followed
WHO = ("amina@demo.example", "farid@demo.example", "greta@demo.example", None)


def _kind(address: str) -> str:
    """What an address is of: its path without keys and numbers, and the names in its query."""
    parts = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(parts.query)})
    return KEY.sub("/*", parts.path) + "?" + "&".join(names)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), demo_world() as built:
        yield built


def test_no_link_leads_nowhere(world: World) -> None:
    dead, seen = [], 0
    for who in WHO:
        client = browser(world.people[who] if who else None)
        start = f"/en/{world.process.code}/"
        waiting, asked, kinds = [(start, "")], set(), dict[str, int]()
        while waiting:
            address, source = waiting.pop(0)
            if address in asked:
                continue
            asked.add(address)
            reply = client.get(address)
            seen += 1
            if reply.status_code in (404, 405, 500):
                dead.append(f"{who}: {source} -> {address} {reply.status_code}")
            if reply.streaming or "text/html" not in reply.headers.get("Content-Type", ""):
                continue
            for href in LINK.findall(reply.content.decode()):
                there = urljoin(address, unescape(href)).partition("#")[0]
                kind = _kind(there)
                if not there.startswith("/en/") or "logout" in there:
                    continue
                if kinds.setdefault(kind, 0) < OF_A_KIND:
                    kinds[kind] += 1
                    waiting.append((there, address))
    assert seen > 200
    assert not dead, "\n".join(dead)
