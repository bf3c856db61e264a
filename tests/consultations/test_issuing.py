"""The minimum period runs from the last required language; the round moves with it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests.comments.test_pages import sign_in
from tests.comments.texts import DURING, OPENS, a_round, a_round_now, entry
from travaux.cli.main import app
from travaux.comments.actions import submit_comment
from travaux.consultations.actions import close_round, record_issue
from travaux.consultations.rules import earliest_end, missing_languages, runs_from
from travaux.consultations.tasks import hold_rounds_open
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
TWO_WEEKS = OPENS + timedelta(days=14)


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def fortnight(cast, **also):
    told = {
        "opens_at": OPENS,
        "closes_at": TWO_WEEKS,
        "minimum_days": 14,
        "required_languages": ["en", "ar", "fr"],
        **also,
    }
    return a_round(cast, **told)


def test_the_period_runs_from_the_last_required_language_and_the_deadline_moves(cast) -> None:
    round = fortnight(cast)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    assert missing_languages(round) == ["ar", "fr"] and runs_from(round) is None
    told = {"by": cast.amina, "round": round, "reason": "Enough.", "at": DURING}
    refused("language-not-issued", close_round, **told)
    issue = {"by": cast.amina, "round": round, "at": DURING}
    record_issue(language="ar", issued_at=OPENS, **issue)
    round.refresh_from_db()
    assert round.closes_at == TWO_WEEKS  # French is missing still
    late = OPENS + timedelta(days=3)
    record_issue(language="fr", issued_at=late, **issue)
    round.refresh_from_db()
    assert round.closes_at == late + timedelta(days=14) == earliest_end(round)
    assert round.extensions.get().closed_at_before == TWO_WEEKS
    assert Mail.objects.filter(person_key=cast.chen.key, about=round.key).count() == 1
    refused("minimum-not-over", close_round, **told)
    refused("issued-already", record_issue, language="fr", issued_at=late, **issue)
    # a language that is not required moves nothing
    record_issue(language="zh", issued_at=DURING, **issue)
    round.refresh_from_db()
    assert round.closes_at == late + timedelta(days=14)


def test_what_cannot_be_written_down_is_refused(cast) -> None:
    refused("minimum-not-over", fortnight, cast=cast, closes_at=TWO_WEEKS - timedelta(seconds=1))
    refused("minimum-unusable", fortnight, cast=cast, minimum_days=367)
    round = fortnight(cast)
    told = {"by": cast.amina, "round": round, "language": "ar", "issued_at": OPENS, "at": DURING}
    refused("not-your-role", record_issue, **{**told, "by": cast.bruno})
    refused("not-your-role", record_issue, **{**told, "by": cast.olga})
    refused("issued-in-the-future", record_issue, **{**told, "issued_at": DURING + timedelta(1)})
    refused("language-unknown-here", record_issue, **{**told, "language": "eo"})
    refused("round-closed", record_issue, **{**told, "at": TWO_WEEKS + timedelta(days=1)})


def test_by_its_page_and_by_command(client, cast) -> None:
    now = clock.now()
    round = a_round_now(
        cast,
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=1),
        minimum_days=5,
        required_languages=["en", "ar", "ru"],
    )
    page = f"/en/harbour/rounds/{round.key}/"
    assert "not issued yet" in client.get(page).content.decode()
    issued = {"language": "ar", "issued_on": (now - timedelta(days=1)).date().isoformat()}
    assert sign_in(client, cast.bruno).post(f"{page}issued/", issued).status_code == 403
    sign_in(client, cast.amina).post(f"{page}issued/", issued)
    assert "it waits for the last required language" in client.get(page).content.decode()
    refused = client.post(f"{page}issued/", issued, follow=True)
    assert "It is written down already" in refused.content.decode()
    told = ["round", "issued", round.key, "ru", "--as", "amina@example.org", "--json"]
    done = CliRunner().invoke(app, told)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["missing"] == [] and answer["closes_at"] == answer["not_before"]
    assert "runs from" in client.get(page).content.decode()


def test_a_round_does_not_close_while_a_required_language_is_missing(cast, monkeypatch) -> None:
    """A day before it the round is held open for all, once, with its reason; every period anew."""
    round = fortnight(cast)
    submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    record_issue(by=cast.amina, round=round, language="ar", issued_at=OPENS, at=DURING)

    def work(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        held = hold_rounds_open()
        round.refresh_from_db()
        return held

    assert work(TWO_WEEKS - timedelta(days=2)) == 0 and round.closes_at == TWO_WEEKS
    eve = TWO_WEEKS - timedelta(hours=20)
    assert work(eve) == 1 and round.closes_at == eve + timedelta(days=14)
    assert work(eve + timedelta(hours=1)) == 0, "once"
    one = round.extensions.get()
    assert one.closed_at_before == TWO_WEEKS and "Fran" in one.reason and "Arab" not in one.reason
    mail = Mail.objects.get(person_key=cast.chen.key, about=round.key)
    assert "Fran" in mail.text
    # once it is issued, the period runs from then and nothing is held any more
    issued = eve + timedelta(days=2)
    record_issue(by=cast.amina, round=round, language="fr", issued_at=issued, at=issued)
    round.refresh_from_db()
    assert round.closes_at == issued + timedelta(days=14) == earliest_end(round)
    assert work(round.closes_at - timedelta(hours=1)) == 0
    # what closed long ago, or has no minimum, is left alone
    plain = a_round(cast, opens_at=OPENS, closes_at=TWO_WEEKS, required_languages=["en", "ar"])
    assert work(TWO_WEEKS - timedelta(hours=1)) == 0
    plain.refresh_from_db()
    assert plain.closes_at == TWO_WEEKS
