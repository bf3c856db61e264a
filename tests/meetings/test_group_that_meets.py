"""A meeting names the adopted group that meets: in its form, on its page, in files and commands."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from tests.meetings.makers import BEFORE, a_meeting, plan, sign_in
from travaux.cli.main import app
from travaux.meetings import actions
from travaux.panels.models import Panel
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.models import Process

pytestmark = pytest.mark.django_db


def a_group(process, state: str = "adopted", title: str = "Working group") -> Panel:
    adopted = {"authority": "The board", "adopted_on": date(2024, 1, 9)}
    return Panel.objects.create(
        process=process, titles={"en": title}, seats_low=1, seats_high=2, state=state,
        created_at=BEFORE, **(adopted if state == "adopted" else {}),
    )  # fmt: skip


def test_only_an_adopted_group_of_the_process_can_be_named(cast) -> None:
    other = Process.objects.create(code="elsewhere", titles={"en": "Elsewhere"})
    for group, code in (
        (a_group(cast.process, "computed"), "meeting-group-not-adopted"),
        (a_group(other), "meeting-of-another-process"),
    ):
        with pytest.raises(Refusal) as refused:
            a_meeting(cast, announced=False, group=group)
        assert refused.value.code == code
    named = a_group(cast.process)
    made = a_meeting(cast, announced=False, group=named)
    assert made.group == named
    changed = actions.change_meeting(
        by=cast.amina, meeting=made, plan=plan(cast, round=made.round), seen=0, at=BEFORE
    )
    assert changed.group is None


def test_the_secretariat_says_it_in_the_form_and_everybody_reads_it(cast, client) -> None:
    group = a_group(cast.process)
    a_group(cast.process, "computed", "Not yet")
    meeting = a_meeting(cast, announced=False)
    sign_in(client, cast.amina)
    form = client.get(f"/en/harbour/meetings/{meeting.key}/change/").content.decode()
    assert "Group that meets" in form and "Not yet" not in form
    typed = {
        "title_en": "Expert meeting 1", "mode": "in-person", "zone": "Africa/Nairobi",
        "starts_at": "2024-01-29T11:00", "ends_at": "2024-01-30T20:00", "city": "Port Aling",
        "attribution": "none", "reply_days": "14", "symbol": "HRB/EGM.1", "seen": "0",
        "round": meeting.round.key, "group": group.key,
    }  # fmt: skip
    page = f"/en/harbour/meetings/{meeting.key}/change/"
    nonsense = client.post(page, typed | {"seen": "²"})  # a revision that nobody has seen
    assert nonsense.status_code == 422 and "Port Aling" in nonsense.content.decode()
    answer = client.post(page, typed)
    assert answer.status_code == 302
    actions.announce_meeting(by=cast.amina, meeting=meeting, at=BEFORE)
    client.logout()
    page = client.get(f"/en/harbour/meetings/{meeting.key}/").content.decode()
    assert f"/panels/{group.key}/" in page and "Working group" in page
    table = json.loads(client.get("/en/harbour/meetings/meetings.json").content)
    assert "Working group" in json.dumps(table)


def test_a_file_of_the_command_line_names_it_by_its_key(cast, tmp_path) -> None:
    group = a_group(cast.process)
    file = tmp_path / "meeting.toml"
    told = (
        'titles = { en = "Second" }\nmode = "online"\nzone = "UTC"\n'
        "starts = 2024-03-04T09:00:00\nends = 2024-03-04T12:00:00\ngroup = "
    )
    call = ["meeting", "prepare", str(file), "--process", "harbour", "--as", cast.amina.email]
    file.write_text(told + '"unknown"\n')
    refused = CliRunner().invoke(app, call)
    assert refused.exit_code and "no adopted group" in refused.output
    file.write_text(told + f'"{group.key}"\n')
    made = CliRunner().invoke(app, [*call, "--json"])
    assert made.exit_code == 0, made.output
    assert json.loads(made.output)["group"] == group.key
