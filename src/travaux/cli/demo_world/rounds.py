"""Two rounds of comments, the first answered and released, and the draft between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from travaux.cli.demo_world.world import WORLD, World, by_role


def first_round(world: World, told: dict[str, Any]) -> None:
    """The second version goes out, is commented on, and every comment is answered."""
    from travaux.answers.actions import propose_answer, release_answers, settle_answer
    from travaux.comments.queries import answerable
    from travaux.consultations.actions import open_round
    from travaux.drafts.actions import freeze_version, import_text, publish_version
    from travaux.plumbing.local_time import read_instant

    [secretariat] = by_role(world, "secretariat")
    drafters = by_role(world, "drafter")
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


def third_version(world: World, told: dict[str, Any]) -> None:
    """The next draft: accepted wordings are taken over, the rest is said to be editorial.

    Its publication lets the release that waited for it take effect.
    """
    from travaux.answers.actions import make_next_draft, mark_editorial, take_over_wording
    from travaux.drafts import actions as drafting

    [secretariat] = by_role(world, "secretariat")
    drafter = by_role(world, "drafter")[0]
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


def second_round(world: World, told: dict[str, Any], at: datetime) -> None:
    """The third version is out for comments at this very moment."""
    from travaux.consultations.actions import open_round

    [secretariat] = by_role(world, "secretariat")
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


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 0), UTC)


def _bodies(file: str) -> dict[str, Any]:
    """Number -> paragraph of one of the texts."""
    from travaux.core.formats.text_files import read_text

    document = read_text((WORLD / file).read_bytes(), file)
    return {b.number.rstrip("."): b for b in document.blocks if b.kind == "paragraph" and b.number}
