"""Two meetings of the expert group: one was held, the next was turned online. All invented."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

PAPER = b"%PDF-1.4\n% an invented paper of the demonstration\n%%EOF\n"


def tell(world: Any, at: datetime) -> None:
    """A meeting nine days ago, with its papers, people, minutes and speech; and the next one."""
    from travaux.meetings import actions
    from travaux.people.actions import place_invented_state

    told = tomllib.loads(Path(__file__).with_name("meetings.toml").read_text(encoding="utf-8"))
    amina = next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")
    place_invented_state(
        by=None, country=world.countries["X-A"], taxonomy="ldc", group="ldc",
        at=at - timedelta(days=61),
    )  # fmt: skip
    series = actions.start_series(
        by=amina, process=world.process, titles=told["series"]["titles"], demonstration=True,
        at=at - timedelta(days=61),
    )  # fmt: skip
    begins = (at - timedelta(days=9)).replace(hour=8, minute=0, second=0, microsecond=0)
    first = _announced(
        world, amina, told["first"], series, begins, begins - timedelta(days=50),
        host_named=told["first"]["host"], places=40, languages=("en", "fr"),
        attribution="capacity", names_public=True,
        budget_line=world.process.budget_lines.get(code="egm-1"),
        travel_budget=Decimal(1800), travel_each=Decimal(1500),
    )  # fmt: skip
    people = _people(world, amina, told["first"], first, begins - timedelta(days=30))
    _held(world, amina, told["first"], first, people, begins)
    second = _announced(
        world, amina, told["second"], series, begins + timedelta(days=19),
        at - timedelta(days=6), host_named="University of Belmouth", languages=("en", "fr"),
    )  # fmt: skip
    hana = told["first"]["people"][0]
    place = _register(world, second, hana, at - timedelta(days=5))
    second = actions.turn_online(
        by=amina, meeting=second, reason=told["second"]["reason"],
        remote_link=told["second"]["remote_link"], at=at - timedelta(days=4),
    )  # fmt: skip
    place.refresh_from_db()
    world.meetings.update(first=first, second=second, place=place)
    world.meetings["invitation"] = actions.invite(
        by=amina, meeting=second, kind="expert", at=at - timedelta(days=3),
        **told["second"]["invited"],
    )  # fmt: skip


def _announced(
    world: Any, by: Any, told: dict[str, Any], series: Any, begins: datetime, at: datetime,
    **also: Any,
) -> Any:  # fmt: skip
    """A meeting with its agenda and papers; what comes after its time is marked late."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.meetings import actions
    from travaux.meetings.rules.meetings import Plan

    plan = Plan(
        titles=told["titles"], mode="in-person", starts_at=begins,
        ends_at=begins + timedelta(days=1, hours=8), zone="Africa/Nairobi", venue=told["venue"],
        city=told["city"], symbol=told["symbol"], round=world.rounds[1],
        track=world.tracks["experts"], group=world.panels["experts"],
        milestones=(told["milestone"],), **also,
    )  # fmt: skip
    made = actions.prepare_meeting(
        by=by, process=world.process, plan=plan, series=series, demonstration=True, at=at
    )
    items = [actions.add_item(by=by, meeting=made, titles=t, at=at) for t in told["items"]]
    made = actions.announce_meeting(by=by, meeting=made, at=at)
    for one in told["papers"]:
        actions.issue_paper(
            by=by, meeting=made, symbol=one["symbol"], titles=one["titles"], language="en",
            file=SimpleUploadedFile(f"{one['symbol'].replace('/', '-')}.pdf", PAPER),
            item=items[one["item"] - 1], distribution=one.get("distribution", "general"),
            at=begins - timedelta(days=one["days_before"]),
        )  # fmt: skip
    return made


def _register(world: Any, meeting: Any, one: dict[str, Any], at: datetime) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.meetings import actions
    from travaux.meetings.rules.places import Registering

    who = world.people[one["by"]]
    letter = SimpleUploadedFile("letter.pdf", PAPER) if one.get("state") else None
    return actions.register(
        by=who, meeting=meeting, letter=letter, at=at,
        told=Registering(
            name=who.name, email=who.email, kind=one["kind"], capacity=one["capacity"],
            mode="in-person", language=who.language, function=one.get("function", ""),
            country=world.countries.get(one.get("state", "")),
            organisation=world.organisations.get(one.get("organisation", "")),
            needs=one.get("needs", ""),
        ),
    )  # fmt: skip


def _people(
    world: Any, by: Any, told: dict[str, Any], meeting: Any, at: datetime
) -> dict[str, Any]:
    """Everybody registers and is approved; two ask for support, one is granted it."""
    from travaux.meetings import actions

    found = {}
    for one in told["people"]:
        place = _register(world, meeting, one, at)
        actions.approve(by=by, participant=place, at=at + timedelta(days=2))
        if one.get("state"):
            actions.tick_letter(by=by, participant=place, at=at + timedelta(days=2))
        if one.get("travel"):
            actions.ask_travel(
                by=world.people[one["by"]], participant=place, starts_from=one["travel"], at=at
            )
            actions.decide_travel(
                by=by, participant=place, grant="grant" in one,
                reason=one.get("grant") or one["refuse"], at=at + timedelta(days=4),
            )  # fmt: skip
        found[one["by"]] = place
    return found


def _held(
    world: Any, by: Any, told: dict[str, Any], meeting: Any, people: dict[str, Any], at: datetime
) -> None:
    """Minutes, a decision, what was said on a paragraph, what is owed; then all is published."""
    from travaux.meetings import actions

    bruno = world.people["bruno@demo.example"]
    items = list(meeting.items.all())
    for item, text in zip(items, told["minutes"], strict=True):
        actions.write_minutes(by=bruno, item=item, text=text, seen=0, at=at + timedelta(hours=3))
    rows = world.versions[1].paragraphs.select_related("anchor").filter(kind="paragraph")
    fourth, twelfth = rows.order_by("position")[3], rows.get(number="12")
    spoken = [
        actions.note_intervention(
            by=bruno,
            meeting=meeting,
            item=items[1],
            speaker=people[who],
            paragraph=paragraph,
            type="te",
            text=text,
            language="en",
            at=at + timedelta(hours=4),
        )
        for who, paragraph, text in (
            ("hana@demo.example", twelfth, told["intervention"]),
            ("greta@demo.example", fourth, told["pending"]),
        )
    ]
    actions.confirm_intervention(
        by=world.people["hana@demo.example"], intervention=spoken[0], at=at + timedelta(days=2)
    )
    actions.decide(
        by=bruno, meeting=meeting, text=told["decision"], item=items[1], anchor=twelfth.anchor,
        at=at + timedelta(hours=6),
    )  # fmt: skip
    for one in told["tasks"]:
        task = actions.add_task(
            by=bruno, meeting=meeting, item=items[2], text=one["text"], owner=one["owner"],
            due_on=(at + timedelta(days=one["days"])).date(), at=at + timedelta(hours=7),
        )  # fmt: skip
        if one.get("done"):
            actions.move_task(by=bruno, task=task, to="done", at=at + timedelta(days=5))
        if one.get("dropped"):
            actions.move_task(
                by=bruno, task=task, to="dropped", note=one["dropped"], at=at + timedelta(days=6)
            )
    actions.note_attendance(
        by=by, meeting=meeting, present=[p.key for p in people.values()], at=at + timedelta(days=2)
    )
    actions.publish_minutes(
        by=by, meeting=meeting, summary=told["summary"], at=at + timedelta(days=3)
    )
    meeting.refresh_from_db()
    world.meetings.update(spoken=spoken[1], person=people["farid@demo.example"])
