"""What a state hands in is sealed until the round closes, in every track; persons show as they come."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.cast import START
from tests.comments.test_misuse import refused
from tests.comments.texts import AFTER, CLOSES, DURING, OPENS, a_round, entry, publish
from travaux.comments import queries
from travaux.comments.actions import (
    amend_comment,
    hand_in_set,
    reply_no_comment,
    save_draft,
    submit_comment,
    submit_drafts,
    withdraw_submission,
)
from travaux.comments.models import Comment
from travaux.comments.queries.coverage import for_everyone, monitor, open_to_all
from travaux.comments.rules import Speaking, is_sealed, kept_sealed, numbers_known
from travaux.comments.views.coverage_figures import coverage_rows
from travaux.comments.wording import number_name
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.core.comments.coverage import Kind
from travaux.journal.models import Line
from travaux.people.actions import appoint, end_appointment
from travaux.people.models import Appointment, Role
from travaux.people.queries import own_data
from travaux.plumbing import clock
from travaux.reports.queries.board import consultation
from travaux.reports.queries.closing import closing_of
from travaux.reports.queries.likeness import said_alike

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = "The eastern quay of State A is not for sale to anybody at all."
OTHERS = ("dana", "olga", "chen", "greta", "hana")


def a_track(cast, visibility="as-it-comes", **also):
    told = {"kind": "open", "titles": {"en": "All"}, "visibility": visibility, **also}
    if visibility == "members":
        told = {"roles": ["contributor", "focal-point", "expert"], **told}
    return set_up_track(by=cast.amina, process=cast.process, rules=TrackRules(**told), at=START)


def in_track(cast, visibility="as-it-comes", **also) -> Round:
    return a_round(cast, publish(cast.process), track=a_track(cast, visibility), **also)


def of_state(cast, round, text=WORDS, at=DURING, **also):
    said = entry(round, text, speaking=Speaking("state", country=cast.state_a), **also)
    return submit_comment(by=cast.farid, round=round, entry=said, at=at)


def of_chen(cast, round, text="Say who decides.", at=DURING):
    return submit_comment(by=cast.chen, round=round, entry=entry(round, text), at=at)


def reads(person, round, at, sent) -> bool:
    return queries.visible_comments(person, round, at).filter(submission=sent).exists()


@pytest.mark.parametrize("visibility", ["own", "as-it-comes", "sealed", "members"])
def test_a_set_is_read_by_who_answers_and_who_sent_it_until_the_close(cast, visibility) -> None:
    round = in_track(cast, visibility)
    sent, persons = of_state(cast, round), of_chen(cast, round)
    assert is_sealed(sent, DURING) and not is_sealed(persons, DURING)
    for name in ("amina", "bruno", "elif_", "farid"):
        assert reads(getattr(cast, name), round, DURING, sent), name
    for who in (None, *(getattr(cast, name) for name in OTHERS)):
        assert not reads(who, round, DURING, sent), who
    shown = {n for n in OTHERS if reads(getattr(cast, n), round, DURING, persons)}
    assert (
        shown
        == {
            "own": {"chen"},
            "as-it-comes": set(OTHERS),
            "sealed": {"chen"},
            "members": {"chen", "greta", "hana"},
        }[visibility]
    )
    # the grace is part of the round; after it the rule of the track decides
    assert not is_sealed(sent, AFTER)
    assert all(reads(getattr(cast, n), round, AFTER, sent) for n in OTHERS)


def test_the_seal_lasts_through_the_grace_and_ends_with_an_early_close(cast) -> None:
    round = in_track(cast, grace_minutes=10)
    sent = of_state(cast, round)
    assert not reads(cast.chen, round, CLOSES + timedelta(minutes=10, seconds=-1), sent)
    assert reads(cast.chen, round, CLOSES + timedelta(minutes=10), sent)
    # one second after the deadline, taken as late: the round is closed, its track's rule holds
    late = of_state(cast, round, "Late.", at=CLOSES + timedelta(minutes=10, seconds=1))
    assert late.late and reads(cast.chen, round, late.submitted_at, late)
    assert number_name(late.comments.get()) == "1"  # and it is numbered among the others
    Round.objects.filter(pk=round.pk).update(closed_early_at=DURING + timedelta(hours=1))
    round.refresh_from_db()
    assert reads(cast.chen, round, DURING + timedelta(hours=1), sent)


def test_what_is_published_on_a_day_or_for_members_follows_after_the_close(cast) -> None:
    from datetime import date

    day = a_track(cast, "own", publication="on-date", publish_on=date(2024, 3, 1))
    round = a_round(cast, publish(cast.process), track=day)
    sent = of_state(cast, round)
    assert not reads(cast.chen, round, AFTER, sent)
    assert reads(cast.chen, round, CLOSES + timedelta(days=40), sent)
    kept = a_track(cast, "members", publication="members")
    round = a_round(cast, publish(cast.process), track=kept)
    sent = of_state(cast, round)
    assert not reads(cast.hana, round, DURING, sent) and reads(cast.hana, round, AFTER, sent)
    assert not reads(cast.dana, round, AFTER, sent)


def test_an_organisations_set_is_sealed_and_what_one_of_it_writes_is_not(cast) -> None:
    round = in_track(cast)
    body = Appointment.objects.get(person=cast.greta, organisation__isnull=False).organisation
    speaking = Speaking("organisation", organisation=body)
    together = hand_in_set(
        by=cast.greta, round=round, speaking=speaking, entries=[entry(round, WORDS)], at=DURING
    )
    alone = submit_comment(
        by=cast.greta, round=round, entry=entry(round, "Alone.", speaking=speaking), at=DURING
    )
    assert not reads(cast.chen, round, DURING, together)
    assert reads(cast.chen, round, DURING, alone) and reads(cast.greta, round, DURING, together)
    assert [number_name(s.comments.get()) for s in (together, alone)] == ["S1", "1"]
    assert reads(cast.chen, round, AFTER, together)
    told = monitor(round, DURING, sets=False)
    assert told.coverage.total(Kind.ORGANISATION).heard == 1  # by what it wrote alone


def test_numbers_and_counts_have_no_gap_where_a_set_came(cast) -> None:
    round = in_track(cast)
    first = of_chen(cast, round)
    of_state(cast, round)
    drafts = [
        save_draft(
            by=cast.farid, round=round, at=DURING,
            entry=entry(round, f"{n}", speaking=Speaking("state", country=cast.state_a)),
        )
        for n in range(3)
    ]  # fmt: skip
    many = submit_drafts(by=cast.farid, round=round, drafts=drafts, form_token="t", at=DURING)
    second = of_chen(cast, round)
    assert [number_name(s.comments.get()) for s in (first, second)] == ["1", "2"]
    assert [number_name(c) for c in many.comments.all()] == ["S2", "S3", "S4"]
    round = Round.objects.get(pk=round.pk)
    assert standing(round, DURING).comments == 2
    assert standing(round, DURING, staff=True).comments == standing(round, AFTER).comments == 6
    # the number of one's own set counts those of others: it comes after the close
    for who, at, known in (
        (cast.farid, DURING, False), (cast.amina, DURING, True), (cast.farid, AFTER, True),
        (cast.chen, AFTER, True),
    ):  # fmt: skip
        assert numbers_known(who, round, at)(many) is known
        assert numbers_known(who, round, at)(first)


def test_what_one_takes_along_of_oneself_has_no_number_under_seal(cast, monkeypatch) -> None:
    round = in_track(cast)
    of_state(cast, round)

    def number(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        (sent,) = own_data(cast.farid)["comments"]
        return sent["comments"][0]["number"]

    assert number(DURING) is None and number(AFTER)


def test_no_figure_of_who_was_heard_tells_of_a_state_before_the_close(cast) -> None:
    round = in_track(cast, demonstration=True)

    def told(at):
        openness = open_to_all(round, at)
        found = for_everyone(monitor(round, at, sets=openness.sets), openness)
        tiles = {k: p.standing for k, p in found.parties.items()}
        return tiles, coverage_rows(round, at, staff=False)

    before = told(DURING)
    of_state(cast, round)
    assert told(DURING) == before
    assert all(row[-1] == "sealed" for row in before[1] if row[0] == "state")
    assert told(AFTER) != before
    reply = in_track(cast, demonstration=True)
    round = reply
    before = told(DURING)
    speaking = Speaking("state", country=cast.state_a)
    reply_no_comment(by=cast.farid, round=reply, speaking=speaking, at=DURING)
    assert told(DURING) == before


def test_reports_and_what_is_alike_leave_the_sets_out(cast, monkeypatch) -> None:
    round = in_track(cast)
    track = round.track
    for text in (f"{WORDS} Now.", f"{WORDS} Soon."):
        of_state(cast, round, text)
    of_chen(cast, round, "A quite different matter altogether, about fees.")
    monkeypatch.setattr(clock, "now", lambda: DURING)

    def closing(who, at, staff=False):
        return closing_of(track, who, at, staff=staff)

    assert closing(cast.dana, DURING).comments == "1"
    assert closing(cast.amina, DURING, staff=True).comments == "3"
    assert not closing(cast.dana, DURING).alike and closing(cast.amina, DURING, True).alike
    assert closing(cast.dana, AFTER).comments == "3" and closing(cast.dana, AFTER).alike
    assert said_alike([round]) and not said_alike([round], without_sets=[round])

    def on_board(now, as_at):
        monkeypatch.setattr(clock, "now", lambda: now)
        levels = consultation(cast.process, as_at.date())
        return [r["comments"] for level in levels for r in level["rounds"]]

    assert on_board(DURING, DURING) == [1]
    # the day of the deadline: not before it has come
    assert on_board(CLOSES - timedelta(hours=3), CLOSES) == [1]
    assert on_board(AFTER + timedelta(days=1), CLOSES) == [3]


def test_a_sealed_round_is_not_counted_on_its_last_day_before_the_deadline(
    cast, monkeypatch
) -> None:
    round = in_track(cast, "sealed")
    of_chen(cast, round)
    for now, told in ((CLOSES - timedelta(hours=3), None), (AFTER + timedelta(days=1), 1)):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        levels = consultation(cast.process, CLOSES.date())
        assert [r["comments"] for x in levels for r in x["rounds"]] == [told]


def test_the_record_tells_of_persons_and_never_of_a_set(cast, client, monkeypatch) -> None:
    round = in_track(cast)

    def seen(who=None, at=DURING, file="json"):
        monkeypatch.setattr(clock, "now", lambda: at)
        client.logout()
        if who is not None:
            client.force_login(who, backend=BACKEND)
        got = client.get(f"/en/harbour/record/lines.{file}")
        return json.loads(b"".join(got.streaming_content))

    monkeypatch.setattr(clock, "now", lambda: DURING)
    before = seen()
    assert all(not line["number"] for line in before if line["at"] >= OPENS.isoformat())
    sent = of_state(cast, round)
    comment = sent.comments.get()
    amend_comment(by=cast.farid, comment=comment, type="te", text="Changed.", at=DURING)
    withdraw_submission(by=cast.farid, submission=sent, at=DURING)
    body = Appointment.objects.get(person=cast.greta, organisation__isnull=False).organisation
    hand_in_set(by=cast.greta, round=round, entries=[entry(round)], at=DURING,
                speaking=Speaking("organisation", organisation=body))  # fmt: skip
    for who in (None, cast.chen, cast.olga, cast.farid):
        assert seen(who) == before, who
    of_chen(cast, round)
    now = seen()
    assert [line["what"] for line in now[len(before) :]] == ["comments.submit_comment"]
    assert not now[-1]["number"] and not now[-1]["hash"] and not now[-1]["previous"]
    page = client.get("/en/harbour/record/").content.decode()
    assert "what states hand in" in page and "sealed until it closes" in page
    whole = seen(cast.amina)
    assert all(line["number"] for line in whole) and len(whole) == len(now) + 4
    # the whole of it, numbered, once the round has closed
    after = seen(at=AFTER)
    assert all(line["number"] and line["hash"] for line in after) and len(after) == len(now) + 4


def test_a_round_for_persons_alone_holds_no_number_back(cast, client, monkeypatch) -> None:
    only = in_track(cast, capacities=["person"])
    sent = of_chen(cast, only)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    client.force_login(cast.chen, backend=BACKEND)
    file = f"/en/harbour/comments/receipt/{sent.receipt}/receipt.json"
    assert client.get(file).json()["journal_entry"] > 0
    in_track(cast)  # another round, that states may speak in
    assert client.get(file).json()["journal_entry"] is None
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    assert client.get(file).json()["journal_entry"] > 0


def test_the_secretariat_of_another_process_cannot_count_by_its_own_numbers(
    cast, client, monkeypatch
) -> None:
    """Olga reads the record of her process whole, but for numbers since something is sealed here."""
    round = in_track(cast, "sealed")
    told = TrackRules("open", {"en": "Theirs"})
    set_up_track(by=cast.olga, process=cast.other, rules=told, at=DURING)
    of_state(cast, round)
    set_up_track(by=cast.olga, process=cast.other, rules=told, at=DURING)

    def lines(who, process="other", at=DURING):
        monkeypatch.setattr(clock, "now", lambda: at)
        client.logout()
        client.force_login(who, backend=BACKEND)
        got = client.get(f"/en/{process}/record/lines.json")
        return json.loads(b"".join(got.streaming_content))

    held = lines(cast.olga)[-2:]
    assert [(line["number"], line["hash"], line["previous"]) for line in held] == [("", "", "")] * 2
    assert all(line["facts"] and line["actor"] == cast.olga.key for line in held)
    page = client.get("/en/other/record/").content.decode()
    assert "In another process here something is sealed" in page
    numbers = [str(n) for n in Line.objects.filter(process="other").values_list("seq", flat=True)]
    assert f'id="l{numbers[-1]}"' not in page and f'id="l{numbers[-2]}"' not in page
    # Amina reads hers: nothing is sealed from her there
    assert all(line["number"] for line in lines(cast.amina, "harbour"))
    # whoever reads the records of both processes is held from nothing
    appoint(by=None, person=cast.olga, role=Role.AUDITOR, process_code="harbour", at=START)
    assert all(line["number"] for line in lines(cast.olga))
    Appointment.objects.filter(person=cast.olga, role=Role.AUDITOR).delete()
    assert all(line["number"] for line in lines(cast.olga, at=AFTER))


def test_a_mandate_that_ended_yesterday_changes_nothing_of_the_states_set(cast) -> None:
    round = in_track(cast)
    sent = of_state(cast, round)
    comment = Comment.objects.select_related("submission", "round").get(submission=sent)
    end_appointment(
        by=None, at=DURING,
        appointment=Appointment.objects.get(person=cast.farid, role=Role.FOCAL_POINT),
    )  # fmt: skip
    cast.farid.__dict__.pop("remembered", None)
    day_after = DURING + timedelta(days=1)
    refused("no-focal-point-mandate", amend_comment, by=cast.farid, comment=comment, type="te",
            text="Sold.", at=day_after)  # fmt: skip
    refused("no-focal-point-mandate", withdraw_submission, by=cast.farid, submission=sent,
            at=day_after)  # fmt: skip
    assert sent.comments.get().text == WORDS
    mine = of_chen(cast, round)  # whoever speaks for themselves still may
    withdraw_submission(by=cast.chen, submission=mine, at=day_after)


def test_a_mandate_that_ended_opens_no_set_of_a_successor(cast) -> None:
    """Farid's mandate ended; what his successor hands in is sealed from him as from everybody."""
    from tests.cast import person

    round = in_track(cast)
    held = Appointment.objects.get(person=cast.farid, role=Role.FOCAL_POINT)
    end_appointment(by=None, appointment=held, at=DURING)
    gina = person("Gina")
    appoint(by=None, person=gina, role=Role.FOCAL_POINT, process_code="harbour",
            country=cast.state_a, at=START)  # fmt: skip
    said = entry(round, WORDS, speaking=Speaking("state", country=cast.state_a))
    sent = submit_comment(by=gina, round=round, entry=said, at=DURING)
    assert not reads(cast.farid, round, DURING + timedelta(days=1), sent)
    assert reads(gina, round, DURING + timedelta(days=1), sent)


def test_pages_say_it_to_who_hands_in_and_to_who_reads(cast, client, monkeypatch) -> None:
    round = in_track(cast)
    monkeypatch.setattr(clock, "now", lambda: DURING)

    def page(who, address):
        client.logout()
        if who is not None:
            client.force_login(who, backend=BACKEND)
        return client.get(address).content.decode()

    here, sealed = f"/en/harbour/comments/{round.key}", "What you send for a state is sealed"
    write, nil = f"{here}/whole-text/", f"{here}/no-comment/"
    for address in (write, nil):
        assert sealed in page(cast.farid, address), address
    assert sealed not in page(cast.chen, write)
    save_draft(by=cast.farid, round=round, at=DURING,
               entry=entry(round, speaking=Speaking("state", country=cast.state_a)))  # fmt: skip
    assert sealed in page(cast.farid, f"{here}/yours/")
    sent = of_state(cast, round)
    receipt = f"/en/harbour/comments/receipt/{sent.receipt}/"
    mine = page(cast.farid, receipt)
    assert "Sealed until the round closes." in mine and WORDS in mine and "S1" not in mine
    content = client.get(f"{receipt}content.json")
    assert content.status_code != 200 and b"eastern quay" not in content.content
    assert WORDS not in page(cast.dana, receipt) and "State A" not in page(None, receipt)
    for address in (f"/en/harbour/rounds/{round.key}/",
                    f"/en/harbour/rounds/tracks/{round.track.key}/"):  # fmt: skip
        assert "is sealed until the round closes, in every track" in page(None, address)
    assert "is in no list and no count" in page(None, f"{here}/")
    assert "whether they were heard" in page(None, f"{here}/coverage/")


def test_what_is_asked_of_rounds_without_a_seal_keeps_nothing(cast) -> None:
    round = in_track(cast)
    of_state(cast, round)
    found = Comment.objects.filter(round=round)
    assert found.exclude(kept_sealed(cast.chen, [round], DURING)).count() == 0
    for who, at in ((cast.farid, DURING), (cast.amina, DURING), (cast.chen, AFTER)):
        assert found.exclude(kept_sealed(who, [round], at)).count() == 1
