"""The pages of drafts, by everybody."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.drafts.texts import AT, HARBOUR, brought_in, numbered, published, words
from travaux.drafts import actions
from travaux.drafts.models import Text, Version
from travaux.roadmap.models import Deliverable

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_(client):
    """A client signed in as somebody."""

    def enter(person):
        client.logout()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client

    return enter


def at(name: str, *also: str) -> str:
    return reverse(f"drafts:{name}", args=["harbour", *also])


def upload(data: bytes, name: str, **also: str) -> dict[str, object]:
    fields = {"text": "new", "numbering": "as-is", **also}
    return {**fields, "file": SimpleUploadedFile(name, data)}


EVERYBODY = ["amina", "bruno", "chen", "farid", "greta", "hana", "dana", "olga", "nobody"]
OPEN_PAGES = ["mend", "facts", "publish"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_unpublished_pages_are_for_drafters_only(cast, as_, name: str) -> None:
    version = brought_in(cast, titles={"en": "Unseen harbour"})
    row = numbered(version, "1")
    client = as_(getattr(cast, name, None))
    drafts = name in {"amina", "bruno"}
    pages = [
        at("reading", version.key),
        *(at(page, version.key) for page in OPEN_PAGES),
        at("paragraph", version.key, row.anchor.key),
        at("insert", version.key, row.anchor.key),
        at("history", version.key),
        at("history-file", version.key, "csv"),
        at("source", version.key),
        at("export", version.key, "md"),
        at("compare", version.key, version.key),
    ]
    for page in pages:
        answer = client.get(page)
        if drafts:
            assert answer.status_code == 200, page
        else:
            assert answer.status_code in (302, 403), page
            assert b"Unseen" not in answer.content and b"residents" not in answer.content
    listed = client.get(at("list")).content
    assert (b"Unseen" in listed) == drafts
    for ending in ("csv", "json"):
        assert (b"Unseen" in client.get(at("list-file", ending)).content) == drafts
    for page in ("freeze", "unfreeze", "publish", "next", "discard"):
        if not drafts:
            assert client.post(at(page, version.key)).status_code in (302, 403)
    version.refresh_from_db()
    assert version.state == "preview"


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_published_version_is_everyones(cast, as_, name: str) -> None:
    version = published(cast, symbol="HB/1")
    client = as_(getattr(cast, name, None))
    page = client.get(at("reading", version.key))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Draft, not for citation" in text and "HB/1" in text
    assert 'datetime="2024-01-09"' in text
    for ending in ("docx", "pdf", "md", "html", "json", "ids.json", "akn.xml", "xlsx", "csv"):
        assert client.get(at("export", version.key, ending)).status_code == 200
    assert client.get(at("mend", version.key)).status_code in (302, 403)
    assert b"harbour.md" not in client.get(at("source", version.key)).content


def test_another_process_knows_nothing_of_it(cast, as_) -> None:
    version = published(cast)
    client = as_(None)
    assert client.get(reverse("drafts:reading", args=["other", version.key])).status_code == 404
    assert client.get(reverse("drafts:list", args=["nowhere"])).status_code == 404
    assert client.get(at("reading", "nothing")).status_code == 404


def test_from_file_to_published_in_few_steps(cast, as_) -> None:
    client = as_(cast.bruno)
    steps = 1  # the form is opened
    assert client.get(at("import")).status_code == 200
    answer = client.post(at("import"), upload(HARBOUR, "harbour.md", symbol="HB/1"))
    steps += 1
    version = Version.objects.get()
    assert answer.status_code == 302 and answer.url == at("mend", version.key)
    page = client.get(answer.url).content.decode()
    assert "5 numbered paragraphs" in page and "2 sections" in page
    assert client.post(at("freeze", version.key)).status_code == 302
    steps += 1
    assert "Publish for everyone" in client.get(at("publish", version.key)).content.decode()
    answer = client.post(at("publish", version.key))
    steps += 1
    assert answer.url == at("reading", version.key)
    version.refresh_from_db()
    assert version.is_published and steps <= 12


def test_a_text_is_named_at_its_deliverable_of_the_mandate(cast, as_) -> None:
    """Of a new text it is asked; with a later version another can be chosen, or it stays."""
    for code in ("draft", "study"):
        Deliverable.objects.create(
            process=cast.process, code=code, kind="draft", titles={"en": f"The {code}"}
        )
    client = as_(cast.bruno)
    assert "The study" in client.get(at("import")).content.decode()
    client.post(at("import"), upload(HARBOUR, "harbour.md", deliverable="draft"))
    text = Text.objects.get()
    assert text.deliverable is not None and text.deliverable.code == "draft"
    for chosen, kept in (("", "draft"), ("study", "study")):
        client.post(at("import"), upload(HARBOUR, "harbour.md", text=text.key, deliverable=chosen))
        text.refresh_from_db()
        assert text.deliverable is not None and text.deliverable.code == kept
    answer = client.post(at("import"), upload(HARBOUR, "harbour.md", deliverable="elsewhere"))
    assert answer.status_code == 422 and Version.objects.count() == 3


def test_pasted_text_and_the_next_version(cast, as_) -> None:
    client = as_(cast.bruno)
    first = published(cast)
    answer = client.post(
        at("import"),
        {"text": first.text.key, "numbering": "as-is", "pasted": HARBOUR.decode() + "\n4. New."},
    )
    assert answer.status_code == 302
    second = first.text.versions.get(number=2)
    page = client.get(at("compare", first.key, second.key)).content.decode()
    assert "1 change from version 1 to version 2" in page and "<ins>New.</ins>" in page


def _docx(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return data.getvalue()


BAD = {
    "empty.docx": (b"", "empty"),
    "broken.docx": (b"PK\x03\x04 not a zip", "damaged"),
    "text.docx": (b"just words", "damaged"),
    "bomb.docx": (_docx(word__document_xml=b"0" * 40_000_000), "unpacks to far more"),
    "macro.docm": (b"PK\x03\x04", "macros"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word"),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "picture.png": (b"\x89PNG", "ending"),
    "words.json": (b'{"a": ', "JSON"),
    "blank.md": (b" \n \n", "no words"),
    "scan.md": (b"%PDF-1.7", "not what its ending says"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_at_its_field_and_nothing_is_lost(cast, as_, name: str) -> None:
    data, said = BAD[name]
    answer = as_(cast.bruno).post(
        at("import"),
        upload(data, name, title="Typed title", symbol="HB/9", remark="Typed <remark>"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(r'<p class="error" id="id_file_error">(.*?)</p>', page)
    assert error and said in error[1]
    assert name in error[1] or not data
    assert 'value="Typed title"' in page and "Typed &lt;remark&gt;" in page and "HB/9" in page
    assert not Text.objects.exists()


def test_a_file_that_is_too_large_keeps_the_fields(cast, as_, settings) -> None:
    settings.UPLOAD_BYTES = 200_000
    answer = as_(cast.bruno).post(
        at("import"), upload(b"1. w\n\n" * 90_000, "big.md", title="Kept title")
    )
    assert answer.status_code == 413
    assert "Kept title" in answer.content.decode() and not Text.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256", "utf-8-sig"])
def test_other_encodings_are_read_and_said(cast, as_, encoding: str) -> None:
    text = "1. الميناء يبدأ بما يحتاجه السكان.\n\n2. تنشر الموانئ ما تحتفظ به من بيانات.\n" * 5
    answer = as_(cast.bruno).post(
        at("import"), upload(text.encode(encoding), "ar.md", language="ar")
    )
    version = Version.objects.get()
    assert answer.status_code == 302
    assert version.paragraphs.first().body == "الميناء يبدأ بما يحتاجه السكان."
    page = as_(cast.bruno).get(answer.url).content.decode()
    assert 'dir="rtl"' in page and ("encoding" in page) == (encoding == "cp1256")


def test_nothing_chosen_is_told(cast, as_) -> None:
    answer = as_(cast.bruno).post(at("import"), {"text": "new", "numbering": "as-is", "title": "T"})
    assert answer.status_code == 422 and b"Choose a file or paste" in answer.content


def test_markup_in_a_text_stays_words(cast, as_) -> None:
    version = published(cast, b'1. <script>alert(1)</script> & "quay" [x](javascript:alert(1))')
    page = as_(None).get(at("reading", version.key)).content.decode()
    assert (
        "<script>alert" not in page and "&lt;script&gt;" in page and 'href="javascript' not in page
    )


def test_the_reading_page_shows_every_kind(cast, as_) -> None:
    version = published(cast)
    page = as_(None).get(at("reading", version.key)).content.decode()
    assert "<em>residents</em>" in page and '<th scope="col">Quay</th>' in page
    assert "depth = 7" in page and "Depths at low water." in page
    assert "(a)" in page and "[harbour.data]" in page
    one = numbered(version, "1")
    assert f'id="p-{one.anchor.key}"' in page
    sub = version.paragraphs.select_related("anchor").get(number="(b)")
    assert f'id="p-{sub.anchor.key}"' in page


def _many(count: int) -> bytes:
    return "\n\n".join(f"{n}. " + "word " * 40 for n in range(1, count + 1)).encode()


def test_queries_do_not_grow_with_the_text(cast, as_, django_assert_max_num_queries) -> None:
    short, long = published(cast, _many(10)), published(cast, _many(400))
    client = as_(None)
    client.get(at("reading", short.key))
    for version in (short, long):
        with django_assert_max_num_queries(6):
            page = client.get(at("reading", version.key))
        assert page.status_code == 200
    assert len(page.content) < 60_000
    last = client.get(at("reading", long.key) + "?part=9999").content.decode()
    assert ">400</a>" in last
    assert client.get(at("reading", long.key) + "?part=nonsense").status_code == 200
    whole = client.get(at("reading", long.key) + "?part=all").content.decode()
    assert ">1</a>" in whole and ">400</a>" in whole
    key = numbered(long, "300").anchor.key
    assert (
        f'at" id="p-{key}"' in client.get(at("reading", long.key) + f"?at={key}").content.decode()
    )


def test_the_editor_is_bounded_too(cast, as_, django_assert_max_num_queries) -> None:
    version = brought_in(cast, _many(400))
    client = as_(cast.bruno)
    client.get(at("list"))
    with django_assert_max_num_queries(16):
        client.get(at("mend", version.key))


def test_ticked_paragraphs_are_mended_at_once(cast, as_) -> None:
    version = brought_in(cast, b"Scope\n\nOne.\n\nAims\n\nTwo.")
    client = as_(cast.bruno)
    rows = list(version.paragraphs.select_related("anchor"))
    post = {"structure": "0", "do": "heading-1", "p": [rows[0].anchor.key, rows[2].anchor.key]}
    assert client.post(at("mend", version.key), post).status_code == 302
    assert list(version.paragraphs.values_list("kind", flat=True)) == ["heading", "paragraph"] * 2
    again = client.post(at("mend", version.key), post)
    page = again.content.decode()
    assert again.status_code == 409 and "Nothing of yours was overwritten" in page
    assert page.count(" checked") == 2  # what was ticked stays ticked
    client.post(at("mend", version.key), {"structure": "1", "renumber": "by-section"})
    assert list(version.paragraphs.values_list("number", flat=True)) == ["", "1", "", "1"]
    client.post(at("mend", version.key), {"structure": "2", "do": "join", "p": rows[3].anchor.key})
    assert words(version) == ["Scope", "One.", "Aims Two."]
    nothing = client.post(at("mend", version.key), {"structure": "3", "do": "remove"})
    assert nothing.status_code == 409 and "Tick at least one" in nothing.content.decode()


def test_words_and_cuts_on_the_page_of_a_paragraph(cast, as_) -> None:
    version = brought_in(cast, b"1. One two. Three four.\n\n2. Last.")
    row = numbered(version, "1")
    page = at("paragraph", version.key, row.anchor.key)
    client = as_(cast.bruno)
    assert "One two. Three four." in client.get(page).content.decode()
    post = {"form": "words", "revision": "0", "structure": "0"}
    answer = client.post(page, {**post, "body": "One 2 two.\r\n\r\nThree four."})
    assert answer.status_code == 302
    assert words(version) == ["One 2 two.", "Three four.", "Last."]
    client.post(
        page, {"form": "kind", "structure": "1", "kind": "heading", "level": "2", "number": "I"}
    )
    row.refresh_from_db()
    assert (row.kind, row.level, row.number) == ("heading", 2, "I")
    client.post(page, {"form": "place", "structure": "2", "do": "down"})
    assert words(version) == ["Three four.", "One 2 two.", "Last."]
    client.post(page, {"form": "place", "structure": "3", "do": "up"})
    assert words(version) == ["One 2 two.", "Three four.", "Last."]
    client.post(
        at("insert", version.key, "start"),
        {"body": "First.", "kind": "paragraph", "number": "0", "structure": "4"},
    )
    assert words(version)[0] == "First."
    stale = client.post(
        at("insert", version.key, "start"),
        {"body": "Mine <kept>", "kind": "paragraph", "structure": "4"},
    )
    assert stale.status_code == 409 and "Mine &lt;kept&gt;" in stale.content.decode()


def test_both_texts_stand_side_by_side_and_the_person_decides(cast, as_) -> None:
    base = published(cast, b"1. The quay is long.")
    version = actions.start_working_version(by=cast.bruno, based_on=base, at=AT)
    row = numbered(version, "1")
    page = at("paragraph", version.key, row.anchor.key)
    actions.edit_paragraph(
        by=cast.bruno, paragraph=row, body="The quay is short.", revision=0, at=AT
    )
    client = as_(cast.elif_)
    post = {"form": "words", "revision": "0", "structure": "0", "body": "The quay is <wide>."}
    answer = client.post(page, post)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Nothing was overwritten" in shown
    assert "The quay is short." in shown and "The quay is &lt;wide&gt;." in shown
    assert "<del>short</del><ins>&lt;wide&gt;</ins>" in shown
    row.refresh_from_db()
    assert row.body == "The quay is short."
    revision = re.search(r'name="revision" value="(\d+)"', shown)
    assert revision and revision[1] == "1"
    assert client.post(page, {**post, "revision": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.body == "The quay is <wide>."
    history = client.get(at("history", version.key)).content.decode()
    assert "Bruno" in history and "Elif" in history and "2 changes" in history
    found = json.loads(client.get(at("history-file", version.key, "json")).content)
    assert [line["after"] for line in found] == ["The quay is <wide>.", "The quay is short."]


def test_words_for_a_paragraph_that_went_are_kept(cast, as_) -> None:
    version = brought_in(cast)
    row = numbered(version, "2")
    key = row.anchor.key
    actions.remove_paragraphs(by=cast.elif_, version=version, anchors=[key], seen_revision=0, at=AT)
    answer = as_(cast.bruno).post(
        at("paragraph", version.key, key),
        {"form": "words", "revision": "0", "structure": "0", "body": "My long words."},
    )
    assert answer.status_code == 409 and "My long words." in answer.content.decode()


def test_facts_publish_next_and_back(cast, as_) -> None:
    version = brought_in(cast)
    client = as_(cast.amina)
    facts = {"symbol": "HB/7", "dated_on": "2024-02-30", "language": "en", "title_en": "Harbours"}
    wrong = client.post(at("facts", version.key), facts)
    assert wrong.status_code == 422 and "HB/7" in wrong.content.decode()
    assert "year-month-day" in wrong.content.decode()
    facts["dated_on"] = "2024-02-28"
    assert client.post(at("facts", version.key), facts).status_code == 302
    early = client.post(at("publish", version.key))
    assert early.status_code == 409 and "Freeze this version first" in early.content.decode()
    client.post(at("freeze", version.key))
    client.post(at("unfreeze", version.key))
    client.post(at("freeze", version.key))
    client.post(at("publish", version.key))
    version.refresh_from_db()
    assert version.is_published and version.titles == {"en": "Harbours"}
    answer = client.post(at("next", version.key))
    second = version.text.versions.get(number=2)
    assert answer.url == at("mend", second.key)
    assert client.post(at("next", version.key)).url == at("mend", second.key)
    key = numbered(second, "2").anchor.key
    client.post(at("mend", second.key), {"structure": "0", "one": f"remove:{key}"})
    page = client.get(at("mend", second.key)).content.decode()
    assert f"put-back:{key}" in page
    client.post(at("mend", second.key), {"structure": "1", "one": f"put-back:{key}"})
    assert words(second) == words(version)
    third = brought_in(cast, b"1. Other.", text=version.text)
    assert client.post(at("discard", third.key)).status_code == 302
    assert not Version.objects.filter(pk=third.pk).exists()


def test_compare_filters_pages_and_files(cast, as_) -> None:
    first = published(cast, _many(120))
    second = actions.start_working_version(by=cast.bruno, based_on=first, at=AT)
    for n in range(1, 61):
        row = numbered(second, str(n))
        actions.edit_paragraph(
            by=cast.bruno, paragraph=row, body=row.body + " more", revision=0, at=AT
        )
    client = as_(cast.bruno)
    page = client.get(at("compare", first.key, second.key)).content.decode()
    assert page.count("<ins> more</ins>") == 50 and "60 changes" in page
    rest = client.get(at("compare", first.key, second.key) + "?part=2").content.decode()
    assert rest.count("<ins> more</ins>") == 10
    same = client.get(at("compare", first.key, second.key) + "?only=same").content.decode()
    assert "<ins>" not in same
    found = json.loads(client.get(at("compare-file", first.key, second.key, "json")).content)
    assert len(found) == 60 and found[0]["change"] == "edited"
    for ending in ("xlsx", "csv"):
        assert client.get(at("compare-file", first.key, second.key, ending)).status_code == 200
    other = published(cast, b"1. Else.")
    assert client.get(at("compare", first.key, other.key)).status_code == 403
    # who may not read the newer may not compare with it
    assert as_(None).get(at("compare", first.key, second.key)).status_code == 403


def test_files_carry_symbol_and_status_in_the_readers_language(cast, as_) -> None:
    version = published(cast, symbol="HB/1")
    text = as_(None).get(at("export", version.key, "md")).content.decode()
    assert "HB/1" in text and "not for citation" in text and "residents" in text
    data = as_(None).get(at("export", version.key, "docx")).content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        headers = b"".join(archive.read(n) for n in archive.namelist() if "header" in n)
    assert b"HB/1" in headers and b"not for citation" in headers


def test_demonstration_is_marked_everywhere(cast, as_) -> None:
    version = published(cast, demonstration=True)
    client = as_(None)
    for page in (at("reading", version.key), at("list"), at("compare", version.key, version.key)):
        assert "Demonstration." in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_pages_in_every_language(cast, as_, language: str) -> None:
    from django.utils import translation

    version = brought_in(cast)
    row = numbered(version, "1")
    with translation.override(language):
        pages = [
            at("list"), at("import"), at("reading", version.key), at("mend", version.key),
            at("paragraph", version.key, row.anchor.key), at("publish", version.key),
            at("facts", version.key), at("compare", version.key, version.key),
        ]  # fmt: skip
    client = as_(cast.bruno)
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_every_printed_sheet_says_what_it_is(cast, as_) -> None:
    version = published(cast, symbol='HB/1"; } body { display: none')
    page = as_(None).get(at("reading", version.key)).content.decode()
    assert f'media="print" href="{at("sheet", version.key)}"' in page
    style = as_(None).get(at("sheet", version.key))
    assert style["Content-Type"].startswith("text/css")
    text = style.content.decode()
    assert "Draft, not for citation" in text and text.count("{") == 2 and text.count('"') == 2
    assert as_(None).get(at("sheet", brought_in(cast).key)).status_code == 403


def test_a_part_that_begins_deep_skips_no_level_of_headings(cast, as_) -> None:
    version = published(cast, b"### Deep\n\n1. One.\n\n# High\n\n2. Two.\n\n### Low\n\n3. Three.")
    page = as_(None).get(at("reading", version.key)).content.decode()
    assert re.findall(r"<(h\d)>(Deep|High|Low)", page) == [
        ("h2", "Deep"), ("h2", "High"), ("h3", "Low"),
    ]  # fmt: skip
