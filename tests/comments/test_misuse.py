"""Misuse, one by one: nobody is heard for another, nothing is lost, nothing leaks."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import timedelta

import pytest

from tests.cast import START, person
from tests.comments.test_pages import sign_in
from tests.comments.texts import CLOSES, DURING, a_round, a_round_now, entry, publish
from tests.voices.making import joined, open_to_all
from travaux.comments.actions import reply_no_comment, save_draft, submit_comment
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Speaking
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.consultations.models import Round
from travaux.core.ledger.receipts import new_code
from travaux.people.actions import appoint, end_appointment
from travaux.people.models import Appointment, Country, Role
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal
from travaux.voices import actions as voices
from travaux.voices import queries

pytestmark = pytest.mark.django_db
SECRET = "Our instructions say that the eastern quay is not for sale."


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


# ---- a forged sender -------------------------------------------------------------------------------


def test_a_forged_sender_is_asked_and_nothing_stands_under_their_name(cast) -> None:
    """Somebody writes under the address of Farid, who speaks for a state."""
    round = open_to_all(cast)
    forged = joined(round, email="farid@example.org", text="State A agrees.")
    assert forged.submission.author is None and forged.submission.country is None
    assert forged.submission.capacity == "person"
    mail = Mail.objects.get(to="farid@example.org")
    assert "State A agrees." in mail.text and "did not write this" in mail.text
    # signing in as oneself claims nothing that was not checked by oneself
    assert not list(queries.guests_to_claim(cast.farid))
    voices.disown_guest(by=None, guest=forged, at=DURING)
    assert not Comment.objects.filter(
        round=round, submission__state="submitted", withdrawn_at__isnull=True
    ).exists()


# ---- one person with three accounts ----------------------------------------------------------------


def test_three_accounts_of_one_person_are_hinted_at_and_never_refused(cast) -> None:
    round = open_to_all(cast, mode="before")
    words = "We ask that the old quay stays open to small boats all year round."
    for name in ("Una", "Duo", "Tria"):
        who = person(name)
        sent = submit_comment(by=who, round=round, entry=entry(round, words), at=DURING)
        assert sent.receipt and sent.state == "pending"
    same = [joined(round, email="una@example.org", text=f"{words} {n}") for n in range(2)]
    for guest in same:
        voices.check_guest(by=None, guest=guest, at=DURING)
    (group,) = queries.waiting_groups(round)
    assert group.count == 5
    hints = queries.hints_for([same[0].submission])[same[0].submission.pk]
    assert {(h.code, h.count) for h in hints} == {
        ("same-mail", 2),
        ("same-origin", 2),
        ("has-account", 1),
    }
    for one in Submission.objects.filter(pk__in=group.members):
        voices.admit(by=cast.amina, submission=one, at=DURING)
    assert Submission.objects.filter(state="submitted").count() == 5


# ---- a focal point whose mandate ended yesterday ---------------------------------------------------


def test_a_focal_point_whose_mandate_ended_yesterday_speaks_for_no_state(client, cast) -> None:
    round = a_round(cast)
    speaking = Speaking("state", country=cast.state_a)
    draft = save_draft(
        by=cast.farid, round=round, entry=entry(round, SECRET, speaking=speaking), at=DURING
    )
    held = Appointment.objects.get(person=cast.farid, role=Role.FOCAL_POINT)
    end_appointment(by=None, appointment=held, at=DURING)
    day_after = DURING + timedelta(days=1)
    cast.farid.__dict__.pop("remembered", None)
    told = {"by": cast.farid, "round": round, "at": day_after}
    refused("no-focal-point-mandate", submit_comment, entry=entry(round, speaking=speaking), **told)
    refused(
        "no-focal-point-mandate",
        submit_comment,
        entry=entry(round, SECRET, speaking=speaking),
        draft=draft,
        **told,
    )
    with pytest.raises(Refusal):
        reply_no_comment(speaking=speaking, **told)
    # as a person they may go on, and are counted as one
    assert submit_comment(entry=entry(round), **told).country is None


# ---- one second after the deadline, on a slow line -------------------------------------------------


@pytest.mark.parametrize(
    ("grace", "takes_late", "after", "outcome"),
    [
        (0, True, -1, "in time"),
        (0, True, 1, "late"),
        (0, False, 1, "refused"),
        (5, False, 1, "in time"),
        (5, False, 301, "refused"),
        (5, True, 301, "late"),
    ],
)
def test_one_second_after_the_deadline_the_rule_announced_before_decides(
    client, cast, grace, takes_late, after, outcome
) -> None:
    """The instant at which the server took it counts; the page and the receipt say so."""
    round = a_round(cast, grace_minutes=grace, accepts_late=takes_late)
    at = CLOSES + timedelta(seconds=after)
    if outcome == "refused":
        refused("round-closed-to-late", submit_comment, by=cast.chen, round=round,
                entry=entry(round), at=at)  # fmt: skip
        kept = save_draft(by=cast.chen, round=round, entry=entry(round), at=at)
        assert kept.comments.get().text  # nothing typed is lost
    else:
        sent = submit_comment(by=cast.chen, round=round, entry=entry(round), at=at)
        assert sent.late is (outcome == "late") and sent.submitted_at == at
    page = client.get(f"/en/harbour/rounds/{round.key}/").content.decode()
    said = "Late comments are marked and kept." if takes_late else "Late comments are not accepted"
    assert said in page and ("minutes of grace were announced" in page) is bool(grace)


def test_a_slow_line_of_somebody_without_an_account_counts_when_it_came(cast) -> None:
    """Sent in time and checked after the deadline, it is in time; what comes too late is refused."""
    round = open_to_all(cast, a_round(cast, accepts_late=False))
    guest = joined(round, at=CLOSES - timedelta(seconds=1))
    voices.check_guest(by=None, guest=guest, at=CLOSES + timedelta(days=1))
    assert guest.submission.late is False
    refused("round-closed-to-late", joined, round=round, at=CLOSES)


# ---- a stranger guessing addresses of receipts -----------------------------------------------------


@pytest.mark.parametrize("of_a_state", [False, True])
def test_a_stranger_who_guesses_receipts_learns_nothing_and_is_slowed_down(
    client, cast, settings, of_a_state
) -> None:
    if of_a_state:
        _round, sent, _bela = sealed(cast, "as-it-comes")
        found = client.get(f"/en/harbour/comments/receipt/{sent.receipt}/").content.decode()
        assert "State A" not in found and "Farid" not in found
    else:
        round = a_round_now(cast)
        sent = submit_comment(by=cast.chen, round=round, entry=entry(round, SECRET), at=clock.now())
    address = "/en/harbour/comments/receipt/{}/".format
    known = client.get(address(sent.receipt)).content.decode()
    assert SECRET not in known and "Chen" not in known
    guesses = [new_code(bytes([n] * 7)) for n in range(40)]
    answers = [client.get(address(code), REMOTE_ADDR="203.0.113.9") for code in guesses]
    assert {a.status_code for a in answers[:20]} == {404}
    assert answers[-1].status_code == 429
    # whoever guesses does not stop the others, and an account that holds a code is not stopped
    assert client.get(address(sent.receipt), REMOTE_ADDR="198.51.100.1").status_code == 200
    find = "/en/harbour/comments/receipt/?code={}".format
    assert client.get(find(new_code(b"7654321")), REMOTE_ADDR="203.0.113.9").status_code == 429


# ---- another country's sealed set ------------------------------------------------------------------


TRACKS = ("sealed", "as-it-comes", "own", "members")


def sealed(cast, visibility: str = "sealed") -> tuple[Round, Submission, object]:
    """State A hands in under seal; Bela is the focal point of State B, in the same track, which may
    be open otherwise: a set is sealed in every track."""
    state_b = Country.objects.create(code="X-B", names={"en": "State B"}, demonstration=True)
    bela = person("Bela")
    appoint(
        by=None, person=bela, role=Role.FOCAL_POINT, process_code="harbour", country=state_b,
        at=START,
    )  # fmt: skip
    track = set_up_track(
        by=cast.amina,
        process=cast.process,
        rules=TrackRules("regional", {"en": "A region"}, roles=[Role.FOCAL_POINT],
                         visibility=visibility),
        at=START,
    )  # fmt: skip
    now = clock.now()
    round = a_round(
        cast, publish(cast.process), track=track, opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )  # fmt: skip
    sent = submit_comment(
        by=cast.farid,
        round=round,
        entry=entry(round, SECRET, speaking=Speaking("state", country=cast.state_a)),
        at=now,
    )
    return round, sent, bela


def places(round: Round, sent: Submission) -> list[str]:
    comment = sent.comments.get()
    here, code = f"/en/harbour/comments/{round.key}", sent.receipt
    anchor = comment.paragraph.anchor.key
    own = f"/en/harbour/comments/receipt/{code}"
    return [
        f"{here}/", f"{here}/?words=quay", f"{here}/coverage/", f"{here}/unplaced/",
        *(f"{here}/comments.{e}" for e in ("csv", "json", "xlsx")),
        *(f"{here}/compilation.{e}" for e in ("csv", "json", "xlsx", "docx")),
        *(f"{here}/coverage.{e}" for e in ("csv", "json", "xlsx")),
        f"{here}/text-with-comments.docx", f"{here}/yours/", f"{here}/kit.xlsx",
        f"{own}/", f"{own}/receipt.json", f"{own}/content.json", f"{own}/withdraw/",
        f"/en/harbour/comments/comment/{comment.key}/amend/",
        f"/en/harbour/comments/comment/{comment.key}/place/",
        f"/en/harbour/comments/read/{round.version.key}/?at={anchor}",
        "/en/harbour/comments/mine.json", "/en/harbour/rounds/", "/en/harbour/rounds.json",
        f"/en/harbour/rounds/{round.key}/", "/en/harbour/record/", "/en/harbour/record/record.json",
        f"/en/harbour/answers/{round.key}/", f"/en/harbour/answers/{round.key}/desk/",
        f"/en/harbour/answers/{round.key}/table.csv", f"/en/harbour/answers/{round.key}/answers.json",
        f"/en/harbour/voices/comment/{comment.key}/", f"/en/harbour/voices/{round.key}/moderation/",
        "/en/harbour/voices/measures.json", "/en/harbour/", "/en/me/", "/en/people/me/data.json",
        f"/en/harbour/rounds/tracks/{round.track.key}/",
        *(f"/en/harbour/tracks/{round.track.key}/{p}/" for p in ("closing", "answered")),
        f"/en/harbour/paragraphs/{anchor}/",
    ]  # fmt: skip


def read(got) -> bytes:
    data = b"".join(got) if got.streaming else got.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(packed.read(n) for n in packed.namelist())
    return data


@pytest.mark.parametrize("visibility", TRACKS)
def test_no_page_file_export_mail_or_count_tells_another_country_of_a_sealed_set(
    client, cast, visibility
) -> None:
    round, sent, bela = sealed(cast, visibility)
    comment = sent.comments.get()
    for who in (bela, cast.dana, cast.greta, cast.hana, cast.chen):
        sign_in(client, who)
        for place in places(round, sent):
            data = read(client.get(place))
            assert b"eastern quay" not in data, (who, place)
            # the code of the receipt is in the address: the page says that something exists
            if sent.receipt not in place:
                assert sent.receipt.encode() not in data, (who, place)
                assert sent.key.encode() not in data, (who, place)
            if comment.key not in place:
                assert comment.key.encode() not in data, (who, place)
    assert not Mail.objects.filter(text__contains="eastern quay").exists()
    assert not Mail.objects.filter(person_key=bela.key).exists()


@pytest.mark.parametrize("visibility", TRACKS)
def test_the_same_pages_say_the_same_whether_or_not_another_country_wrote(
    client, cast, visibility
) -> None:
    """Counts and presence: what Bela sees before and after State A hands in is the same, word for
    word, but for what changes by itself."""
    import re

    round, sent, bela = sealed(cast, visibility)
    sign_in(client, bela)
    watched = [p for p in places(round, sent) if sent.receipt not in p]
    watched = [p for p in watched if "comment/" not in p and "/record" not in p and "docx" not in p]
    watched = [p for p in watched if "xlsx" not in p]

    def seen() -> dict[str, tuple[int, str]]:
        found = {}
        for place in watched:
            got = client.get(place)
            words = read(got).decode("utf-8", "replace")
            words = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]+"', "", words)
            words = re.sub(r'datetime="[^"]+"|\d\d:\d\d', "", words)  # when it was asked for
            words = re.sub(r'"(last_sign_in|as_at|at)": "[^"]+"', "", words)
            found[place] = (got.status_code, words)
        return found

    before = seen()
    for n in range(3):
        submit_comment(
            by=cast.farid,
            round=round,
            entry=entry(round, f"{SECRET} {n}", speaking=Speaking("state", country=cast.state_a)),
            at=clock.now(),
        )
    after = seen()
    for place in watched:
        assert before[place] == after[place], place


@pytest.mark.parametrize("visibility", TRACKS)
def test_timing_tells_no_more_than_the_page(client, cast, visibility) -> None:
    """Of a sealed comment and of one that does not exist the answers take as many questions of
    the database, so that a clock tells nothing that the page does not."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    round, sent, bela = sealed(cast, visibility)
    sign_in(client, bela)
    key = sent.comments.get().key

    def asked(place: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            status = client.get(place).status_code
        return status, len(seen)

    for part in ("amend", "withdraw"):
        real = asked(f"/en/harbour/comments/comment/{key}/{part}/")
        made_up = asked(f"/en/harbour/comments/comment/c-zzzzzzzzzz/{part}/")
        assert real[0] == made_up[0] == 404 and abs(real[1] - made_up[1]) <= 1
    asked(f"/en/harbour/comments/{round.key}/")  # what is kept in memory is read once
    listed = asked(f"/en/harbour/comments/{round.key}/")
    for n in range(5):
        submit_comment(
            by=cast.farid,
            round=round,
            entry=entry(round, f"{n}", speaking=Speaking("state", country=cast.state_a)),
            at=clock.now(),
        )
    asked(f"/en/harbour/comments/{round.key}/")
    assert asked(f"/en/harbour/comments/{round.key}/") == listed


# ---- a flood ---------------------------------------------------------------------------------------


def test_a_flood_of_nearly_the_same_is_kept_whole_and_grouped(client, cast, monkeypatch) -> None:
    """A hundred and twenty here; ten thousand in benchmarks/flood.py."""
    from travaux.voices.rules import joining as limits

    monkeypatch.setattr(limits, "PER_RANGE", 10_000)
    round = open_to_all(cast, a_round_now(cast), mode="before")
    n, line = 120, "We ask that the old quay stays open to small boats all year round, always."
    receipts = set()
    for i in range(n):
        guest = joined(round, at=clock.now(), email=f"p{i}@example.org", origin=f"o{i}",
                       text=f"{line} I am number {i}.")  # fmt: skip
        receipts.add(guest.submission.receipt)
        voices.check_guest(by=None, guest=guest, at=clock.now())
    other = joined(round, at=clock.now(), email="other@example.org", text="Dredge the channel.")
    voices.check_guest(by=None, guest=other, at=clock.now())
    assert len(receipts) == n
    groups = queries.waiting_groups(round)
    assert [g.count for g in groups] == [n, 1]
    began = time.monotonic()
    page = sign_in(client, cast.amina).get(f"/en/harbour/voices/{round.key}/moderation/")
    assert page.status_code == 200 and time.monotonic() - began < 10
    assert f"and {n - 1} more" in page.content.decode() and len(page.content) < 50_000
