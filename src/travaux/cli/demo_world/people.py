"""Everybody joins: invented states, organisations, an office, and persons with their sign-ins."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from travaux.cli.demo_world.world import JOINED, SignIn, World


def gather(world: World, told: dict[str, Any]) -> None:
    """Everybody joins and gets a role, states and organisations first."""
    from travaux.people import actions, shipped
    from travaux.people.models import Role

    invented: dict[str, Any] = {"by": None, "at": JOINED, "demonstration": True}
    shipped.load(at=JOINED)  # the groups in which the invented states have their places
    for state in told["states"]:
        country = actions.register_country(
            code=state["code"], names=state["names"], source="invented", **invented
        )
        for taxonomy, group in (("un-status", "member"), ("un-regional-groups", state["group"])):
            actions.place_invented_state(
                by=None, country=country, taxonomy=taxonomy, group=group, at=JOINED
            )
        world.countries[state["code"]] = country
    office = actions.set_up_office(process_code=world.process.code, **told["office"], **invented)
    world.office["office"] = office
    for one in told["people"]:
        password = "-".join(secrets.token_hex(3) for _ in range(4))
        person = actions.register_person(
            email=one["email"],
            name=one["name"],
            password=password,
            language=one.get("language", "en"),
            **invented,
        )
        actions.vouch_for_address(by=None, person=person, at=JOINED)
        secret = ""
        if one["role"] == Role.SECRETARIAT:
            secret = base64.b32encode(secrets.token_bytes(20)).decode()
            actions.give_second_factor(by=None, person=person, secret=secret, at=JOINED)
        organisation = None
        if one.get("organisation"):
            organisation = actions.register_organisation(name=one["organisation"], **invented)
            if organisation.key not in {o.key for o in world.organisations.values()}:
                actions.describe_organisation(
                    by=None,
                    organisation=organisation,
                    process_code=world.process.code,
                    category=one.get("category", ""),
                    seat=world.countries.get(one.get("seat", "")),
                    at=JOINED,
                )
            world.organisations[one["organisation"]] = organisation
        if one["role"]:
            actions.appoint(
                by=None,
                person=person,
                role=one["role"],
                process_code=world.process.code,
                country=world.countries.get(one.get("state", "")),
                organisation=organisation,
                office=office if one.get("office") else None,
                at=JOINED,
            )
        world.people[one["email"]] = person
        world.sign_ins.append(SignIn(one["role"] or "account", one["email"], password, secret))
