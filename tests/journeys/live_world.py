"""`python -m tests.journeys.live_world FILE`: every page of the demonstration that stands.

Run beside a site, in its TRAVAUX_HOME, where the world was put. What it writes: how to sign in, an
open session for everybody of the cast, and for every address that answers with a page the person
who sees most of it. The addresses are those of the crawl in tests/house/test_every_page.py, so that a new page is
looked at in the browser as soon as the house knows it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")

# addresses that only fit in a moment of a journey, and are looked at there
ELSEWHERE = {"comments:import-preview", "comments:import-progress", "people:export", "healthy"}


# who looks, the one with most doors first: another's page is asked for only where these have none
LOOKERS = ("secretariat", "drafter", "contributor", "anonymous")


def largest(clients: dict[str, Any], address: str) -> str:
    """Who gets the largest page there; "" where nobody gets a page."""
    sizes: dict[str, int] = {}
    for who in (*LOOKERS, "focal point", "stranger"):
        if sizes and who not in LOOKERS:
            break
        answer = clients[who].get(address, HTTP_HOST="localhost")
        if answer.status_code == 200:
            if not answer["Content-Type"].startswith("text/html"):
                return ""
            sizes[who] = len(answer.content)
    return max(sizes, key=lambda who: sizes[who]) if sizes else ""


def main(file: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation
    from django_q.models import OrmQ

    from tests.house import test_every_page as house
    from tests.journeys.worlds import browser, world_of

    world = world_of(settings.HOME)
    people, have = house.cast(world), house.things(world)
    clients = {who: browser(person) for who, person in people.items()}
    assert set(LOOKERS) <= set(clients)
    known = house.patterns()
    wanted = [(name, {}, "") for name in sorted(known)]
    wanted += [(name, other, query) for _, name, other, query in house.ALSO if name in known]
    # what waits would be done meanwhile, and a page be another than the one that was chosen here
    OrmQ.objects.all().delete()
    pages: dict[str, dict[str, str]] = {}
    for name, other, query in wanted:
        kwargs = house.kwargs_of(name, known[name], have)
        if kwargs is None or name in ELSEWHERE:
            continue
        kwargs |= {argument: have[said] for argument, said in other.items()}
        if name in house.QUERIES:
            query = house.QUERIES[name] + have["process"]
        with translation.override("en"):
            address = reverse(name, kwargs=kwargs) + query
        who = largest(clients, address)
        if who:
            pages.setdefault(address, {"name": name, "who": who})
    told = {
        "passwords": {s.email: s.password for s in world.sign_ins},
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": {
            who: client.cookies[settings.SESSION_COOKIE_NAME].value
            for who, client in clients.items()
            if settings.SESSION_COOKIE_NAME in client.cookies
        },
        "things": have,
        "pages": [{"address": address, **about} for address, about in pages.items()],
    }
    file.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
