"""`travaux demo`: a world to look at, invented but for the plan of the reference process.

Everything is done by the public actions of the rooms, as people would do it: texts are brought in
and published, comments handed in, answered by two persons and released, the next draft made.
"""

from __future__ import annotations

import base64
import os
import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import typer

from travaux.cli.doors import Json, fail, give, open_site, say, speaking

WORLD = Path(__file__).parent / "demo_world"
SIGN_INS = "demo-sign-ins.txt"
JOINED = datetime(2024, 8, 26, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody needs to sign in as one of the invented persons."""

    role: str
    email: str
    password: str
    secret: str = ""  # base32, where the role demands a second factor

    @property
    def otpauth(self) -> str:
        """The address that an authenticator application reads."""
        if not self.secret:
            return ""
        return f"otpauth://totp/Travaux:{quote(self.email)}?secret={self.secret}&issuer=Travaux"


@dataclass
class World:
    """What was built, for those who go on with it."""

    process: Any
    people: dict[str, Any] = field(default_factory=dict)
    countries: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)
    versions: list[Any] = field(default_factory=list)
    tracks: dict[str, Any] = field(default_factory=dict)
    guests: list[Any] = field(default_factory=list)
    rounds: list[Any] = field(default_factory=list)
    submissions: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    desk: Any = None
    office: dict[str, Any] = field(default_factory=dict)
    advice: dict[str, Any] = field(default_factory=dict)
    report: Any = None
    calls: dict[str, Any] = field(default_factory=dict)
    panels: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    meetings: dict[str, Any] = field(default_factory=dict)
    sign_ins: list[SignIn] = field(default_factory=list)


def read_world() -> dict[str, Any]:
    """The texts, persons and comments of the demonstration."""
    return tomllib.loads((WORLD / "world.toml").read_text(encoding="utf-8"))


def is_built() -> bool:
    """Whether the demonstration stands in this installation already."""
    from travaux.people.models import Person

    told = read_world()
    first = told["people"][0]["email"]
    return Person.objects.filter(email=first, demonstration=True).exists()


def build(*, at: datetime) -> World:
    """Load the reference process and tell the whole story; all of it happens, or none.

    `at` is now: the first round lies in the past, the second is open at this instant.
    """
    from django.db import transaction

    from travaux.cli.demo_world import (
        advice,
        calls,
        desk,
        evidence,
        findings,
        interests,
        interviews,
        letters,
        meetings,
        money,
        negotiation,
        nominations,
        offices,
        panels,
        practices,
        reviews,
        tracks,
        voices,
    )

    told = read_world()
    with transaction.atomic():
        world = World(_load_process(told["process"], at))
        _gather(world, told)
        interests.begin(world)
        calls.tell(world, at)
        panels.tell(world)
        _first_round(world, told)
        _third_version(world, told)
        interests.tell(world, at)
        reviews.tell(world, at)  # reviewers have declared their interests by then
        _second_round(world, told, at)
        negotiation.tell(
            world, _by_role(world, "secretariat")[0], _by_role(world, "drafter")[0], at
        )
        tracks.tell(world, _by_role(world, "secretariat")[0], at)
        desk.tell(world, at)
        voices.tell(world, _by_role(world, "secretariat")[0], at)
        meetings.tell(world, at)
        advice.tell(world, _by_role(world, "secretariat")[0], _by_role(world, "drafter")[0], at)
        offices.tell(world, _by_role(world, "secretariat")[0], _by_role(world, "office")[0], at)
        _report(world, told["report"], at)
        letters.tell(
            process_code=world.process.code,
            secretariat=_by_role(world, "secretariat")[0],
            approver=_by_role(world, "drafter")[0],
            joined=JOINED,
            at=at,
        )
        nominations.tell(world, at)
        evidence.tell(world, at)
        interviews.tell(world, at)
        practices.tell(world)
        findings.tell(world, at)
        money.tell(world, _by_role(world, "secretariat")[0], _by_role(world, "fund-raiser")[0], at)
    return world


def _load_process(code: str, at: datetime) -> Any:
    import travaux.roadmap
    from travaux.core.processes.reading import read_process
    from travaux.funding.actions import load_money
    from travaux.roadmap.actions import load_process

    path = Path(travaux.roadmap.__file__).parent / "data" / f"{code}.toml"
    plan, problems = read_process(path.read_bytes())
    if plan is None or problems:
        raise fail(f"{path.name}: {problems[0].code if problems else 'no plan'}.")
    process = load_process(by=None, plan=plan, at=at)
    load_money(by=None, process=process, plan=plan, at=at)
    return process


def _gather(world: World, told: dict[str, Any]) -> None:
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


def _by_role(world: World, role: str) -> list[Any]:
    return [world.people[s.email] for s in world.sign_ins if s.role == role]


def _first_round(world: World, told: dict[str, Any]) -> None:
    """The second version goes out, is commented on, and every comment is answered."""
    from travaux.answers.actions import propose_answer, release_answers, settle_answer
    from travaux.comments.queries import answerable
    from travaux.consultations.actions import open_round
    from travaux.drafts.actions import freeze_version, import_text, publish_version
    from travaux.plumbing.local_time import read_instant

    [secretariat] = _by_role(world, "secretariat")
    drafters = _by_role(world, "drafter")
    text, about = told["versions"][0], told["rounds"]["first"]
    day = _morning(text["dated_on"])
    version = import_text(
        by=drafters[0],
        process=world.process,
        data=(WORLD / text["file"]).read_bytes(),
        name=text["file"],
        titles=told["text"]["titles"],
        symbol=text["symbol"],
        dated_on=text["dated_on"],
        language="en",
        deliverable=world.process.deliverables.get(code="guidelines"),
        demonstration=True,
        at=day,
    )
    from travaux.drafts.actions import describe_version

    describe_version(
        by=drafters[0], version=version, titles=text["titles"], at=day + timedelta(minutes=20)
    )
    freeze_version(by=drafters[0], version=version, at=day + timedelta(hours=1))
    publish_version(by=secretariat, version=version, at=day + timedelta(hours=2))
    world.versions.append(version)
    opens = read_instant(about["opens"], about["zone"])
    closes = read_instant(about["closes"], about["zone"], end=True)
    round = open_round(
        by=secretariat,
        version=version,
        opens_at=opens,
        closes_at=closes,
        zone=about["zone"],
        titles=about["titles"],
        deliverable=world.process.deliverables.get(code="wider-consultation"),
        demonstration=True,
        at=day + timedelta(hours=3),
    )
    world.rounds.append(round)
    _comment(world, round, told["first_round"], opens + timedelta(days=3), timedelta(days=3))
    following = _bodies(told["versions"][1]["file"])
    first, second = drafters[:2]
    morning = closes + timedelta(days=2)
    comments = list(answerable(round).order_by("number", "point"))
    for comment, one in zip(comments, told["first_round"], strict=True):
        taken = one["outcome"].startswith("accepted")
        answer = propose_answer(
            by=first,
            round=round,
            comments=[comment],
            outcome=one["outcome"],
            reasons=one.get("reasons", ""),
            language="en",
            next_wording=following[one["paragraph"]].text if taken else "",
            demonstration=True,
            at=morning,
        )
        settle_answer(by=second, answer=answer, at=morning + timedelta(hours=5))
        world.answers.append(answer)
        first, second = second, first
        morning += timedelta(days=1)
    release_answers(by=secretariat, round=round, at=morning + timedelta(days=5))


def _third_version(world: World, told: dict[str, Any]) -> None:
    """The next draft: accepted wordings are taken over, the rest is said to be editorial.

    Its publication lets the release that waited for it take effect.
    """
    from travaux.answers.actions import make_next_draft, mark_editorial, take_over_wording
    from travaux.drafts import actions as drafting

    [secretariat] = _by_role(world, "secretariat")
    drafter = _by_role(world, "drafter")[0]
    text = told["versions"][1]
    published = _morning(text["dated_on"])
    at = published - timedelta(days=5)
    version = make_next_draft(by=drafter, version=world.versions[0], at=at)
    for answer in world.answers:
        answer.refresh_from_db()
        if not answer.next_wording:
            continue
        anchor = answer.serves.get().comment.paragraph.anchor_id
        revision = version.paragraphs.get(anchor_id=anchor).revision
        take_over_wording(by=drafter, answer=answer, version=version, revision=revision, at=at)
    last = ""
    for number, block in _bodies(text["file"]).items():
        standing = version.paragraphs.filter(kind=block.kind, number=number).first()
        if standing is None:
            version.refresh_from_db()
            new = drafting.insert_paragraph(
                by=drafter,
                version=version,
                after=last,
                block=block,
                seen_revision=version.revision,
                at=at,
            )
            mark_editorial(by=drafter, paragraph=new, at=at)
            continue
        last = standing.anchor.key
        if standing.body != block.text:
            drafting.edit_paragraph(
                by=drafter,
                paragraph=standing,
                body=block.text,
                revision=standing.revision,
                at=at,
            )
            mark_editorial(by=drafter, paragraph=standing, at=at)
    version.refresh_from_db()
    drafting.describe_version(
        by=drafter,
        version=version,
        titles=text["titles"],
        symbol=text["symbol"],
        dated_on=text["dated_on"],
        at=at + timedelta(days=1),
    )
    drafting.freeze_version(by=drafter, version=version, at=published)
    drafting.publish_version(by=secretariat, version=version, at=published + timedelta(hours=1))
    version.refresh_from_db()
    world.versions.append(version)


def _second_round(world: World, told: dict[str, Any], at: datetime) -> None:
    """The third version is out for comments at this very moment."""
    from travaux.consultations.actions import open_round

    [secretariat] = _by_role(world, "secretariat")
    about = told["rounds"]["second"]
    zone = ZoneInfo(about["zone"])
    here = at.astimezone(zone).date()
    opens = datetime.combine(here - timedelta(weeks=about["weeks_open"]), time(0), zone)
    last = datetime.combine(here + timedelta(days=about["days_left"]), time(23, 59), zone)
    round = open_round(
        by=secretariat,
        version=world.versions[1],
        opens_at=opens.astimezone(UTC),
        closes_at=last.astimezone(UTC),
        zone=about["zone"],
        titles=about["titles"],
        deliverable=world.process.deliverables.get(code="wider-consultation"),
        demonstration=True,
        at=opens.astimezone(UTC) - timedelta(days=3),
    )
    world.rounds.append(round)
    first = opens.astimezone(UTC) + timedelta(days=2, hours=9)
    _comment(world, round, told["second_round"], first, timedelta(days=2))


def _comment(
    world: World, round: Any, told: list[dict[str, Any]], at: datetime, apart: timedelta
) -> None:
    """Each comment is handed in by its author, in the stated capacity; some remain drafts."""
    from travaux.comments.actions import save_draft, submit_comment
    from travaux.comments.rules import Entry, Speaking, appointments_here

    by_number = {
        p.number.rstrip("."): p
        for p in round.version.paragraphs.select_related("anchor").filter(kind="paragraph")
    }
    for one in told:
        author = world.people[one["by"]]
        country = organisation = None
        for held in appointments_here(author, round.process.code, at):
            if one["capacity"] == "state":
                country = country or held.country
            if one["capacity"] == "organisation":
                organisation = organisation or held.organisation
        entry = Entry(
            "paragraph",
            by_number[one["paragraph"]],
            one["type"],
            one["text"],
            one.get("proposed", ""),
            one["language"],
            Speaking(one["capacity"], country, organisation),
        )
        does = save_draft if one.get("draft") else submit_comment
        world.submissions.append(does(by=author, round=round, entry=entry, at=at))
        at += apart


def _report(world: World, told: dict[str, Any], at: datetime) -> None:
    """A report to the governing body as at a past day, frozen with its figures."""
    from travaux.reports.actions import freeze_report, start_report, write_section

    [secretariat] = _by_role(world, "secretariat")
    report = start_report(
        by=secretariat,
        process=world.process,
        cut_off=told["cut_off"],
        cut_off_assumed=True,
        symbol=told["symbol"],
        titles=told["titles"],
        demonstration=True,
        at=at,
    )
    for section in ("summary", "action"):
        write_section(
            by=secretariat,
            report=report,
            section=section,
            text=told[section],
            seen_revision=report.revision,
            at=at,
        )
    freeze_report(by=secretariat, report=report, at=at)
    world.report = report


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 0), UTC)


def _bodies(file: str) -> dict[str, Any]:
    """Number -> paragraph of one of the texts."""
    from travaux.core.formats.text_files import read_text

    document = read_text((WORLD / file).read_bytes(), file)
    return {b.number.rstrip("."): b for b in document.blocks if b.kind == "paragraph" and b.number}


# ---- the command --------------------------------------------------------------------------------


def _lines(sign_ins: list[SignIn]) -> list[str]:
    wide = max(len(s.email) for s in sign_ins)
    lines = ["Everything here but the plan is invented. Sign in with:"]
    for s in sign_ins:
        lines.append(f"  {s.email:<{wide}}  {s.password}  {s.role}")
        if s.secret:
            lines.append(f"    second factor: {s.secret}")
            lines.append(f"    {s.otpauth}")
            lines.append(f"    a code for this moment: travaux user code {s.email}")
    return lines


def _keep(home: Path, lines: list[str]) -> None:
    """The sign-ins for the next start, readable by the owner of the installation alone."""
    path = home / SIGN_INS
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")


def demo(
    beside: Annotated[
        bool, typer.Option("--beside", help="Build it beside what is loaded already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the demonstration once; after that, print again how to sign in."""
    open_site()
    from django.conf import settings

    from travaux.plumbing import clock
    from travaux.roadmap.models import Process

    code = read_world()["process"]
    if is_built():
        path = settings.HOME / SIGN_INS
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = kept or ["The demonstration stands; its sign-ins were not kept here."]
        give({"process": code, "built": False, "sign_ins": str(path)}, as_json, lambda: kept)
        return
    if Process.objects.exists() and not beside:
        told = ["A process is loaded here: no demonstration is built (--beside builds it still)."]
        give({"process": None, "built": False, "sign_ins": None}, as_json, lambda: told)
        return
    say("Building the demonstration ...")
    with speaking():
        world = build(at=clock.now())
    lines = _lines(world.sign_ins)
    _keep(settings.HOME, lines)
    answer = {
        "process": code,
        "built": True,
        "sign_ins": [
            {
                "role": s.role,
                "email": s.email,
                "password": s.password,
                "secret": s.secret or None,
                "otpauth": s.otpauth or None,
            }
            for s in world.sign_ins
        ],
    }
    give(answer, as_json, lambda: lines)


def add_to(app: typer.Typer) -> None:
    """Mount the command."""
    app.command("demo")(demo)
