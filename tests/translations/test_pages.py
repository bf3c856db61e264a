"""The pages of the translations, by everybody."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.drafts.texts import brought_in, numbered, published
from tests.journeys.worlds import browser
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.translations import actions, queries
from travaux.translations.models import Translation, TranslationJob
from travaux.translations.states import Standing

pytestmark = pytest.mark.django_db


def at(name: str, *also: str) -> str:
    return reverse(f"translations:{name}", args=["harbour", *also])


def test_a_drafter_translates_by_the_form_and_goes_on(cast) -> None:
    version = published(cast)
    client = browser(cast.bruno)
    page = client.get(at("paragraphs", version.key, "ar")).content.decode()
    assert "Translate the next paragraph" in page
    row = numbered(version, "1")
    here = at("paragraph", version.key, "ar", row.anchor.key)
    page = client.get(here).content.decode()
    assert 'dir="rtl"' in page and "&lt;1&gt;residents&lt;/1&gt;" in page
    sent = {"seen": "0", row.anchor.key: "ميناء <1>سكانه</1>", "do": "next"}
    answer = client.post(here, sent)
    assert answer.status_code == 302 and row.anchor.key not in answer["Location"]
    assert queries.standing_of([row], "ar")[row.anchor_id].standing == Standing.CURRENT
    again = client.post(here, {**sent, row.anchor.key: "شيء آخر"})
    text = again.content.decode()
    assert again.status_code == 200 and "شيء آخر" in text and "سكانه" in text
    assert "Somebody else saved" in text
    made = Translation.objects.get()
    answer = browser(cast.elif_).post(
        here, {"seen": made.pk, row.anchor.key: "ميناء <1>سكانه</1>", "do": "review"}
    )
    assert answer.status_code == 302
    assert queries.standing_of([row], "ar")[row.anchor_id].standing == Standing.REVIEWED


def test_it_is_read_in_the_language_with_its_source_beside(cast) -> None:
    version = published(cast)
    row = numbered(version, "2")
    here = at("paragraph", version.key, "ar", row.anchor.key)
    browser(cast.bruno).post(here, {"seen": "0", row.anchor.key: "تنشر الموانئ.", "do": "save"})
    page = browser(None).get(at("reading", version.key, "ar")).content.decode()
    assert "تنشر الموانئ." in page and "Harbours publish in plain words" in page
    assert "Not translated; shown as in the source" in page
    for ending in ("docx", "pdf", "html", "md", "akn.xml"):
        answer = browser(None).get(at("text-file", version.key, "ar", ending))
        assert answer.status_code in (200, 422), ending  # 422 where the machine lacks the font
    text = browser(None).get(at("text-file", version.key, "ar", "md")).content.decode()
    assert "تنشر الموانئ." in text and "paragraphs not translated" in text


@pytest.mark.parametrize("name", ["chen", "dana", "olga", "nobody"])
def test_work_is_for_those_who_have_it(cast, name: str) -> None:
    version, hidden = published(cast), brought_in(cast, titles={"en": "Unseen harbour"})
    row = numbered(version, "1")
    client = browser(getattr(cast, name, None))
    assert client.get(at("overview", version.key)).status_code == 200
    assert client.get(at("overview", hidden.key)).status_code == 404
    assert client.get(at("reading", hidden.key, "fr")).status_code == 404
    for page in ("job", "bring-file"):
        assert client.get(at(page, version.key, "fr")).status_code in (302, 403)
    assert client.get(at("units", version.key, "fr", "po")).status_code in (302, 403)
    here = at("paragraph", version.key, "fr", row.anchor.key)
    assert client.post(here, {"seen": "0", row.anchor.key: "Un"}).status_code in (302, 403)
    assert not Translation.objects.exists()
    assert client.get(at("paragraphs", version.key, "en")).status_code == 404


def test_a_file_goes_out_and_comes_back_after_a_look(cast) -> None:
    version = published(cast)
    client = browser(cast.bruno)
    out = client.get(at("units", version.key, "fr", "po") + "?only=open").content.decode()
    filled = out.replace(
        'msgid "The last word."\nmsgstr ""', 'msgid "The last word."\nmsgstr "Fin."'
    )
    assert filled != out
    sent = client.post(
        at("bring-file", version.key, "fr"), {"file": SimpleUploadedFile("a.po", filled.encode())}
    )
    assert sent.status_code == 302 and not Translation.objects.exists()
    assert "The file holds 1 new translation" in client.get(sent["Location"]).content.decode()
    client.post(sent["Location"])
    assert Translation.objects.get().body == "Fin."
    wrong = client.post(
        at("bring-file", version.key, "fr"), {"file": SimpleUploadedFile("a.txt", b"x")}
    )
    assert "come back as .xlf" in wrong.content.decode()


def test_a_job_is_given_out_and_delivered_by_pages(cast) -> None:
    version = published(cast)
    client = browser(cast.amina)
    here = at("job", version.key, "fr")
    wrong = client.post(here, {"do": "open", "translator": "who@example.org"})
    assert "Nobody here has this address" in wrong.content.decode()
    client.post(here, {"do": "open", "translator": "chen@example.org", "remark": "Soon"})
    job = TranslationJob.objects.get()
    assert job.translator == cast.chen
    assert "Soon" in browser(cast.chen).get(here).content.decode()
    browser(cast.chen).post(here, {"do": "deliver"})
    client.post(here, {"do": "close"})
    job.refresh_from_db()
    assert job.state == "closed"
    assert "Earlier jobs" in client.get(here).content.decode()


def test_lists_leave_as_files_and_ticks_are_kept(cast) -> None:
    version = published(cast)
    client = browser(cast.bruno)
    for ending in ("xlsx", "csv", "json"):
        assert client.get(at("overview-file", version.key, ending)).status_code == 200
        assert client.get(at("paragraphs-file", version.key, "fr", ending)).status_code == 200
    from tests.translations.test_translating import next_version

    later = next_version(cast, version, {"3": "The last words."})
    row = numbered(later, "3")
    page = client.get(at("meaning", later.key)).content.decode()
    assert "<ins>" in page
    client.post(at("meaning", later.key), {"same": row.anchor.key})
    assert "Meaning unchanged</span>" in client.get(at("meaning", later.key)).content.decode()


def test_the_machine_is_asked_only_where_there_is_one(cast, settings) -> None:
    version = published(cast)
    client = browser(cast.bruno)
    assert client.post(at("machine", version.key, "fr")).status_code == 404
    settings.TRANSLATOR_URL = "http://127.0.0.1:9"
    assert "Let the machine" in client.get(at("paragraphs", version.key, "fr")).content.decode()
    assert client.post(at("machine", version.key, "fr")).status_code == 302


def test_a_comment_made_on_the_translation_reaches_the_paragraph(cast) -> None:
    from tests.comments.texts import a_round_now
    from travaux.comments.models import Comment

    version = published(cast)
    row = numbered(version, "2")
    browser(cast.bruno).post(
        at("paragraph", version.key, "ar", row.anchor.key),
        {"seen": "0", row.anchor.key: "تنشر الموانئ.", "do": "save"},
    )
    round = a_round_now(cast, version)
    client = browser(cast.chen)
    page = client.get(reverse("comments:reading", args=["harbour", version.key]) + "?in=ar")
    text = page.content.decode()
    assert "تنشر الموانئ." in text and "?in=ar" in text
    form = reverse("comments:comment", args=["harbour", round.key, row.anchor.key]) + "?in=ar"
    page = client.get(form)
    assert "تنشر الموانئ." in page.content.decode()
    token = page.context["form"].initial["form_token"]
    client.post(form, {
        "type": "ge", "text": "غير واضح", "proposed": "تنشر الموانئ بوضوح.", "language": "ar",
        "capacity": "person", "form_token": token, "do": "send",
    })  # fmt: skip
    comment = Comment.objects.get()
    assert comment.paragraph == row and comment.quote == "تنشر الموانئ." and comment.read_in == "ar"
    # the desk of that paragraph, and the list of comments, show the words that were read
    desk = browser(cast.amina).get(
        reverse("answers:desk", args=["harbour", round.key]), {"at": row.anchor.key}
    )
    words = desk.content.decode()
    assert "غير واضح" in words and "تنشر الموانئ." in words and "Made on the translation" in words
    [told] = (
        browser(cast.amina)
        .get(reverse("comments:list-file", args=["harbour", round.key, "json"]))
        .json()
    )
    assert (told["read_in"], told["words_read"]) == ("ar", "تنشر الموانئ.")


def test_a_reviser_does_not_lose_what_they_mended(cast) -> None:
    version = published(cast)
    row = numbered(version, "2")
    here = at("paragraph", version.key, "fr", row.anchor.key)
    browser(cast.bruno).post(
        here, {"seen": "0", row.anchor.key: "Les ports publient.", "do": "save"}
    )
    made = Translation.objects.get()
    mended = {"seen": made.pk, row.anchor.key: "Les ports publient tout.", "do": "review"}
    page = browser(cast.elif_).post(here, mended).content.decode()
    assert "Save them first" in page and "Les ports publient tout." in page
    made.refresh_from_db()
    assert made.reviewed_at is None
    mended[row.anchor.key] = "Les ports publient."
    assert browser(cast.elif_).post(here, mended).status_code == 302
    made.refresh_from_db()
    assert made.reviewed_at is not None


def test_what_a_machine_made_is_labelled_in_files_and_lists(cast) -> None:
    version = published(cast)
    row = numbered(version, "2")
    actions.keep_machine_words(
        by=cast.bruno, version=version, language="fr", engine="demo.example", at=clock.now(),
        targets={row.anchor.key: "Les ports publient."},
    )  # fmt: skip
    text = browser(None).get(at("text-file", version.key, "fr", "md")).content.decode()
    assert "Made by a machine, seen by nobody: 1" in text  # in the head
    label = "Fait par une machine, vu par personne"
    assert f"{label}." in text  # and on the paragraph, in the language of the text
    listed = browser(None).get(at("paragraphs-file", version.key, "fr", "json")).json()
    [machine] = [one for one in listed if one["machine"]]
    assert machine["machine"] == "demo.example" and machine["translated_at"]
    made = Translation.objects.get()
    actions.review_translation(
        by=cast.elif_, paragraph=row, language="fr", seen=made.pk, at=clock.now()
    )
    text = browser(None).get(at("text-file", version.key, "fr", "md")).content.decode()
    assert "Made by a machine" not in text and label not in text


def test_the_page_says_how_far_the_machine_is_and_what_stopped_it(cast, settings) -> None:
    version = published(cast)
    settings.TRANSLATOR_URL = "http://127.0.0.1:9"
    client = browser(cast.bruno)
    here = at("paragraphs", version.key, "fr")
    client.post(at("machine", version.key, "fr"))
    page = client.get(here).content.decode()
    assert "The machine is at work." in page and "Let the machine" not in page
    client.post(at("machine", version.key, "fr"))
    [job] = Job.objects.all()  # it is not asked twice
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED, said={"code": "machine-does-not-answer"}
    )
    page = client.get(here).content.decode()
    assert "did not answer as it should" in page and "Let the machine" in page
    assert "did not answer" not in browser(None).get(here).content.decode()


def test_who_has_a_job_finds_it_on_their_own_page(cast) -> None:
    version = published(cast)
    client = browser(cast.amina)
    here = at("job", version.key, "fr")
    client.post(here, {"do": "open"})
    wrong = client.post(here, {"do": "change", "translator": "who@example.org", "remark": "Keep"})
    page = wrong.content.decode()
    assert "Nobody here has this address" in page and "Keep" in page
    client.post(here, {"do": "change", "translator": "chen@example.org"})
    assert TranslationJob.objects.get().translator == cast.chen
    assert here in browser(cast.chen).get("/en/me/").content.decode()
    assert here not in browser(cast.hana).get("/en/me/").content.decode()
    files = [browser(p).get(at("overview-file", version.key, "csv")) for p in (cast.amina, None)]
    told = [answer.content.decode() for answer in files]
    assert str(cast.chen) in told[0] and str(cast.chen) not in told[1]
