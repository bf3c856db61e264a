"""Minutes, speech, decisions and actions on the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.comments.texts import a_round_now
from tests.meetings.makers import delegate, plan
from travaux.cli.main import app
from travaux.comments.models import Comment
from travaux.meetings import actions
from travaux.plumbing import clock
from travaux.plumbing.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, monkeypatch):
    """A meeting that is under way while the test runs, with Farid of State A in the room."""
    from datetime import timedelta

    from tests.meetings.makers import BEFORE

    round, now = a_round_now(cast), clock.now()
    made = actions.prepare_meeting(
        by=cast.amina, process=cast.process, at=BEFORE,
        plan=plan(
            cast, round=round, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=5),
            attribution="state",
        ),
    )  # fmt: skip
    actions.add_item(by=cast.amina, meeting=made, titles={"en": "The draft"}, at=BEFORE)
    made = actions.announce_meeting(by=cast.amina, meeting=made, at=BEFORE)
    made.place = delegate(cast, made)
    return made


def test_what_happened_is_written_down_by_commands(cast, meeting, tmp_path) -> None:
    run, key = CliRunner(), meeting.key
    (tmp_path / "words").write_text("The chair opened the reading.")
    (tmp_path / "said").write_text("Name who decides.")

    def ask(*words: str, who=cast.amina, status: int = 0, say: str = ""):
        here = ["--process", "harbour", *(["--as", who.email] if who else [])]
        done = run.invoke(app, ["meeting", *words, *here, "--json"], input=say or None)
        assert done.exit_code == status, done.output + done.stderr
        return json.loads(done.stdout) if status == 0 else done.stderr

    written = ["minutes", key, "--item", "1", "--text", str(tmp_path / "words"), "--seen"]
    [one] = ask(*written, "0")["minutes"]
    assert one["minutes"] == "The chair opened the reading." and one["revision"] == 1
    # somebody who read the revision before overwrites nothing
    (tmp_path / "words").write_text("Another text.")
    assert "meanwhile" in ask(*written, "0", status=1)
    assert ask("minutes", key)["minutes"][0]["minutes"] == "The chair opened the reading."
    assert ask("minutes", key, who=None, status=1)
    assert "no such item" in ask(
        "minutes", key, "--item", "7", "--text", "-", "--seen", "0", status=2, say="x"
    )

    spoken = ["--speaker", meeting.place.key, "--type", "te", "--text", str(tmp_path / "said")]
    number = meeting.round.version.paragraphs.exclude(number="").order_by("position")[0].number
    noted = ask("note", key, *spoken, "--paragraph", number, "--item", "1")
    assert noted["state"] == "asked" and noted["paragraph"]
    assert Mail.objects.filter(to=cast.farid.email, text__contains="Name who decides.").exists()
    assert ask("note", key, *spoken, who=cast.dana, status=1)
    assert "no such paragraph" in ask("note", key, *spoken, "--paragraph", "99.9", status=2)
    assert ask("speech", key, who=cast.dana, status=1)
    [listed] = ask("speech", key)["speech"]
    assert listed["speech"] == noted["speech"]
    actions.dispute_intervention(
        by=None, intervention=meeting.interventions.get(), why="I said the council.", at=clock.now()
    )
    (tmp_path / "said").write_text("Name the council.")
    mended = ask("mend", key, noted["speech"], "--text", str(tmp_path / "said"))
    assert (mended["state"], mended["text"]) == ("asked", "Name the council.")
    actions.confirm_intervention(by=None, intervention=meeting.interventions.get(), at=clock.now())
    assert Comment.objects.get().text == "Name the council."
    ask("drop", key, noted["speech"], status=1)  # a comment stands
    assert Comment.objects.get().withdrawn_at is None

    first = ask("decide", key, "--text", "-", "--item", "1", "--paragraph", number, say="Keep it.")
    assert first["number"] == 1 and first["paragraph"]
    assert [d["text"] for d in ask("decisions", key)["decisions"]] == ["Keep it."]
    owed = ask(
        "owe", key, "--owner", "Secretariat", "--due", "2031-01-31", "--text", "-", say="Ask."
    )
    assert "no day" in ask(
        "owe", key, "--owner", "S", "--due", "soon", "--text", "-", status=2, say="x"
    )
    assert [a["action"] for a in ask("actions", key)["actions"]] == [owed["action"]]
    assert [a["action"] for a in ask("actions")["actions"]] == [owed["action"]]
    assert ask("actions", who=cast.dana, status=1)
    assert ask("move-action", owed["action"], "--to", "dropped", status=1)
    done = ask("move-action", owed["action"], "--to", "done", "--note", "Asked.")
    assert done["state"] == "done"
    ask("publish", key, "--summary", str(tmp_path / "words"))
    assert ask("minutes", key, who=None)["minutes"][0]["minutes"] == "The chair opened the reading."
    assert ask("decide", key, "--text", "-", say="Too late.", status=1)
