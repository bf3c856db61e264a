"""What the crawl of every page needs to know of the room of meetings."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

HELD = {"meeting": "held meeting"}
NEXT = {"meeting": "next meeting"}
ENTRIES: dict[str, dict[str, str]] = {
    **{
        f"meetings:{name}": HELD
        for name in (
            "meeting", "calendar", "report", "papers", "papers-file", "desk", "roll", "minutes",
            "travel", "travel-act", "travel-file", "attendance",
        )
    },
    **{
        f"meetings:{name}": NEXT
        for name in ("change", "announce", "publish", "register")
    },
    "meetings:online": {"meeting": "meeting in a room"},
    "meetings:cancel": NEXT,
    "meetings:agenda": NEXT,
    "meetings:remove-item": {**NEXT, "item": "meeting item"},
    "meetings:paper-language": {**HELD, "paper": "meeting paper"},
    "meetings:paper": {**HELD, "paper": "meeting paper", "language": "=en"},
    "meetings:people-file": {**HELD, "what": "=participants", "ending": "=xlsx"},
    "meetings:decide": {**HELD, "key": "meeting place"},
    "meetings:letter": {**HELD, "key": "meeting place"},
    "meetings:add": {"meeting": "meeting under way", "what": "=speech"},
    "meetings:item": {"meeting": "meeting under way", "item": "item under way"},
    "meetings:speech-act": {**HELD, "key": "=unknown"},
    "meetings:task-act": {"key": "=unknown"},
    "meetings:join": {"token": "meeting invitation"},
    "meetings:place": {"token": "meeting place link"},
    "meetings:said": {"token": "meeting speech link"},
}  # fmt: skip
STORY = "tests/meetings/test_journey.py::test_what_is_said_in_a_meeting_is_answered"
ELSEWHERE: dict[str, str] = dict.fromkeys(
    ["meetings/mail/decide.txt", "meetings/mail/decide_subject.txt"], STORY
)
# addresses of the same page with another argument, so that its other templates are seen
ALSO: list[tuple[str, str, dict[str, str], str]] = [
    ("secretariat", "meetings:minutes", {"meeting": "meeting under way"}, ""),
]


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from datetime import timedelta

    from travaux.meetings import actions
    from travaux.meetings.rules.meetings import Plan

    told, now = world.meetings, clock.now()
    amina = world.people["amina@demo.example"]
    first, second = told["first"], told["second"]

    def one(begins: Any) -> Any:
        made = actions.prepare_meeting(
            by=amina,
            process=world.process,
            plan=Plan(
                titles={"en": "Another"}, mode="hybrid", starts_at=begins,
                ends_at=begins + timedelta(days=1), zone="UTC", city="Aling", round=world.rounds[1],
            ),
            at=now,
        )  # fmt: skip
        actions.add_item(by=amina, meeting=made, titles={"en": "Opening"}, at=now)
        return actions.announce_meeting(by=amina, meeting=made, at=now)

    under_way = one(now - timedelta(hours=1))
    return {
        "held meeting": first.key,
        "next meeting": second.key,
        "meeting in a room": one(now + timedelta(days=30)).key,
        "meeting under way": under_way.key,
        "item under way": under_way.items.get().key,
        "meeting item": second.items.all()[0].key,
        "meeting paper": first.papers.get(symbol="DEMO/EGM.1/CRP.1").key,
        "meeting place": told["person"].key,
        "meeting place link": told["place"].token,
        "meeting invitation": told["invitation"].token,
        "meeting speech link": told["spoken"].token,
    }
