"""Pages of comments, as browsers with and without JavaScript meet them."""

from __future__ import annotations

import json
import re
from datetime import UTC, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.comments.test_tables import TABLE, bring
from tests.comments.texts import DURING, a_round, a_round_now, entry, paragraph, publish
from travaux.comments import queries
from travaux.comments.actions import save_draft, submit_comment, submit_drafts
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Speaking
from travaux.consultations.actions import extend_round
from travaux.consultations.rules import input_until
from travaux.core.ledger.receipts import content_hash, verify_receipt
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.signing import ring

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")


def sign_in(client, person):
    client.force_login(person, backend=BACKEND)
    return client


def address(round, at: int = 1, language: str = "en") -> str:
    return f"/{language}/harbour/comments/{round.key}/at/{paragraph(round, at).anchor.key}/"


def typed(**also) -> dict[str, str]:
    return {
        "type": "te",
        "text": "Say who decides.",
        "proposed": "Harbours serve the people.",
        "language": "en",
        "capacity": "person",
        "name_shown": "on",
        "form_token": "token-1",
        "do": "send",
        **also,
    }


def now_sent(cast, round, person=None, **also) -> Submission:
    return submit_comment(
        by=person or cast.chen, round=round, entry=entry(round, **also), at=clock.now()
    )


# ---- writing ---------------------------------------------------------------------------------------


def test_the_form_starts_from_the_paragraph_and_shows_what_is_refused(client, cast) -> None:
    round = a_round_now(cast)
    page = sign_in(client, cast.chen).get(address(round)).content.decode()
    assert ">\nHarbours serve the people who live beside them.</textarea>" in page
    assert "Speaking for a state needs the mandate of its focal point" in page
    assert re.search(r'value="state"[^>]* disabled', page)
    assert 'name="form_token"' in page and "UTC" in page and "Africa/Nairobi" in page
    farid = sign_in(client, cast.farid).get(address(round)).content.decode()
    assert 'value="state:X-A"' in farid and "State A" in farid


def test_sending_ends_on_the_receipt(client, cast) -> None:
    round = a_round_now(cast)
    sign_in(client, cast.chen)
    sent = client.post(address(round), typed())
    submission = Submission.objects.get()
    assert sent.status_code == 302 and submission.receipt in sent.url
    page = client.get(sent.url).content.decode()
    assert "Your comment is stored" in page and submission.receipt in page
    assert "<del>" in page and "Say who decides." in page
    assert "Line in the record" in page
    again = client.post(address(round), typed())
    assert again.url == sent.url and Comment.objects.count() == 1


def test_a_wording_left_as_it_stands_proposes_nothing(client, cast) -> None:
    round = a_round_now(cast)
    sign_in(client, cast.chen)
    client.post(address(round), typed(proposed="Harbours serve the people who live beside them."))
    assert Comment.objects.get().proposed == ""


def test_without_javascript_a_button_shows_how_it_reads(client, cast) -> None:
    round = a_round_now(cast)
    page = sign_in(client, cast.chen).post(address(round), typed(do="preview"))
    text = page.content.decode()
    assert page.status_code == 200 and "<del>" in text and "Say who decides." in text
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"type": ""}, "Say what kind of comment it is"),
        ({"type": "xx"}, "Select a valid choice"),
        ({"text": "", "proposed": ""}, "Write a comment or propose a wording"),
        ({"capacity": "state"}, "Speaking for a state needs the mandate"),
        ({"capacity": "state:X-A"}, "Choose for whom you speak"),
        ({"capacity": ""}, "Choose for whom you speak"),
        ({"text": "é" * 100_001}, "It has 100001 characters; at most 100000"),
    ],
)
def test_errors_stand_at_their_field_and_keep_what_was_typed(client, cast, also, said) -> None:
    round = a_round_now(cast)
    page = sign_in(client, cast.chen).post(address(round), typed(**also))
    text = unescape(page.content.decode())
    assert page.status_code == 422 and said in text
    kept = also.get("text", "Say who decides.")
    assert kept in text
    assert not Submission.objects.exists()


def test_a_comment_of_a_megabyte_is_refused_and_kept(client, cast) -> None:
    round = a_round_now(cast)
    words = "word " * 200_000
    for do in ("send", "save", "preview"):
        page = sign_in(client, cast.chen).post(address(round), typed(text=words, do=do))
        assert page.status_code == 422
        assert words.strip() in page.content.decode()


def test_html_and_marks_of_direction_stay_plain_words(client, cast) -> None:
    round = a_round_now(cast)
    sign_in(client, cast.chen)
    words = "<script>alert(1)</script> \u202eltr\u202c & \x07bell"
    sent = client.post(address(round), typed(text=words, proposed=words))
    comment = Comment.objects.get()
    assert comment.text == "<script>alert(1)</script> \u202eltr\u202c & bell"
    for page in (sent.url, f"/en/harbour/comments/{round.key}/", "/en/harbour/comments/mine/"):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert re.search(r'<blockquote class="said verbatim" lang="en" dir="ltr">', text)


def test_what_is_typed_before_signing_in_waits_behind_it(client, cast) -> None:
    round = a_round_now(cast)
    page = client.get(address(round)).content.decode()
    assert "You are not signed in" in page
    sent = client.post(address(round, language="ar"), typed(text="Words before signing in"))
    assert sent.status_code == 302 and "/accounts/login/?next=" in sent.url
    assert not Submission.objects.exists()
    login = client.post(
        sent.url, {"login": "chen@example.org", "password": "correct horse battery staple"}
    )
    assert login.status_code == 302 and login.url == address(round, language="ar")
    back = client.get(address(round)).content.decode()
    assert "Words before signing in" in back and "Nothing is sent yet" in back
    assert "Words before signing in" not in client.get(address(round)).content.decode()


def test_a_draft_by_form_is_saved_changed_sent_and_thrown_away(client, cast) -> None:
    round = a_round_now(cast)
    sign_in(client, cast.chen)
    saved = client.post(address(round), typed(do="save", type=""))
    draft = Submission.objects.get()
    assert saved.url.endswith(f"/draft/{draft.key}/") and draft.state == "draft"
    assert "Say who decides." in client.get(saved.url).content.decode()
    sent = client.post(saved.url, typed(text="Changed"))
    assert "/receipt/" in sent.url and Comment.objects.get().text == "Changed"
    assert client.post(saved.url, typed(text="Second click")).url == sent.url
    other = save_draft(by=cast.chen, round=round, entry=entry(round), at=clock.now())
    gone = client.post(f"/en/harbour/comments/draft/{other.key}/discard/")
    assert gone.status_code == 302 and not Submission.objects.filter(pk=other.pk).exists()


def test_a_closed_round_keeps_what_was_typed_as_a_draft(client, cast) -> None:
    round = a_round(cast, accepts_late=False)
    sent = sign_in(client, cast.chen).post(address(round), typed())
    assert "/draft/" in sent.url
    page = client.get(sent.url).content.decode()
    assert "takes no late comments" in page and "Say who decides." in page


def test_others_drafts_cannot_be_reached(client, cast) -> None:
    round = a_round_now(cast)
    draft = save_draft(by=cast.chen, round=round, entry=entry(round, "secret"), at=clock.now())
    for name in PEOPLE:
        if name == "chen":
            continue
        sign_in(client, getattr(cast, name))
        base = "/en/harbour/comments/"
        assert client.get(f"{base}draft/{draft.key}/").status_code == 404
        assert client.post(f"{base}draft/{draft.key}/", typed()).status_code == 404
        assert client.post(f"{base}draft/{draft.key}/discard/").status_code == 404
        for page in (f"{round.key}/", f"{round.key}/yours/", "mine/", f"{round.key}/comments.json"):
            assert b"secret" not in client.get(base + page).content
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_basket_sends_what_is_chosen(client, cast) -> None:
    round = a_round_now(cast)
    sign_in(client, cast.farid)
    state = Speaking("state", country=cast.state_a)
    drafts = [
        save_draft(
            by=cast.farid, round=round, entry=entry(round, at=at, speaking=state), at=clock.now()
        )
        for at in (1, 2)
    ]
    save_draft(by=cast.farid, round=round, entry=entry(round, "mine"), at=clock.now())
    basket = f"/en/harbour/comments/{round.key}/yours/"
    page = client.get(basket).content.decode()
    assert page.count('<form method="post" class="flow"') == 2  # one for each party
    none = client.post(basket, {"form_token": "x"})
    assert none.status_code == 422 and b"Choose at least one comment" in none.content
    sent = client.post(basket, {"draft": [d.key for d in drafts], "form_token": "b"})
    again = client.post(basket, {"draft": [d.key for d in drafts], "form_token": "b"})
    assert sent.url == again.url
    assert Submission.objects.get(state="submitted").comments.count() == 2
    assert "Your 2 comments are stored" in client.get(sent.url).content.decode()


def test_amending_and_withdrawing_by_form(client, cast) -> None:
    round = a_round_now(cast)
    submission = now_sent(cast, round)
    comment = submission.comments.get()
    base = f"/en/harbour/comments/comment/{comment.key}/"
    sign_in(client, cast.dana)
    for page in ("amend/", "withdraw/"):
        assert client.get(base + page).status_code == 404
        assert client.post(base + page, typed()).status_code == 404
    sign_in(client, cast.chen)
    assert "Say who decides." in client.get(base + "amend/").content.decode()
    shown = client.post(base + "amend/", typed(do="preview", text="Not yet"))
    assert shown.status_code == 200 and Comment.objects.get().text == "Say who decides."
    wrong = client.post(base + "amend/", typed(type="", text="Keep me"))
    assert wrong.status_code == 422 and "Keep me" in wrong.content.decode()
    done = client.post(base + "amend/", typed(text="Better"))
    assert "/receipt/" in done.url and Comment.objects.get().text == "Better"
    assert "Changed" in client.get(done.url).content.decode()
    assert client.get(base + "withdraw/").status_code == 200
    assert client.post(base + "withdraw/").status_code == 302
    assert "withdrawn" in client.get(done.url).content.decode()
    assert client.get(base + "amend/").status_code == 403


def test_withdrawing_a_whole_receipt(client, cast) -> None:
    round = a_round_now(cast)
    submission = now_sent(cast, round)
    page = f"/en/harbour/comments/receipt/{submission.receipt}/withdraw/"
    assert sign_in(client, cast.dana).post(page).status_code == 404
    assert sign_in(client, cast.chen).get(page).status_code == 200
    assert client.post(page).status_code == 302
    submission.refresh_from_db()
    assert submission.state == "withdrawn"


# ---- receipts -----------------------------------------------------------------------------------------


def test_a_receipt_tells_strangers_only_that_it_exists(client, cast) -> None:
    round = a_round_now(cast)
    submission = now_sent(cast, round, text="for the author's eyes")
    base = f"/en/harbour/comments/receipt/{submission.receipt}/"
    for person in (None, cast.dana, cast.olga, cast.farid):
        if person is not None:
            sign_in(client, person)
        page = client.get(base)
        text = unescape(page.content.decode())
        assert page.status_code == 200 and submission.receipt in text
        assert "author's eyes" not in text and "Chen" not in text
        assert client.get(base + "receipt.json").status_code == 403
        assert client.get(base + "content.json").status_code == 404
    for person in (cast.chen, cast.amina, cast.bruno):
        assert "author's eyes" in unescape(sign_in(client, person).get(base).content.decode())
    assert client.get(f"/en/other/comments/receipt/{submission.receipt}/").status_code == 404


def test_the_downloads_prove_themselves(client, cast) -> None:
    round = a_round_now(cast)
    submission = now_sent(cast, round)
    sign_in(client, cast.chen)
    base = f"/en/harbour/comments/receipt/{submission.receipt}/"
    receipt = json.loads(client.get(base + "receipt.json").content)
    assert verify_receipt(receipt, ring())["verified"]
    told = json.loads(client.get(base + "content.json").content)
    assert content_hash(told["content"], told["salt"]) == receipt["content_hash"]


def test_a_code_typed_by_hand_finds_its_receipt(client, cast) -> None:
    submission = now_sent(cast, a_round_now(cast))
    code = submission.receipt.lower().replace("-", " ")
    found = client.get("/en/harbour/comments/receipt/", {"code": code})
    assert found.status_code == 302 and submission.receipt in found.url
    wrong = client.get("/en/harbour/comments/receipt/", {"code": "TX-0000-0000-01"})
    assert wrong.status_code == 404 and b"letter by letter" in wrong.content
    assert client.get("/en/harbour/comments/receipt/").status_code == 200
    assert client.get("/en/harbour/comments/receipt/TX-0000-0000-00/").status_code == 404


# ---- lists ---------------------------------------------------------------------------------------------


def test_names_show_only_where_their_owner_agrees(client, cast) -> None:
    round = a_round(cast)
    for person, shown in ((cast.chen, True), (cast.dana, False)):
        what = entry(round, f"by {person.name[::-1]}", name_shown=shown)
        submit_comment(by=person, round=round, entry=what, at=DURING)
    for ending in ("", "comments.json", "comments.csv"):
        page = client.get(f"/en/harbour/comments/{round.key}/{ending}").content.decode()
        assert "Chen" in page and "Dana" not in page
    assert (
        "Dana"
        in sign_in(client, cast.bruno).get(f"/en/harbour/comments/{round.key}/").content.decode()
    )


def test_the_list_is_narrowed_and_leaves_as_files(client, cast) -> None:
    round = a_round(cast)
    bring(cast, round)
    base = f"/en/harbour/comments/{round.key}/"
    money = paragraph(round, 4).anchor.key

    def numbers(**query):
        return [r["number"] for r in json.loads(client.get(base + "comments.json", query).content)]

    assert numbers() == ["1", "2", "3", "4", "5", "6"]
    assert numbers(section=money) == ["2"]
    assert numbers(type="ge") == ["3", "5"]
    assert numbers(capacity="state") == []
    assert numbers(words="ships") == ["1"]
    assert numbers(at="text") == ["5"]
    assert numbers(at=paragraph(round, 2).anchor.key) == ["1"]
    sign_in(client, cast.amina)
    assert numbers(state="unplaced") == ["3", "4", "6"]
    page = client.get(base, {"type": "ge", "state": "nonsense"})
    assert page.status_code == 200 and b"No such clause" in page.content
    assert client.get(base + "comments.xlsx").content[:2] == b"PK"
    table = client.get(base + "comments.csv").content.decode("utf-8-sig")
    assert "'=1+1 and <b>bold</b>" in table


def test_ones_own_page_and_files(client, cast) -> None:
    round = a_round_now(cast)
    now_sent(cast, round, text="mine alone")
    now_sent(cast, round, cast.dana, text="somebody else's")
    base = "/en/harbour/comments/mine"
    assert client.get(base + "/").status_code == 302
    sign_in(client, cast.chen)
    for ending in ("/", ".json", ".csv"):
        text = client.get(base + ending).content.decode()
        assert "mine alone" in text and "somebody" not in text
    assert client.get(base + ".xlsx").content[:2] == b"PK"


# ---- bringing in tables -----------------------------------------------------------------------------------


def upload(name: str = "t.csv", data: bytes | None = None) -> dict:
    return {"file": SimpleUploadedFile(name, TABLE.encode() if data is None else data)}


def test_a_table_is_shown_first_and_then_brought_in(client, cast) -> None:
    round = a_round(cast)
    sign_in(client, cast.amina)
    base = f"/en/harbour/comments/{round.key}/import/"
    assert client.get(base).status_code == 200
    shown = client.post(base, upload())
    assert shown.status_code == 302 and not Comment.objects.exists()
    page = unescape(client.get(shown.url).content.decode())
    assert "6 comments would come in" in page and "The text has no such section." in page
    assert "Secretariat observations" in page and "observation, kept verbatim" in page
    done = client.post(shown.url, {"capacity": "organisation"})
    assert done.status_code == 302 and done.url.endswith("/unplaced/")
    assert Comment.objects.count() == 6
    twice = client.post(shown.url, {"capacity": "organisation"})
    assert twice.status_code == 422 and b"already" in twice.content
    assert "very file" in client.get(shown.url).content.decode()


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16"])
def test_the_first_rows_show_whether_the_letters_are_read_right(client, cast, encoding) -> None:
    words = "هذه الفقرة غير واضحة ويجب أن تذكر المكتب المسؤول عن الإجابة"
    round = a_round(cast)
    sign_in(client, cast.amina)
    table = f"MB,Clause,Comments\nXA,2,{words}\n".encode(encoding)
    sent = client.post(f"/en/harbour/comments/{round.key}/import/", upload("t.csv", table))
    assert words in client.get(sent.url).content.decode()


def test_a_comment_is_placed_by_form(client, cast) -> None:
    round = a_round(cast)
    bring(cast, round)
    sign_in(client, cast.bruno)
    base = "/en/harbour/comments/"
    assert (
        "The text has no such section."
        in client.get(f"{base}{round.key}/unplaced/").content.decode()
    )
    comment = queries.unplaced(round).first()
    page = f"{base}comment/{comment.key}/place/"
    assert "Where it was" not in client.get(page).content.decode()
    wrong = client.post(page, {"place": "nowhere"})
    assert wrong.status_code == 422
    assert client.post(page, {"place": paragraph(round, 2).anchor.key}).status_code == 302
    again = client.post(page, {"place": "text", "reason": ""})
    assert again.status_code == 422 and b"Say why" in again.content
    assert client.post(page, {"place": "text", "reason": "General"}).status_code == 302
    assert "General" in client.get(page).content.decode()
    for person in (cast.chen, cast.olga):
        assert sign_in(client, person).get(page).status_code == 403


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", b"", "empty"),
        ("x.exe", b"x", "“.exe”|“exe”"),
        ("x.xlsx", b"PK\x03\x04", "."),
        ("x.csv", b"one,two\n1,2\n", "No heading row"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(client, cast, name, data, said) -> None:
    round = a_round(cast)
    sign_in(client, cast.amina)
    page = client.post(f"/en/harbour/comments/{round.key}/import/", upload(name, data))
    assert page.status_code == 422 and re.search(said, unescape(page.content.decode()))


def test_a_large_table_is_brought_in_by_the_worker(client, cast) -> None:
    from django_q.models import OrmQ

    round = a_round(cast)
    rows = "".join(f"XA,1,te,Comment {n}\n" for n in range(2_001))
    sign_in(client, cast.amina)
    shown = client.post(
        f"/en/harbour/comments/{round.key}/import/",
        upload("big.csv", ("MB,Clause,Type,Comments\n" + rows).encode()),
    )
    preview = client.get(shown.url).content.decode()
    assert "Comment 0" in preview and "Comment 2000" not in preview  # page by page
    started = client.post(shown.url, {"capacity": "state"})
    assert "/import/progress/" in started.url and OrmQ.objects.exists()
    assert "being brought in" in client.get(started.url).content.decode()
    from travaux.plumbing.tasks import run_job

    job = Job.objects.get()
    file = shown.url.rstrip("/").rsplit("/", 1)[-1]
    told = {"round_key": round.key, "file_key": file, "capacity": "state", "late": False}
    run_job("travaux.comments.tasks.import_table", job.key, told)
    assert Comment.objects.count() == 2_001
    Job.objects.update(state="running")  # delivered again after a kill: it is brought in once
    run_job("travaux.comments.tasks.import_table", job.key, told)
    assert Comment.objects.count() == 2_001
    assert client.get(started.url).status_code == 302


def test_a_file_too_long_to_be_gone_through_says_so(client, cast) -> None:
    round = a_round(cast)
    rows = "".join(f"XA,1,te,Comment {n}\n" for n in range(10_001))
    sign_in(client, cast.amina)
    shown = client.post(
        f"/en/harbour/comments/{round.key}/import/",
        upload("long.csv", ("MB,Clause,Type,Comments\n" + rows).encode()),
    )
    preview = client.get(shown.url).content.decode()
    assert "As the first rows are read" in preview and "Comment 0" in preview


def test_only_the_secretariat_reaches_the_import(client, cast) -> None:
    round = a_round(cast)
    base = f"/en/harbour/comments/{round.key}/import/"
    assert client.get(base).status_code == 302
    for name in PEOPLE:
        expected = 200 if name == "amina" else 403
        assert sign_in(client, getattr(cast, name)).get(base).status_code == expected


# ---- reading ---------------------------------------------------------------------------------------------


def test_a_button_stands_at_every_paragraph(client, cast) -> None:
    round = a_round_now(cast)
    now_sent(cast, round)
    page = f"/en/harbour/comments/read/{round.version.key}/"
    text = client.get(page).content.decode()
    assert text.count("/at/") == 6  # two headings, four paragraphs; the sub-paragraph with its own
    assert "comment you may read" not in text
    text = sign_in(client, cast.chen).get(page).content.decode()
    assert "1 comment you may read" in text
    save_draft(by=cast.dana, round=round, entry=entry(round), at=clock.now())
    assert "1 draft of yours" in sign_in(client, cast.dana).get(page).content.decode()
    assert "draft of yours" not in sign_in(client, cast.amina).get(page).content.decode()


def test_a_version_without_a_round_is_read_without_buttons(client, cast) -> None:
    version = publish(cast.process)
    text = client.get(f"/en/harbour/comments/read/{version.key}/").content.decode()
    assert "Harbours serve" in text and "/at/" not in text


def test_reading_three_hundred_paragraphs_with_five_thousand_comments(
    client, cast, django_assert_max_num_queries
) -> None:
    blocks = [("heading", 1, "1", "", "One")]
    blocks += [("paragraph", 0, str(n), "", f"Paragraph {n} says so. " * 8) for n in range(300)]
    round = a_round_now(cast, publish(cast.process, blocks))
    drafts = save_draft(by=cast.chen, round=round, entry=entry(round), at=clock.now())
    sent = submit_drafts(by=cast.chen, round=round, drafts=[drafts], form_token="b", at=clock.now())
    ids = list(round.version.paragraphs.values_list("pk", flat=True))
    Comment.objects.bulk_create(
        [
            Comment(
                submission=sent, round=round, number=n + 10, paragraph_id=ids[1 + n % 300], text="x"
            )
            for n in range(5_000)
        ]
    )
    page = f"/en/harbour/comments/read/{round.version.key}/"
    sign_in(client, cast.bruno)
    client.get(page)  # the outline of a published version is reckoned once
    with django_assert_max_num_queries(16):
        shown = client.get(page)
    assert "comments you may read" in shown.content.decode()
    with django_assert_max_num_queries(14):
        client.get(f"/en/harbour/comments/{round.key}/")


def test_sending_asks_few_questions_of_the_database(
    client, cast, django_assert_max_num_queries
) -> None:
    round = a_round_now(cast)
    where = address(round)
    sign_in(client, cast.chen)
    with django_assert_max_num_queries(
        19
    ):  # session, person, second factor, BEGIN and COMMIT among them
        assert client.post(where, typed()).status_code == 302


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_every_page_opens_in_the_six_languages(client, cast, language) -> None:
    round = a_round_now(cast)
    submission = now_sent(cast, round)
    draft = save_draft(by=cast.chen, round=round, entry=entry(round), at=clock.now())
    sign_in(client, cast.chen)
    base = f"/{language}/harbour/comments/"
    for page in (
        f"read/{round.version.key}/",
        f"{round.key}/",
        f"{round.key}/yours/",
        f"{round.key}/whole-text/",
        f"draft/{draft.key}/",
        f"receipt/{submission.receipt}/",
        "receipt/",
        "mine/",
    ):
        assert client.get(base + page).status_code == 200, page


# ---- kept pages ------------------------------------------------------------------------------------


def reading_page(round) -> str:
    return f"/en/harbour/comments/read/{round.version.key}/"


def test_the_public_page_closes_in_the_instant_in_which_the_round_closes(
    client, cast, monkeypatch
) -> None:
    """Nobody does anything at the deadline, and the page that was kept is not shown any longer."""
    round = a_round(cast)
    ends = input_until(round)
    monkeypatch.setattr(clock, "now", lambda: ends - timedelta(seconds=1))
    before = [client.get(reading_page(round)).content.decode() for _ in range(2)]
    assert before[0] == before[1] and "/comments/" + round.key + "/at/" in before[0]
    assert "The round on this version is closed" not in before[0]
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert "The round on this version is closed" in client.get(reading_page(round)).content.decode()


def test_an_extension_shows_at_once_on_the_public_page(client, cast, monkeypatch) -> None:
    round = a_round(cast)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    first = client.get(reading_page(round))
    assert (
        client.get(reading_page(round), headers={"If-None-Match": first["ETag"]}).status_code == 304
    )
    later = round.closes_at + timedelta(days=9)
    extend_round(
        by=cast.amina, round=round, closes_at=later, reason="Holidays.", at=DURING,
    )  # fmt: skip
    now = client.get(reading_page(round), headers={"If-None-Match": first["ETag"]})
    assert now.status_code == 200
    assert later.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") in now.content.decode()


def test_what_a_person_sees_is_never_kept_for_others(client, cast, monkeypatch) -> None:
    round = a_round_now(cast)
    now_sent(cast, round, text="Mine alone")
    mine = sign_in(client, cast.chen).get(reading_page(round))
    assert "1 comment you may read" in mine.content.decode() and "ETag" not in mine
    client.logout()
    assert "comment you may read" not in client.get(reading_page(round)).content.decode()
    other = sign_in(client, cast.dana).get(reading_page(round)).content.decode()
    assert "comment you may read" not in other


def test_counts_beside_paragraphs_cost_the_same_for_few_and_for_many(client, cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    round = a_round_now(cast)
    found = []
    for more in (1, 20):
        for n in range(more):
            now_sent(cast, round, text=f"Comment {more}-{n}")
        for person in (cast.chen, cast.bruno, None):
            client.logout()
            if person is not None:
                sign_in(client, person)
            client.get(reading_page(round))
            with CaptureQueriesContext(connection) as seen:
                page = client.get(reading_page(round) + "?again=1")
            assert page.status_code == 200
            found.append(len(seen))
    assert found[:3] == found[3:]
    assert max(found) <= 9


def test_the_file_of_ones_own_comments_asks_who_one_is(client, cast) -> None:
    round = a_round_now(cast)
    now_sent(cast, round, text="Mine alone")
    for ending in ("xlsx", "csv", "json"):
        page = f"/en/harbour/comments/mine.{ending}"
        client.logout()
        asked = client.get(page)
        assert asked.status_code == 302 and "/accounts/login/" in asked.url
        assert sign_in(client, cast.chen).get(page).status_code == 200
