"""Declarations of interests in the demonstration: all invented, one with some topics left to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

DECLARED = datetime(2024, 9, 4, 9, 0, tzinfo=UTC)
TOPICS = ("Procurement of sensors", "Standards for city data")
HANA = {
    "employment": "Until 2023 adviser of an invented maker of street sensors.",
    "ownership": "200 shares of the same invented company.",
    "positions": "Unpaid member of the board of an invented association of planners.",
}
ROSA = {"funding": "An invented foundation paid two of my journeys to conferences."}
WAITING = {"statements": "Wrote an invented newspaper article on fares and fairness."}
SUMMARY = (
    "Holds shares in a maker of sensors; takes no part where the procurement of sensors is dealt "
    "with (invented)."
)


def begin(world: Any) -> None:
    """Two assessors and two topics; an expert declares, and some topics are left to others."""
    from travaux.people import actions

    people = world.people
    amina, elif_ = people["amina@demo.example"], people["elif@demo.example"]
    told = {"process_code": world.process.code, "at": DECLARED}
    for person in (amina, elif_):
        actions.name_assessor(by=amina, person=person, **told)
    topics = [
        actions.write_topic(by=amina, name=name, demonstration=True, **told) for name in TOPICS
    ]
    made = actions.declare_interests(
        by=people["hana@demo.example"], content=HANA, demonstration=True, **told
    )
    actions.assess_interests(
        by=elif_,
        declaration=made,
        outcome="partial",
        topics=topics[:1],
        reason="Shares in a company whose sales the text may touch (invented).",
        summary=SUMMARY,
        at=DECLARED + timedelta(days=2),
    )


def tell(world: Any, at: datetime) -> None:
    """Topics are tied to headings; one confirms, one has nothing that matters, one waits."""
    from travaux.people import actions, queries
    from travaux.people.queries.interests import headings_for

    people, code = world.people, world.process.code
    amina, elif_ = people["amina@demo.example"], people["elif@demo.example"]
    rosa, ivan = people["rosa@demo.example"], people["ivan@demo.example"]
    headings = [key for key, _words in headings_for(code)]
    for topic, key in zip(queries.topics_of(code), headings[-3:-1], strict=False):
        actions.write_topic(
            by=amina, process_code=code, name=topic.name, topic=topic, sections=[key],
            at=at - timedelta(days=21),
        )  # fmt: skip
    actions.confirm_interests(
        by=people["hana@demo.example"], process_code=code, at=at - timedelta(days=20)
    )
    made = actions.declare_interests(
        by=rosa, content=ROSA, demonstration=True, process_code=code, at=at - timedelta(days=9)
    )
    actions.assess_interests(
        by=elif_, declaration=made, outcome="none", summary="Journeys paid by a foundation.",
        at=at - timedelta(days=8),
    )  # fmt: skip
    actions.appoint(
        by=amina, person=ivan, role="expert", process_code=code, at=at - timedelta(days=6)
    )
    actions.declare_interests(
        by=ivan, content=WAITING, demonstration=True, process_code=code, at=at - timedelta(days=5)
    )
    actions.ask_before_meeting(
        by=amina, process_code=code, title="Third meeting of the group (invented)",
        held_on=(at + timedelta(days=70)).date(), demonstration=True, at=at - timedelta(days=4),
    )  # fmt: skip
