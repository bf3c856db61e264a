"""The report of a closed track is kept: the same for every reader on every day, and what came since."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import docx
import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from typer.testing import CliRunner

from tests.comments.texts import AFTER, DURING, a_round, entry
from travaux.answers.actions import propose_answer, release_answers, settle_answer
from travaux.cli import track as commands
from travaux.comments.actions import submit_comment
from travaux.comments.actions.on_behalf import withdraw_disowned
from travaux.comments.models import Comment
from travaux.comments.rules import Speaking
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.core.ledger.canonical import digest
from travaux.journal.models import Line
from travaux.plumbing import clock
from travaux.plumbing.tasks import PERIODIC
from travaux.plumbing.verdicts import Refusal
from travaux.reports import tasks
from travaux.reports.actions import keep_closing
from travaux.reports.models import ClosingEdition
from travaux.reports.tasks import keep_closing_reports

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATER = AFTER + timedelta(days=60)
SAME = "Ships must never wait for longer than a day at any quay of this harbour"


@pytest.fixture
def look(cast, client, monkeypatch):
    """The page or a file of it, as somebody at an instant."""

    def get(track, who, at, place=".json", language="en"):
        monkeypatch.setattr(clock, "now", lambda: at)
        client.logout()
        if who is not None:
            client.force_login(who, backend=BACKEND)
        answer = client.get(f"/{language}/harbour/tracks/{track.key}/closing{place}")
        if answer.status_code != 200:
            return answer.status_code
        return json.loads(answer.content) if place.endswith("json") else answer.content.decode()

    return get


def a_track(cast, **rules):
    track = set_up_track(
        by=cast.amina, process=cast.process, at=DURING,
        rules=TrackRules("open", {"en": "T", "fr": "Piste"}, **rules),
    )  # fmt: skip
    return track, a_round(cast, track=track, release_rule="on-date", release_on=date(2024, 3, 1))


def say(cast, round, *said):
    for who, words in said:
        speaking = Speaking("expert") if who == cast.hana else Speaking("person")
        submit_comment(by=who, round=round, entry=entry(round, words, speaking=speaking), at=DURING)
    return list(Comment.objects.filter(round=round).order_by("number"))


def answer(cast, round, comments, at=LATER):
    one = propose_answer(
        by=cast.bruno, round=round, comments=comments, outcome="noted", reasons="Why.",
        language="en", at=AFTER,
    )  # fmt: skip
    settle_answer(by=cast.elif_, answer=one, at=AFTER)
    release_answers(by=cast.amina, round=round, at=at)


def kept_by_the_timetable(monkeypatch, at) -> int:
    monkeypatch.setattr(clock, "now", lambda: at)
    return keep_closing_reports()


def test_two_readers_at_different_days_read_the_same(cast, look, monkeypatch) -> None:
    track, round = a_track(cast)
    comments = say(cast, round, (cast.chen, f"{SAME}."), (cast.dana, f"{SAME}, we say."))
    job = PERIODIC["keep closing reports"][0]
    assert job == f"{keep_closing_reports.__module__}.keep_closing_reports"
    assert kept_by_the_timetable(monkeypatch, DURING) == 0
    assert look(track, None, DURING)["edition"] is None
    assert kept_by_the_timetable(monkeypatch, AFTER) == 1
    assert kept_by_the_timetable(monkeypatch, AFTER + timedelta(hours=1)) == 0, "once"
    edition = ClosingEdition.objects.get()
    line = Line.objects.get(what="reports.keep_closing")
    assert line.actor == "system" and line.facts["digest"] == edition.digest
    assert digest(edition.figures) == edition.digest, "anybody can reckon it again"
    for change in (
        lambda: ClosingEdition.objects.update(digest=""),
        lambda: ClosingEdition.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
            change()

    before = look(track, None, AFTER + timedelta(days=1))
    assert before["edition"]["number"] == 1 and before["edition"]["sha256"] == edition.digest
    assert before["answers_released"] == "0" and before["comments"] == "2"
    page = look(track, None, AFTER + timedelta(days=1), "/")
    assert "Edition 1 of 1 February 2024: kept when the track closed." in page
    assert "Nothing has changed since." in page and edition.digest in page
    answer(cast, round, comments)
    assert look(track, None, LATER) == before, "the kept one"
    page = look(track, None, LATER, "/")
    assert "3 figures have changed since" in page and "Outcome “Noted”" in page
    assert look(track, None, LATER, "-today.json")["answers_released"] == "2"
    assert "The figures as of today." in look(track, None, LATER, "/today/")
    # once all is answered the timetable keeps the next one; the first stays
    assert kept_by_the_timetable(monkeypatch, LATER) == 1
    assert kept_by_the_timetable(monkeypatch, LATER + timedelta(days=1)) == 0
    told = look(track, None, LATER)
    assert told["edition"]["number"] == 2 and told["answers_released"] == "2"
    assert told["edition"]["occasion"] == "answered"
    assert look(track, None, LATER, "-1.json") == before
    assert "kept when the track closed" in look(track, None, LATER, "/1/")
    assert look(track, None, LATER, "/3/") == 404 == look(track, None, LATER, "-3.json")


def test_answers_released_anew_with_the_same_outcome_stop_nothing(cast, look, monkeypatch) -> None:
    track, round = a_track(cast)
    comments = say(cast, round, (cast.chen, "Name the council."))
    answer(cast, round, comments)
    assert kept_by_the_timetable(monkeypatch, LATER) == 1
    other, second = a_track(cast)
    say(cast, second, (cast.chen, "Another."))
    due = tasks.due_edition
    monkeypatch.setattr(  # as a second release of the same answers makes it
        tasks, "due_edition", lambda t, at: "answered" if t == track else due(t, at)
    )
    assert kept_by_the_timetable(monkeypatch, LATER + timedelta(hours=2)) == 1
    assert ClosingEdition.objects.get(track=track) and ClosingEdition.objects.get(track=other)


def test_files_and_languages_come_from_the_edition(cast, look, monkeypatch, client) -> None:
    track, round = a_track(cast)
    comments = say(cast, round, (cast.chen, "Name the council."))
    kept_by_the_timetable(monkeypatch, AFTER)
    answer(cast, round, comments)
    look(track, None, LATER)
    file = client.get(f"/en/harbour/tracks/{track.key}/closing.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "Edition 1 of 1 February 2024" in words and "Answers released: 0." in words
    assert ClosingEdition.objects.get().digest in words
    assert client.get(f"/en/harbour/tracks/{track.key}/closing.pdf").content[:5] == b"%PDF-"
    file = client.get(f"/en/harbour/tracks/{track.key}/closing-today.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "Answers released: 1." in words and "Edition" not in words
    french = look(track, None, LATER, "/", "fr")
    assert "1 février 2024" in french and "Piste" in french
    with translation.override("fr"):
        assert look(track, None, LATER, ".json", "fr")["asked"][0][1] == "États"


def test_what_is_taken_away_is_gone_from_every_edition(cast, look, monkeypatch) -> None:
    """Words stand in the record alone, and are read from there."""
    track, round = a_track(cast)
    first, second = say(cast, round, (cast.chen, f"{SAME}."), (cast.dana, f"{SAME}, we say."))
    answer(cast, round, [first, second])
    kept_by_the_timetable(monkeypatch, LATER)
    assert look(track, None, LATER)["points"][0]["words"] == f"{SAME}."
    assert SAME not in json.dumps(ClosingEdition.objects.get().figures)
    Comment.objects.filter(pk=first.pk).update(text="", proposed="")  # as erasure leaves it
    told = look(track, None, LATER)
    assert told["points"][0]["words"] == "" and told["alike"][0]["words"] == ""
    assert told["edition"]["number"] == 1 and told["comments"] == "2"
    page = look(track, None, LATER, "/")
    assert SAME not in page and "withdrawn or taken out since" in page


def test_each_reads_what_they_may_know_and_no_more(cast, look, monkeypatch) -> None:
    """Experts alone: the public learns of a round that it is left out, members read bands."""
    from tests.journeys.test_levels import a_level, hand_in

    track, round = a_level(cast, "experts")
    hand_in(cast, "experts", round, cast.hana)
    assert kept_by_the_timetable(monkeypatch, AFTER) == 1
    assert set(ClosingEdition.objects.get().figures) == {"secretariat", "members", "everybody"}
    for who in (None, cast.dana, cast.olga, cast.chen):
        told = look(track, who, AFTER)
        assert told["rounds_withheld"] == 1 and told["asked"] == [] and told["edition"], who
    member = look(track, cast.hana, AFTER)
    assert member["rounds_withheld"] == 0 and member["comments"] == "–"
    assert "fewer than 5" in {row[3] for row in member["asked"]}
    whole = look(track, cast.amina, AFTER)
    assert whole["comments"] == "1" and whole["edition"]["sha256"] == member["edition"]["sha256"]


def test_what_is_no_longer_public_is_not_read_from_an_edition(cast, look, monkeypatch) -> None:
    track, round = a_track(cast)
    say(cast, round, (cast.chen, "Name the council."))
    kept_by_the_timetable(monkeypatch, AFTER)
    assert look(track, None, AFTER)["comments"] == "1"
    type(track).objects.filter(pk=track.pk).update(publication="members", visibility="members")
    told = look(track, None, AFTER)
    assert told["edition"] is None and told["comments"] == "0" and told["rounds_withheld"] == 1
    assert look(track, None, AFTER, "/1/") == 404
    assert look(track, cast.amina, AFTER)["edition"]["number"] == 1


def test_the_secretariat_keeps_it_and_nobody_else(cast, look, client, monkeypatch) -> None:
    track, round = a_track(cast)
    place = f"/en/harbour/tracks/{track.key}/closing/keep/"
    with pytest.raises(Refusal) as refused:
        keep_closing(by=cast.amina, track=track, at=DURING)
    assert refused.value.code == "track-not-closed"
    assert 'aria-disabled="true">Keep this report' in look(track, cast.amina, DURING, "/")
    say(cast, round, (cast.chen, "Name the council."))
    for who in (cast.chen, cast.bruno, cast.olga):
        assert "Keep this report" not in look(track, who, AFTER, "/")
        client.post(place)
    client.logout()
    assert client.post(place).status_code == 302 and not ClosingEdition.objects.exists()
    assert "no edition is kept yet" in look(track, cast.amina, AFTER, "/")
    shown = client.post(place, follow=True).content.decode()
    assert "The report is kept as edition 1." in shown and "kept by the secretariat" in shown
    assert "Keep this report" not in shown, "it says all of this already"
    shown = client.post(place, follow=True).content.decode()
    assert "Nothing has changed since edition 1" in shown and ClosingEdition.objects.count() == 1
    assert Line.objects.get(what="reports.keep_closing").actor == cast.amina.key
    # a round that comes later: the edition says so, and the next closing is kept by itself
    second = a_round(cast, round.version, track=track, opens_at=LATER,
                     closes_at=LATER + timedelta(days=9))  # fmt: skip
    page = look(track, None, LATER + timedelta(days=1), "/")
    assert "A round of this track has come since" in page
    assert second.key not in look(track, None, LATER)["rounds"]
    assert kept_by_the_timetable(monkeypatch, LATER + timedelta(days=10)) == 1
    assert look(track, None, LATER + timedelta(days=10))["rounds"] == [round.key, second.key]


def test_a_withdrawn_comment_shows_among_what_has_changed(cast, look, monkeypatch) -> None:
    track, round = a_track(cast, visibility="as-it-comes")
    (comment,) = say(cast, round, (cast.chen, "Name the council."))
    kept_by_the_timetable(monkeypatch, AFTER)
    withdraw_disowned(by=None, submission=comment.submission, at=AFTER)
    page = look(track, None, AFTER, "/")
    assert "have changed since" in page
    assert look(track, None, AFTER)["comments"] == "1"


def test_the_commands(cast, look, monkeypatch, tmp_path) -> None:
    track, round = a_track(cast)
    comments = say(cast, round, (cast.chen, "Name the council."))
    monkeypatch.setattr(clock, "now", lambda: AFTER)

    def run(*told):
        return CliRunner().invoke(commands.app, [*told, "--process", "harbour"])

    assert run("editions", track.key).output.strip() == "No edition is kept yet."
    done = run("keep", track.key, "--as", "dana@example.org")
    assert done.exit_code and "secretariat" in done.output
    done = run("keep", track.key, "--as", "amina@example.org", "--json")
    assert done.exit_code == 0 and json.loads(done.output)["number"] == 1
    answer(cast, round, comments)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    (told,) = json.loads(run("editions", track.key, "--json").output)
    assert told["occasion"] == "asked" and len(told["sha256"]) == 64
    out = tmp_path / "closing.json"
    found = []
    for option in ([], ["--edition", "1"], ["--today"]):
        assert run("closing", track.key, "-o", str(out), *option).exit_code == 0
        found.append(json.loads(out.read_text())["answers_released"])
    assert found == ["0", "0", "1"]
    done = run("closing", track.key, "-o", str(out), "--edition", "7")
    assert done.exit_code and "there is none" in done.output
    assert run("closing", track.key, "-o", "x.odt").exit_code
