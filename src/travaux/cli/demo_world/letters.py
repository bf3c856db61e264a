"""The correspondence of the demonstration: invented missions, a list, letters and a register."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

STORY = Path(__file__).with_name("letters.toml")


def tell(*, process_code: str, secretariat: Any, joined: datetime, at: datetime) -> None:
    """Contacts first, then what was written to them."""
    told = tomllib.loads(STORY.read_text(encoding="utf-8"))
    _contacts(told, process_code, secretariat, joined)


def _contacts(told: dict[str, Any], process_code: str, by: Any, at: datetime) -> None:
    from travaux.people import actions
    from travaux.people.models import Country

    for state in told["states"]:
        country = actions.register_country(
            by=None,
            code=state["code"],
            names=state["names"],
            source="invented",
            demonstration=True,
            at=at,
        )
        for taxonomy, group in (("un-status", "member"), ("un-regional-groups", state["group"])):
            actions.place_invented_state(
                by=None, country=country, taxonomy=taxonomy, group=group, at=at
            )
    for one in told["contacts"]:
        state = Country.objects.get(code=one["state"]) if "state" in one else None
        details = actions.OfficeDetails(
            kind=one["kind"],
            country=state,
            office=one["office"],
            language=one["language"],
            email=one["email"],
            copies=tuple(one.get("copies", ())),
            address=one.get("address", ""),
        )
        actions.add_contact(
            by=by,
            process_code=process_code,
            details=details,
            post=actions.PostDetails(**one.get("post", {})),
            demonstration=True,
            at=at,
        )
    for one in told["lists"]:
        rule = actions.ListRule(tuple(one["kinds"]), tuple(one["standings"]))
        actions.write_list(
            by=by,
            process_code=process_code,
            name=one["name"],
            rule=rule,
            demonstration=True,
            at=at,
        )
