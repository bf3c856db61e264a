"""Each level, from the invitation to the published answers; who is not of it reads nothing early."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from typer.testing import CliRunner

from tests.cast import START, person
from tests.comments.texts import CLOSES, DURING, a_round, entry, publish
from travaux.answers.actions import propose_answer, release_answers, settle_answer
from travaux.cli import track as commands
from travaux.comments.actions import submit_comment, write_reminders
from travaux.comments.models import Comment
from travaux.comments.queries.coverage import read_monitor
from travaux.comments.rules import Speaking
from travaux.consolidation import actions as sets
from travaux.consultations.actions import TrackRules, note_opened, set_up_track
from travaux.consultations.models import Invitation
from travaux.people.actions import (
    appoint,
    assess_interests,
    declare_interests,
    name_assessor,
    place_invented_state,
)
from travaux.people.models import Role
from travaux.people.queries.countries import REGIONAL
from travaux.people.shipped import load
from travaux.plumbing import clock
from travaux.plumbing.mail import let_go
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATER = CLOSES + timedelta(days=20)

# kind of the track -> its rules; who takes part; in which capacity; who stays outside
LEVELS: dict[str, dict[str, Any]] = {
    "experts": {"roles": ["expert"], "visibility": "members", "publication": "members"},
    "regional": {"regions": ["african"], "visibility": "sealed", "publication": "on-close"},
    "thematic": {"roles": ["contributor"], "visibility": "own", "publication": "on-close",
                 "advice": "On the advice of the expert group.", "advice_language": "en"},
    "stakeholder": {"organisations": [], "visibility": "sealed", "publication": "on-close"},
}  # fmt: skip
SPEAKERS = {"experts": "hana", "regional": "farid", "thematic": "chen", "stakeholder": "greta"}


def looking(client, monkeypatch, who, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    client.logout()
    if who is not None:
        client.force_login(who, backend=BACKEND)
    return client


def speaking_of(cast, kind):
    return {
        "experts": Speaking("expert"),
        "regional": Speaking("state", country=cast.state_a),
        "thematic": Speaking("person"),
        "stakeholder": Speaking("organisation", organisation=cast.network),
    }[kind]


def a_level(cast, kind):
    """The track and its round, open in January 2024."""
    rules = dict(LEVELS[kind])
    if kind == "regional":
        load(at=START)
        place_invented_state(
            by=None, country=cast.state_a, taxonomy=REGIONAL, group="african", at=START
        )
    if kind == "stakeholder":
        rules["organisations"] = [cast.network.key]
    if kind == "experts":
        told = {"process_code": "harbour", "at": START}
        name_assessor(by=cast.amina, person=cast.elif_, **told)
        made = declare_interests(by=cast.hana, content={"ownership": "none"}, **told)
        assess_interests(
            by=cast.elif_, declaration=made, outcome="none", topics=[], reason="r", at=START
        )
    track = set_up_track(
        by=cast.amina, process=cast.process, rules=TrackRules(kind, {"en": kind}, **rules), at=START
    )
    round = a_round(cast, publish(cast.process), track=track, release_rule="on-date",
                    release_on=date(2024, 2, 10))  # fmt: skip
    return track, round


def invite(cast, round, party):
    """The message is prepared, read, let go, and its address followed."""
    write_reminders(by=cast.amina, round=round, parties={party}, at=DURING)
    let_go(list(Mail.objects.filter(state=Mail.State.HELD)))
    for one in Invitation.objects.filter(round=round):
        note_opened(by=None, invitation=one, at=DURING)
    assert read_monitor(round, DURING).parties[party].standing == "opened"


def hand_in(cast, kind, round, speaker):
    """A state hands in the set that its colleagues prepared; others their comment."""
    if kind != "regional":
        one = entry(round, "A word of the level.", speaking=speaking_of(cast, kind))
        return submit_comment(by=speaker, round=round, entry=one, at=DURING)
    desk = sets.open_desk(by=speaker, round=round, speaking=speaking_of(cast, kind),
                          until=DURING + timedelta(days=2), at=DURING)  # fmt: skip
    ida = sets.invite_colleague(by=speaker, desk=desk, email="ida@demo.example", name="Ida",
                                part="contributor", language="en", at=DURING)  # fmt: skip
    note = sets.write_note(by=ida, desk=desk, entry=entry(round, "A word of the level."), hand=True,
                           at=DURING)  # fmt: skip
    sets.take_notes(by=speaker, desk=desk, notes=[note], at=DURING)
    return sets.submit_set(by=speaker, desk=desk, at=DURING).submission


@pytest.mark.parametrize("kind", LEVELS)
def test_from_the_invitation_to_the_published_answers(cast, client, monkeypatch, tmp_path, kind):
    track, round = a_level(cast, kind)
    speaker = getattr(cast, SPEAKERS[kind])
    if kind in ("regional", "stakeholder"):
        key = "state:X-A" if kind == "regional" else f"organisation:{cast.network.key}"
        invite(cast, round, key)
    with pytest.raises(Refusal):  # whoever is not of the level
        submit_comment(by=cast.dana, round=round, entry=entry(round), at=DURING)
    sent = hand_in(cast, kind, round, speaker)
    pages = [
        f"/en/harbour/comments/{round.key}/",
        f"/en/harbour/comments/{round.key}/list.json",
        f"/en/harbour/answers/{round.key}/table.json",
        f"/en/harbour/tracks/{track.key}/answered/",
        f"/en/harbour/tracks/{track.key}/answered.json",
        f"/en/harbour/tracks/{track.key}/closing/",
        f"/en/harbour/tracks/{track.key}/closing.json",
    ]
    for who in (None, cast.dana, cast.olga):
        looking(client, monkeypatch, who, DURING)
        for place in pages:
            assert "A word of the level." not in client.get(place).content.decode(), place
    closing = json.loads(client.get(pages[-1]).content)
    hidden = kind != "thematic"  # sealed, or for members: no count either
    assert closing["closed"] is False and (closing["rounds_withheld"] == 1) is hidden
    if hidden:
        assert closing["comments"] in ("0", "–") and not closing["asked"]
    comment = Comment.objects.get(submission=sent)
    answer = propose_answer(by=cast.bruno, round=round, comments=[comment], outcome="not-accepted",
                            reasons="A reason of ours.", language="en", at=LATER)  # fmt: skip
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    looking(client, monkeypatch, speaker, LATER)
    assert "A reason of ours." not in client.get("/en/harbour/answered/").content.decode()
    release_answers(by=cast.amina, round=round, at=LATER)
    mine = client.get("/en/harbour/answered/").content.decode()
    assert "A word of the level." in mine and "A reason of ours." in mine
    assert b"A reason of ours." in client.get("/en/harbour/answered.csv").content
    assert "A reason of ours." in client.get(pages[3]).content.decode(), "whom the level is for"
    looking(client, monkeypatch, cast.dana, LATER)
    public = client.get(pages[3]).content.decode()
    assert ("A reason of ours." in public) is (kind != "experts"), "members keep theirs"
    assert "A word of the level." not in client.get("/en/harbour/answered/").content.decode()
    closing = json.loads(client.get(pages[-1]).content)
    assert closing["closed"] is True
    if kind != "experts":
        assert closing["outcomes"] == {"not-accepted": "1"} and closing["comments"] == "1"
        heard = {row[1]: row[3] for row in closing["asked"]}
        assert heard["Organisations"] == "fewer than 5", "no organisation is singled out"
    file = client.get(f"/en/harbour/tracks/{track.key}/closing.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "What became of it" in words
    looking(client, monkeypatch, cast.amina, LATER)
    whole = json.loads(client.get(pages[-1]).content)
    assert whole["comments"] == "1" and whole["rounds_withheld"] == 0
    assert client.get(f"/en/harbour/tracks/{track.key}/answered.docx").content[:2] == b"PK"
    for command, file, who in (
        ("answered", "said.csv", ["--as", "amina@example.org"]),
        ("answered", "said.docx", []),
        ("closing", "closing.docx", []),
    ):
        out = tmp_path / file
        told = [command, track.key, "-o", str(out), "--process", "harbour", *who]
        done = CliRunner().invoke(commands.app, told)
        assert done.exit_code == 0 and out.stat().st_size, done.output
    assert "A reason of ours." in (tmp_path / "said.csv").read_text(encoding="utf-8-sig")


def test_a_deputy_reads_what_was_said_for_the_state(cast, client, monkeypatch):
    _track, round = a_level(cast, "regional")
    sent = hand_in(cast, "regional", round, cast.farid)
    comment = Comment.objects.get(submission=sent)
    answer = propose_answer(by=cast.bruno, round=round, comments=[comment], outcome="accepted",
                            at=LATER)  # fmt: skip
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    release_answers(by=cast.amina, round=round, at=LATER)
    gus = person("Gus", at=START)
    looking(client, monkeypatch, gus, LATER)
    assert "A word of the level." not in client.get("/en/harbour/answered/").content.decode()
    appoint(by=None, person=gus, role=Role.FOCAL_POINT, process_code="harbour", at=LATER,
            country=cast.state_a, deputy=True)  # fmt: skip
    assert "A word of the level." in client.get("/en/harbour/answered/").content.decode()


def test_the_open_level_from_the_announcement_to_the_published_answers(cast, client, monkeypatch):
    """Everyone reads everything as it comes; a stranger with an account and a guest take part."""
    rules = TrackRules("open", {"en": "Everyone"}, visibility="as-it-comes", publication="on-close")
    track = set_up_track(by=cast.amina, process=cast.process, rules=rules, at=START)
    round = a_round(cast, publish(cast.process), track=track, release_rule="on-date",
                    release_on=date(2024, 2, 10))  # fmt: skip
    before = looking(client, monkeypatch, None, START).get(f"/en/harbour/rounds/{round.key}/")
    assert b"This round is announced" in before.content
    with pytest.raises(Refusal):
        submit_comment(by=cast.dana, round=round, entry=entry(round), at=START)
    sent = submit_comment(
        by=cast.dana, round=round, entry=entry(round, "A word of all."), at=DURING
    )
    looking(client, monkeypatch, None, DURING)
    assert b"A word of all." in client.get(f"/en/harbour/comments/{round.key}/").content
    closing = f"/en/harbour/tracks/{track.key}/closing.json"
    told = json.loads(client.get(closing).content)
    assert told["closed"] is False and told["comments"] == "1" and told["rounds_withheld"] == 0
    assert {row[1]: row[3] for row in told["asked"]}["Persons, for themselves"] == "fewer than 5"
    comment = Comment.objects.get(submission=sent)
    answer = propose_answer(by=cast.bruno, round=round, comments=[comment], outcome="accepted",
                            reasons="As you say.", language="en", at=LATER)  # fmt: skip
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    looking(client, monkeypatch, None, LATER)
    answered = f"/en/harbour/tracks/{track.key}/answered/"
    assert b"As you say." not in client.get(answered).content
    release_answers(by=cast.amina, round=round, at=LATER)
    public = client.get(answered).content.decode()
    assert "A word of all." in public and "As you say." in public
    told = json.loads(client.get(closing).content)
    assert told["closed"] is True and told["outcomes"] == {"accepted": "1"}
    mine = looking(client, monkeypatch, cast.dana, LATER).get("/en/harbour/answered/")
    assert b"As you say." in mine.content
