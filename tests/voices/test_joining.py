"""Joining in without an account: stored first, checked by mail, disowned, claimed, lapsed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from tests.comments.test_pages import sign_in
from tests.comments.texts import AFTER, DURING, a_round, a_round_now, paragraph
from tests.voices.making import WHO, joined, mail_to, open_to_all
from travaux.answers.actions import propose_answer, release_answers, settle_answer
from travaux.answers.models import Release
from travaux.comments import queries as comments
from travaux.comments.facts import Answered, AnswersReleased
from travaux.comments.models import Comment, Submission
from travaux.comments.queries import answerable
from travaux.comments.rules import readable
from travaux.comments.states import SubmissionState
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.core.comments.effort import Challenge, solve
from travaux.core.ledger.receipts import content_hash
from travaux.journal.models import Line
from travaux.people.actions import erase_person, wish_mails
from travaux.plumbing.digests import words_of
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal
from travaux.voices import actions, queries, rules
from travaux.voices.models import Guest
from travaux.voices.reactions import on_answers_released

pytestmark = pytest.mark.django_db


def link(mail: Mail, part: str) -> str:
    found = re.search(rf"http\S+/voices/{part}/\S+", mail.text)
    assert found, mail.text
    return urlsplit(found.group()).path


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def seen(person, round, at=AFTER) -> int:
    return Comment.objects.filter(readable(person, round, at, staff=False), round=round).count()


def test_it_is_stored_with_a_receipt_and_waits_until_the_address_is_checked(cast) -> None:
    round = open_to_all(cast)
    guest = joined(round)
    submission = guest.submission
    assert submission.receipt and submission.state == SubmissionState.PENDING
    assert seen(cast.dana, round) == 0 and round.submissions.count() == 1
    mail = mail_to("iris@example.org")
    assert "Say who decides." in mail.text and mail.attachment_name.startswith(submission.receipt)
    actions.check_guest(by=None, guest=guest, at=AFTER)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.SUBMITTED and not submission.late
    assert seen(cast.dana, round) == 1 and submission.comments.get().number == 1
    refused("moved-meanwhile", actions.check_guest, by=None, guest=guest, at=AFTER)
    line = comments.latest_line(submission)
    again = comments.content_of(
        submission, comments.sealed_comments(submission, line), submission.places
    )
    assert content_hash(again, submission.salt) == submission.content_hash
    told = json.dumps(list(Line.objects.values_list("facts", flat=True)))
    assert "iris" not in told.lower() and "Say who decides" not in told


def test_a_guest_is_told_once_in_their_language_when_the_answers_are_released(cast) -> None:
    round = open_to_all(
        cast,
        a_round(cast, release_rule="on-date", release_on=date(2024, 3, 1), release_to="commenters"),
    )
    guests = {
        name: joined(
            round,
            text=f"Say who decides, {name}.",
            guest=replace(WHO, email=f"{name}@example.org", language=language),
        )
        for name, language in (("iris", "fr"), ("ola", "ar"), ("uwe", "en"), ("pia", "en"))
    }
    for name in ("iris", "ola", "pia"):  # Uwe never followed his link
        actions.check_guest(by=None, guest=guests[name], at=DURING)
    actions.disown_guest(by=None, guest=guests["pia"], at=DURING)
    for one in answerable(round):
        answer = propose_answer(
            by=cast.bruno, round=round, comments=[one], outcome="accepted-with-modifications",
            reasons="We name the council.", language="en", at=AFTER,
        )  # fmt: skip
        settle_answer(by=cast.elif_, answer=answer, at=AFTER)
    before = Mail.objects.count()
    later = AFTER + timedelta(days=60)
    release_answers(by=cast.amina, round=round, at=later)
    told = Mail.objects.order_by("pk")[before:]
    assert sorted((m.to, m.language) for m in told) == [
        ("iris@example.org", "fr"), ("ola@example.org", "ar"),
    ]  # fmt: skip
    mail = mail_to("iris@example.org")
    assert "We name the council." in mail.text and guests["iris"].submission.receipt in mail.text
    stop = re.search(r"http\S+/people/mails/stop/\S+", words_of(mail))
    assert stop and "/fr/" in stop.group()
    # exactly once, though the fact be told again, as by a worker that was killed half-way
    facts = tuple(Answered(g.submission, "1", "accepted", str, "", "en") for g in guests.values())
    key = Release.objects.get(round=round).key
    on_answers_released(AnswersReleased(round, key, facts, later))
    assert Mail.objects.count() == before + 2
    # who stopped such mails gets none, and keeps the page of their link
    wish_mails(by=None, reader="ola@example.org", paces={"answers": "never"}, at=later)
    on_answers_released(AnswersReleased(round, "another", facts, later))
    assert [m.to for m in Mail.objects.order_by("pk")[before + 2 :]] == ["iris@example.org"]


def test_only_where_the_policy_of_an_open_track_allows_it(cast) -> None:
    round = a_round(cast)
    refused("joining-not-here", joined, round=round)
    region = set_up_track(
        by=cast.amina,
        process=cast.process,
        rules=TrackRules("regional", {"en": "A region"}),
        at=DURING,
    )
    told = {"by": cast.amina, "joining": True, "mode": "after", "at": DURING}
    refused("joining-in-open-tracks", actions.set_policy, track=region, **told)
    refused("not-your-role", actions.set_policy, track=round.track, **{**told, "by": cast.bruno})
    open_to_all(cast, round)
    assert joined(round)
    refused("round-not-open-yet", joined, round=round, at=round.opens_at - timedelta(seconds=1))


def test_a_double_click_counts_once_and_limits_refuse_in_words(cast) -> None:
    round = open_to_all(cast)
    one = joined(round, words={"form_token": "t1"})
    assert joined(round, words={"form_token": "t1"}).pk == one.pk
    for n in range(rules.UNCHECKED - 1):
        joined(round, text=f"Another point, number {n}.")
    refused("check-your-mail-first", joined, round=round)
    Guest.objects.update(checked_at=DURING)
    for n in range(rules.PER_MAIL - rules.UNCHECKED):
        joined(round, checked=True, text=f"One more, {n}")
    refused("too-many-under-this-address", joined, round=round)
    assert joined(round, at=DURING + timedelta(days=1, minutes=1))


def test_many_from_one_network_wait_for_a_person_and_very_many_are_refused(
    cast, monkeypatch
) -> None:
    from travaux.voices.actions import joining as acts
    from travaux.voices.rules import joining as limits

    monkeypatch.setattr(acts, "SLOW_FROM", 2)
    monkeypatch.setattr(limits, "PER_RANGE", 4)
    round = open_to_all(cast)
    made = [joined(round, email=f"p{n}@example.org") for n in range(4)]
    assert [g.proven for g in made] == [True, True, False, False]
    refused("too-many-from-here", joined, round=round, email="p5@example.org")
    assert joined(round, email="p5@example.org", origin="origin-2").proven
    for guest in made:
        actions.check_guest(by=None, guest=guest, at=DURING)
    waiting = queries.waiting_groups(round)
    assert [g.count for g in waiting] == [2]


def test_ranges_of_addresses_are_told_apart_and_not_kept_readable() -> None:
    assert queries.origin_of("192.0.2.7") == queries.origin_of("192.0.2.200")
    assert queries.origin_of("192.0.2.7") != queries.origin_of("192.0.3.7")
    assert queries.origin_of("::ffff:192.0.2.7") == queries.origin_of("192.0.2.9")
    assert queries.origin_of("2001:db8:1:2::3") == queries.origin_of("2001:db8:1:9::4")
    assert queries.origin_of("nonsense") == "" and "192" not in queries.origin_of("192.0.2.7")[:3]


def test_whoever_did_not_write_it_disowns_it_for_good(cast) -> None:
    round = open_to_all(cast)
    guest = joined(round)
    actions.check_guest(by=None, guest=guest, at=DURING)
    actions.disown_guest(by=None, guest=guest, at=DURING)
    actions.disown_guest(by=None, guest=guest, at=DURING)  # again changes nothing
    guest.submission.refresh_from_db()
    assert guest.submission.state == SubmissionState.WITHDRAWN and seen(cast.dana, round) == 0
    refused("moved-meanwhile", actions.check_guest, by=None, guest=guest, at=DURING)


def test_what_is_never_checked_goes_with_name_and_address(cast) -> None:
    round = open_to_all(cast)
    guest = joined(round)
    assert actions.lapse_guests(by=None, at=DURING + timedelta(days=13)) == 0
    assert actions.lapse_guests(by=None, at=DURING + timedelta(days=15)) == 1
    guest.refresh_from_db()
    submission = Submission.objects.get(pk=guest.submission_id)
    assert (guest.name, guest.email, submission.member) == ("", "", "")
    assert submission.comments.get().text == "" and submission.receipt
    assert not Mail.objects.filter(to="iris@example.org").exists()
    assert actions.lapse_guests(by=None, at=DURING + timedelta(days=15)) == 0


def test_an_account_under_the_same_checked_address_takes_it_up_once(cast) -> None:
    round = open_to_all(cast)
    guest = joined(round, email="chen@example.org")
    refused("check-your-mail-first", actions.claim_guest, by=cast.chen, guest=guest, at=DURING)
    actions.check_guest(by=None, guest=guest, at=DURING)
    guest.refresh_from_db()
    refused("not-your-comment", actions.claim_guest, by=cast.dana, guest=guest, at=DURING)
    actions.claim_guest(by=cast.chen, guest=guest, at=DURING)
    refused("moved-meanwhile", actions.claim_guest, by=cast.chen, guest=guest, at=DURING)
    guest.submission.refresh_from_db()
    assert guest.submission.author == cast.chen
    refused("claimed-by-account", actions.disown_guest, by=None, guest=guest, at=DURING)
    erase_person(by=cast.chen, person=cast.chen, at=AFTER)
    guest.refresh_from_db()
    assert guest.email == "" and Submission.objects.get(pk=guest.submission_id).member == ""


def test_the_piece_of_work_is_signed_bounded_and_ends() -> None:
    from travaux.core.comments.effort import is_solved, make_challenge

    made = make_challenge(bytes(range(24)), 100, b"k", lasts=60)
    number = solve(made)
    assert is_solved(made.salt, number, made.signature, 159, b"k")
    assert not is_solved(made.salt, number, made.signature, 160, b"k")
    assert not is_solved(made.salt, number + 1, made.signature, 101, b"k")
    assert not is_solved(made.salt, number, made.signature, 101, b"other")
    assert not is_solved(made.salt + "0", number, made.signature, 101, b"k")
    assert not is_solved("none", -1, "", 101, b"k")


def typed(page: str, work: bool = True, **also) -> dict[str, str]:
    told = json.loads(re.search(r'data-effort="([^"]+)"', page).group(1).replace("&quot;", '"'))
    challenge = Challenge(**told)
    done = {"salt": challenge.salt, "number": solve(challenge), "signature": challenge.signature}
    return {
        "type": "te",
        "text": "Say who decides.",
        "proposed": "",
        "language": "en",
        "name": WHO.name,
        "email": "Iris@example.org",
        "category": "women",
        "name_shown": "on",
        "form_token": re.search(r'name="form_token" value="([^"]+)"', page).group(1),
        "work": json.dumps(done) if work else "",
        **also,
    }


def test_by_its_pages_from_the_form_to_the_link_in_the_mail(client, cast) -> None:
    round = open_to_all(cast, a_round_now(cast))
    anchor = paragraph(round).anchor.key
    write = f"/en/harbour/comments/{round.key}/at/{anchor}/"
    address = f"/en/harbour/voices/{round.key}/join/{anchor}/"
    assert address in client.get(write).content.decode()
    page = client.get(address).content.decode()
    wrong = client.post(address, typed(page, email="nobody", category=""))
    assert wrong.status_code == 422 and "Say who decides." in wrong.content.decode()
    sent = client.post(address, typed(page))
    assert sent.status_code == 302 and Guest.objects.get().proven
    stored = client.get(sent.url).content.decode()
    assert "iris@example.org" in stored and "Stored. Now look at your mail" in stored
    other = client.__class__()
    assert "iris" not in other.get(sent.url, follow=True).content.decode().lower()
    mail = mail_to("iris@example.org")
    check = link(mail, "check")
    asked = other.get(check).content.decode()
    assert "Yes, I wrote this" in asked and Guest.objects.get().checked_at is None
    assert other.get(check + "x").status_code == 404
    assert client.post(check, {"do": "yes"}).status_code == 302
    assert Guest.objects.get().submission.state == SubmissionState.SUBMITTED
    assert other.post(check, {"do": "yes"}).status_code == 302  # spent: shows where it stands
    mine = other.get(link(mail, "own")).content.decode()
    assert "stands among the others" in mine and "Say who decides." in mine
    # this browser need not check the same address again
    again = client.get(address).content.decode()
    assert "iris@example.org" in again
    client.post(address, typed(again, text="And a second point."))
    assert Guest.objects.order_by("pk").last().submission.state == SubmissionState.SUBMITTED
    # the work of a page counts once: sent again, a person looks
    client.post(address, typed(again, text="Third.", form_token="other", name="Iris"))
    last = Guest.objects.order_by("pk").last()
    assert not last.proven and last.submission.state == SubmissionState.PENDING
    assert other.post(link(mail, "own"), {"do": "no"}).status_code == 302
    assert "not written by whom it names" in other.get(link(mail, "own")).content.decode()
    signed_in = sign_in(client, cast.chen).get(address)
    assert signed_in.status_code == 302 and signed_in.url.startswith("/en/harbour/comments/")


def test_without_javascript_it_is_stored_and_a_person_looks_first(client, cast) -> None:
    round = open_to_all(cast, a_round_now(cast))
    address = f"/ar/harbour/voices/{round.key}/join/"
    page = client.get(address).content.decode()
    client.post(address, typed(page, work=False, type="ge", email="noscript@example.org"))
    guest = Guest.objects.get()
    client.post(link(mail_to("noscript@example.org"), "check"), {"do": "yes"})
    assert queries.waiting_groups(round)[0].sample == guest.submission_id
    desk = f"/en/harbour/voices/{round.key}/moderation/"
    page = sign_in(client, cast.amina).get(desk).content.decode()
    assert "did not do the piece of work" in page
    client.post(desk, {"group": guest.submission.key, "do": "admit"})
    guest.submission.refresh_from_db()
    assert guest.submission.state == SubmissionState.SUBMITTED


def test_an_account_claims_by_its_page(client, cast) -> None:
    round = open_to_all(cast)
    guest = joined(round, email="chen@example.org")
    actions.check_guest(by=None, guest=guest, at=DURING)
    page = sign_in(client, cast.chen).get("/en/harbour/voices/claim/").content.decode()
    assert guest.key in page and "Say who decides." in page
    done = client.post("/en/harbour/voices/claim/", {"guest": guest.key})
    assert done.status_code == 302
    assert guest.submission.receipt in client.get(done.url).content.decode()
    assert not list(queries.guests_to_claim(cast.chen))
    assert queries.own_data(cast.chen)[0]["email"] == "chen@example.org"


def test_proxies_are_believed_only_as_far_as_the_settings_say(client, cast, settings) -> None:
    round = open_to_all(cast, a_round_now(cast))
    address = f"/en/harbour/voices/{round.key}/join/"

    def origin(**headers) -> str:
        page = client.get(address).content.decode()
        told = typed(page, type="ge", email=f"o{Guest.objects.count()}@example.org")
        client.post(address, told, REMOTE_ADDR="198.51.100.9", **headers)
        return Guest.objects.order_by("pk").last().origin

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert origin(HTTP_X_FORWARDED_FOR="203.0.113.5") == queries.origin_of("198.51.100.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert origin(HTTP_X_FORWARDED_FOR="203.0.113.5") == queries.origin_of("203.0.113.9")
