"""The correspondence of the demonstration: invented missions, a list, letters and a register."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

STORY = Path(__file__).with_name("letters.toml")


def tell(
    *, process_code: str, secretariat: Any, approver: Any, joined: datetime, at: datetime
) -> None:
    """Contacts first, then what was written to them."""
    told = tomllib.loads(STORY.read_text(encoding="utf-8"))
    _contacts(told, process_code, secretariat, joined)
    _letters(told, process_code, secretariat, approver, at)


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


def _letters(told: dict[str, Any], process_code: str, by: Any, approver: Any, at: datetime) -> None:
    """How the house writes, a note verbale that was issued, one being written, and an answer."""
    from travaux.correspondence import actions, tasks
    from travaux.correspondence.queries.letters import what_is_cleared
    from travaux.correspondence.rules import EntryDetails
    from travaux.people.models import Contact, DistributionList

    house = told["house"]
    actions.describe_house(
        by=by,
        process_code=process_code,
        mark=house["mark"],
        organisation=house["organisation"],
        matter=house["matter"],
        letterhead=house["letterhead"],
        needs_clearance=(),
        at=at,
    )
    everybody = DistributionList.objects.get(
        process_code=process_code, name=told["lists"][0]["name"]
    )
    written = {}
    for one in told["letters"]:
        letter = actions.start_letter(
            by=by,
            process_code=process_code,
            kind="letter",
            name=one["name"],
            template=one["template"],
            demonstration=True,
            at=at,
        )
        letter = actions.set_out_letter(
            by=by,
            letter=letter,
            name=one["name"],
            dated_on=at.date(),
            chosen_list=everybody if one["to_list"] else None,
            values=one["values"],
            seen=letter.revision,
            at=at,
        )
        for email in one.get("to", ()):
            contact = Contact.objects.get(process_code=process_code, email=email)
            letter = actions.address_letter(by=by, letter=letter, contact=contact, on=True, at=at)
        if one["issued"]:
            letter = actions.issue_letter(by=by, letter=letter, at=at)
            tasks.make_files(letter.key)
        written[one["name"]] = letter
    # from now on letters are approved first; the one that is being written waits for that
    made = actions.describe_house(
        by=by,
        process_code=process_code,
        mark=house["mark"],
        organisation=house["organisation"],
        matter=house["matter"],
        letterhead=house["letterhead"],
        needs_clearance=("letter",),
        seen=1,
        at=at,
    )
    assert made.needs_clearance == ["letter"]
    open_letter = list(written.values())[-1]
    actions.ask_clearance(
        by=by,
        process_code=process_code,
        kind="letter",
        key=open_letter.key,
        label=open_letter.name,
        digest=what_is_cleared(open_letter),
        approver=approver,
        at=at,
    )
    answer = told["answer"]
    entry = actions.register_entry(
        by=by,
        process_code=process_code,
        details=EntryDetails(
            direction="in",
            form="note-verbale",
            dated_on=at.date(),
            subject=answer["subject"],
            contact=Contact.objects.get(process_code=process_code, email=answer["from"]),
            their_reference=answer["their_reference"],
            language=answer["language"],
        ),
        demonstration=True,
        at=at,
    )
    first = next(iter(written.values()))
    assert first.entry is not None
    actions.link_entry(by=by, entry=entry, other=first.entry.reference, at=at)
