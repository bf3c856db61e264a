"""A call of the demonstration whose nominees are scored by three reviewers who do not see who it is."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LETTER = b"%PDF-1.4\n% an invented letter of the demonstration\n%%EOF\n"
MINE = ("name", "confirmed_by")


def tell(world: Any, at: datetime) -> None:
    """Criteria are announced with the call; nominees are confirmed, given out, and scored in part."""
    from travaux.calls import actions
    from travaux.calls.actions.reviewers import Named
    from travaux.calls.models import Review
    from travaux.calls.queries.reviews import criteria_of
    from travaux.people.actions import declare_interests

    told = tomllib.loads((Path(__file__).parent / "reviews.toml").read_text(encoding="utf-8"))
    by = next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")
    zone = ZoneInfo(told["zone"])
    last = at.astimezone(zone).date() - timedelta(weeks=told["weeks_closed"])
    closes = datetime.combine(last, time(23, 59), zone).astimezone(UTC)
    first = last - timedelta(weeks=told["weeks_open"])
    opens = datetime.combine(first, time(0), zone).astimezone(UTC)
    call = _announced(world, by, told, opens, closes)
    day = opens + timedelta(days=8)
    for nominee in told["nominees"]:
        _nominated(world, call, nominee, day)
        day += timedelta(days=5)
    after = at - timedelta(days=7)
    named = [Named(email, told["employers"].get(email, "")) for email in told["reviewers"]]
    actions.appoint_reviewers(by=by, call=call, named=named, at=after)
    declare_interests(  # the two others declared before, for their roles
        by=world.people["elif@demo.example"], process_code=world.process.code, nothing=True,
        demonstration=True, at=after,
    )  # fmt: skip
    actions.assign_evenly(by=by, call=call, each=3, seed="harbour", at=after)
    criteria = criteria_of(call)

    def review(email: str, number: int) -> Any:
        return Review.objects.get(
            reviewer__person=world.people[email], application__call=call, application__number=number
        )

    for email, number, *values in told["scores"]:
        after += timedelta(hours=5)
        given = {c.key: (v, "") for c, v in zip(criteria, values, strict=True)}
        actions.hand_in_review(
            by=world.people[email], review=review(email, number), given=given, remark="", seen=0,
            at=after,
        )  # fmt: skip
    email, number, reason = told["stepped_back"]
    actions.step_back(by=world.people[email], review=review(email, number), reason=reason, at=after)
    world.calls["scored"] = call


def _announced(world: Any, by: Any, told: dict[str, Any], opens: Any, closes: Any) -> Any:
    from travaux.calls import actions
    from travaux.calls.actions.criteria import Given

    at = opens - timedelta(days=3)
    call = actions.prepare_call(
        by=by, process=world.process, kind="nomination", titles=told["titles"],
        texts=told["texts"], zone=told["zone"], demonstration=True, at=at,
    )  # fmt: skip
    call = actions.change_call(
        by=by, call=call, seen=call.revision, opens_at=opens, closes_at=closes,
        wording=told["wording"], wording_language="en", blind=True, at=at,
    )  # fmt: skip
    given = [
        Given(c["names"], c["low"], c["high"], Decimal(c["weight"]), c.get("meanings", {}))
        for c in told["criteria"]
    ]
    actions.replace_criteria(by=by, call=call, given=given, at=at)
    return actions.announce_call(by=by, call=call, seen=call.revision, at=at)


def _nominated(world: Any, call: Any, told: dict[str, Any], day: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.calls.actions import confirm_nomination
    from travaux.cli.demo_world.calls import apply, person
    from travaux.people.queries import appointments_of

    authority = world.people[told["confirmed_by"]]
    state = appointments_of(authority, day).filter(country__isnull=False)[0].country
    typed = {k: v for k, v in told.items() if k not in MINE} | {"can_travel": "yes", "agreed": "OK"}
    who = person(world, told["name"], told["email"], "en", day)
    made = apply(who, call, typed, "cv", day, country=state)
    confirm_nomination(
        by=authority,
        application=made,
        letter=SimpleUploadedFile("letter.pdf", LETTER, "application/pdf"),
        at=day + timedelta(days=1),
    )
