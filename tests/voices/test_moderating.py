"""Moderation: before and after, words taken out everywhere, appeal to somebody else, protected names."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from tests.comments.test_pages import sign_in
from tests.comments.texts import AFTER, DURING, a_round_now, entry
from tests.voices.making import joined, mail_to, open_to_all, second_secretary
from travaux.comments.actions import submit_comment
from travaux.comments.models import Comment, Submission
from travaux.comments.queries import content_of, latest_line, sealed_comments
from travaux.comments.rules import Speaking
from travaux.comments.states import OUT, SubmissionState
from travaux.comments.wording import member_name, number_name
from travaux.core.ledger.receipts import content_hash
from travaux.journal.models import Line
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal
from travaux.voices import actions, queries, rules
from travaux.voices.models import Measure

pytestmark = pytest.mark.django_db
WORDS = "The harbour master John Invented takes bribes; say who decides."


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def sent(cast, round, by=None, **also) -> Submission:
    told = {"text": WORDS, **also}
    return submit_comment(by=by or cast.chen, round=round, entry=entry(round, **told), at=DURING)


def redact(cast, submission, **also) -> Measure:
    told = {
        "by": cast.amina,
        "submission": submission,
        "comment": submission.comments.get(),
        "kind": "redact",
        "reason": "personal-data",
        "out": ["John Invented"],
        "at": DURING,
        **also,
    }
    return actions.take_measure(**told)


def test_before_publication_persons_wait_and_states_and_organisations_do_not(cast) -> None:
    round = open_to_all(cast, mode="before")
    mine = sent(cast, round)
    assert mine.state == SubmissionState.PENDING and mine.comments.get().number is None
    state = sent(cast, round, cast.farid, speaking=Speaking("state", country=cast.state_a))
    body = sent(
        cast, round, cast.greta, speaking=Speaking("organisation", organisation=cast.network)
    )
    assert (state.state, body.state) == ("submitted", "submitted")
    refused("not-your-role", actions.admit, by=cast.bruno, submission=mine, at=DURING)
    actions.admit(by=cast.amina, submission=mine, at=AFTER)
    mine.refresh_from_db()
    assert mine.state == "submitted" and mine.comments.get().number == 2 and not mine.late
    # the set of a state is sealed until the close, and counted in a row of its own
    assert [number_name(s.comments.get()) for s in (state, body)] == ["S1", "1"]
    refused("moved-meanwhile", actions.admit, by=cast.amina, submission=mine, at=AFTER)


def test_a_refusal_is_told_appealed_once_and_decided_by_another_person(cast) -> None:
    round = open_to_all(cast, mode="before")
    mine = sent(cast, round)
    told = {"by": cast.amina, "submission": mine, "kind": "refuse", "at": DURING}
    refused("measure-reason-needed", actions.take_measure, reason="because", **told)
    made = actions.take_measure(reason="abuse", note="Write it without the name.", **told)
    mine.refresh_from_db()
    assert mine.state == SubmissionState.WITHDRAWN
    assert "Write it without the name." in mail_to("chen@example.org").text
    asked = {"measure": made, "words": "It is true.", "at": DURING}
    refused("not-your-comment", actions.appeal, by=cast.dana, **asked)
    actions.appeal(by=cast.chen, **asked)
    refused("appealed-once", actions.appeal, by=cast.chen, **asked)
    decided = {"measure": made, "lifted": True, "reasons": "No insult.", "at": AFTER}
    refused("appeal-needs-another", actions.decide_appeal, by=cast.amina, **decided)
    refused("not-your-role", actions.decide_appeal, by=cast.bruno, **decided)
    actions.decide_appeal(by=second_secretary(cast), **decided)
    mine.refresh_from_db()
    assert mine.state == "submitted" and mine.comments.get().number == 1
    assert "No insult." in mail_to("chen@example.org").text


def test_words_taken_out_are_gone_from_every_list_file_and_table(client, cast) -> None:
    round = open_to_all(cast)
    mine = sent(cast, round)
    refused("words-not-found", redact, cast=cast, submission=mine, out=["Nobody"])
    redact(cast, mine)
    base = f"/en/harbour/comments/{round.key}"
    places = [f"{base}/", f"{base}/comments.csv", f"{base}/comments.json", f"{base}/comments.xlsx"]
    places += [f"{base}/compilation.xlsx", f"{base}/compilation.docx", f"{base}/compilation.csv"]
    places += [f"{base}/text-with-comments.docx", f"/en/harbour/answers/{round.key}/table.csv"]
    for person in (cast.amina, cast.bruno, cast.dana):
        sign_in(client, person)
        for place in places:
            got = client.get(place)
            data = b"".join(got) if got.streaming else got.content
            if data[:2] == b"PK":
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    data = b"".join(packed.read(n) for n in packed.namelist())
            assert b"John Invented" not in data, place
    assert OUT in client.get(f"{base}/").content.decode()
    refused("comment-measured-already", redact, cast=cast, submission=mine)


def test_the_original_is_kept_for_author_and_moderators_and_the_receipt_still_fits(
    client, cast
) -> None:
    round = open_to_all(cast)
    mine = sent(cast, round)
    made = redact(cast, mine)
    comment = mine.comments.get()
    own = f"/en/harbour/voices/measures/{made.key}/"
    assert WORDS in sign_in(client, cast.chen).get(own).content.decode()
    assert client.get(f"/en/harbour/voices/comment/{comment.key}/").url == own
    assert WORDS in sign_in(client, cast.amina).get(own).content.decode()
    for person in (cast.bruno, cast.dana, cast.olga):
        assert sign_in(client, person).get(own).status_code == 403
    line = latest_line(mine)
    said = content_of(mine, sealed_comments(mine, line), mine.places)
    assert content_hash(said, mine.salt) == mine.content_hash
    actions.lift_measure(by=cast.amina, measure=made, at=AFTER)
    assert Comment.objects.get(pk=comment.pk).text == WORDS


def test_states_and_own_words_are_not_moderated(cast) -> None:
    round = open_to_all(cast)
    state = sent(cast, round, cast.farid, speaking=Speaking("state", country=cast.state_a))
    refused("states-are-not-moderated", redact, cast=cast, submission=state)
    own = sent(cast, round, cast.amina)
    refused("own-words-moderated", redact, cast=cast, submission=own)
    mine = sent(cast, round)
    refused("refuse-what-waits", redact, cast=cast, submission=mine, kind="refuse")
    for person in (cast.bruno, cast.olga, cast.dana):
        refused("not-your-role", redact, cast=cast, submission=mine, by=person)


def test_the_record_holds_no_words_and_no_names(cast) -> None:
    round = open_to_all(cast)
    redact(cast, sent(cast, round), note="Mind John Invented.")
    told = json.dumps(list(Line.objects.values("facts", "subject", "what")))
    assert "Invented" not in told and "voices.take_measure" in told


def test_a_protected_name_is_known_to_named_persons_alone(client, cast) -> None:
    selma = second_secretary(cast)
    round = open_to_all(cast, keepers=[selma.key])
    mine = sent(cast, round, text="I work there.", protected=True)
    assert member_name(mine, full=True) == "identity protected"
    assert not Line.objects.filter(subject=mine.key).exclude(actor="system").exists()
    base = f"/en/harbour/comments/{round.key}"
    files = [f"{base}/", f"{base}/comments.json", f"{base}/compilation.csv", f"{base}/coverage/"]
    files += [f"{base}/coverage.csv", f"/en/harbour/answers/{round.key}/desk/"]
    files += [f"/en/harbour/comments/receipt/{mine.receipt}/", "/en/harbour/record/record.csv"]
    for person in (cast.amina, cast.bruno, cast.dana):
        sign_in(client, person)
        for place in files:
            got = client.get(place)
            data = b"".join(got) if got.streaming else got.content
            assert b"Chen" not in data and cast.chen.key.encode() not in data, place
    for person in (selma, cast.chen):
        page = sign_in(client, person).get(f"/en/harbour/comments/receipt/{mine.receipt}/")
        assert "Chen" in page.content.decode()
    refused(
        "protected-for-oneself",
        sent,
        cast=cast,
        round=round,
        by=cast.farid,
        protected=True,
        speaking=Speaking("state", country=cast.state_a),
    )


def test_a_draft_that_becomes_protected_sheds_the_key_under_which_its_author_stands(cast) -> None:
    from travaux.comments.actions import save_draft

    round = open_to_all(cast)
    draft = save_draft(by=cast.chen, round=round, entry=entry(round, "Secret."), at=DURING)
    old = draft.key
    made = submit_comment(
        by=cast.chen, round=round, entry=entry(round, "Secret.", protected=True), draft=draft,
        at=DURING,
    )  # fmt: skip
    assert made.key != old and Line.objects.get(subject=old).actor == cast.chen.key
    assert set(Line.objects.filter(subject=made.key).values_list("actor", flat=True)) == {"system"}


def test_a_guest_appeals_by_the_link_of_the_mail(client, cast) -> None:
    round = open_to_all(cast, mode="before")
    guest = joined(round)
    actions.check_guest(by=None, guest=guest, at=DURING)
    made = actions.take_measure(
        by=cast.amina, submission=guest.submission, kind="refuse", reason="abuse", at=DURING
    )
    own = f"/en/harbour/voices/own/{queries.signed(guest, queries.OWN)}/"
    assert own in mail_to("iris@example.org").text
    page = client.get(own).content.decode()
    assert "It insults or threatens." in page
    told = {"do": "appeal", "measure": made.key, "words": "It does not."}
    assert client.post(own, told).status_code == 302
    made.refresh_from_db()
    assert made.state == "appealed"
    desk = f"/en/harbour/voices/{round.key}/moderation/"
    assert made.key in sign_in(client, cast.amina).get(desk).content.decode()
    place = f"/en/harbour/voices/measures/{made.key}/"
    assert "You took this measure yourself" in client.get(place).content.decode()
    decided = {"do": "decide", "outcome": "upheld", "reasons": "It does."}
    done = sign_in(client, second_secretary(cast)).post(place, decided)
    assert done.status_code == 302
    assert "upheld on appeal" in client.get(place).content.decode()
    rows = list(csv.reader(io.StringIO(
        client.get("/en/harbour/voices/measures.csv").content.decode("utf-8-sig")
    )))  # fmt: skip
    assert any("It does." in row for row in rows)


def test_the_pages_of_moderation(client, cast) -> None:
    round = open_to_all(cast, a_round_now(cast), texts={"fr": "Restons courtois."})
    mine = submit_comment(by=cast.chen, round=round, entry=entry(round, WORDS), at=clock.now())
    address = f"/en/harbour/voices/policy/{round.track.key}/"
    assert "Restons courtois." in client.get(address).content.decode()
    assert sign_in(client, cast.bruno).get(f"{address}change/").status_code == 403
    sign_in(client, cast.amina)
    told = {"mode": "before", "joining": "on", "keepers": cast.amina.key, "text_en": "Be kind."}
    assert client.post(f"{address}change/", told).status_code == 302
    policy = rules.policy_of(round.track)
    assert policy.mode == "before" and policy.keepers == [cast.amina.key]
    assert client.post(f"{address}change/", {"mode": "x"}).status_code == 422
    comment = mine.comments.get()
    place = f"/en/harbour/voices/comment/{comment.key}/"
    assert place in client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    told = {"do": "measure", "kind": "redact", "out": "nobody", "reason": "abuse"}
    assert "do not stand in the comment" in client.post(place, told).content.decode()
    assert client.post(place, {**told, "out": "John Invented"}).status_code == 302
    assert OUT in client.get(place).content.decode()
    assert client.post(place, {"do": "lift"}).status_code == 302
    assert Comment.objects.get(pk=comment.pk).text == WORDS
    # hiding takes all words away; what waits is refused or let through
    assert client.post(place, {**told, "kind": "hide"}).status_code == 302
    assert Comment.objects.get(pk=comment.pk).text == OUT
    public = client.get("/en/harbour/voices/measures/").content.decode()
    assert "hidden" in public and "Chen" not in public


def test_a_group_of_alike_is_settled_by_the_worker(client, cast, monkeypatch) -> None:
    from travaux.plumbing.models import Job
    from travaux.plumbing.tasks import run_job
    from travaux.voices.views import moderating

    monkeypatch.setattr(moderating, "AT_ONCE", 1)
    round = open_to_all(cast, mode="before")
    for n in range(4):
        guest = joined(
            round, email=f"p{n}@example.org", text=f"Keep the old quay open, says no. {n}"
        )
        actions.check_guest(by=None, guest=guest, at=DURING)
    (group,) = queries.waiting_groups(round)
    desk = f"/en/harbour/voices/{round.key}/moderation/"
    page = sign_in(client, cast.amina).get(desk).content.decode()
    assert "and 3 more that say nearly the same" in page
    assert "4 submissions from the same network" in page
    client.post(desk, {"group": group.key, "do": "refuse", "reason": ""})
    assert not Job.objects.exists()
    client.post(desk, {"group": group.key, "do": "refuse", "reason": "advertising"})
    job = Job.objects.get()
    keys = list(Submission.objects.order_by("pk").values_list("key", flat=True))
    run_job(
        "travaux.voices.tasks.settle_group",
        job.key,
        {"keys": keys, "let_through": False, "reason": "advertising", "note": ""},
    )
    assert Measure.objects.count() == 4 and not queries.waiting_groups(round)


def test_alike_finds_campaigns_and_leaves_others_alone() -> None:
    from travaux.core.comments.alike import alike

    line = "We ask that the old quay stays open to small boats all year round, as it always was."
    texts = [f"{line} My name is {n}." for n in range(50)]
    texts += ["Fees are fair.", "Something else entirely about the depth of the channel.", ""]
    groups = alike(texts)
    assert len(set(groups[:50])) == 1 and len(set(groups[50:])) == 3
    assert alike(["我们要求旧码头全年对小船开放。", "我们要求旧码头全年对小船开放"]) == [0, 0]
    assert alike([]) == []
