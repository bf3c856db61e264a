"""Translations live on with the words, fall behind with them, and come back from files."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.cast import START, Cast
from tests.drafts.texts import AT, numbered, published
from travaux.core.formats.exchange.units import Package
from travaux.drafts import queries as drafted
from travaux.drafts.actions import (
    edit_paragraph,
    freeze_version,
    publish_version,
    start_working_version,
)
from travaux.drafts.queries import block_of
from travaux.journal.models import Line
from travaux.plumbing.models import Job, Mail
from travaux.plumbing.verdicts import Refusal, no
from travaux.translations import actions, engine, exchanging, queries
from travaux.translations.models import SameMeaning, Translation
from travaux.translations.states import Standing

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def put(cast: Cast, paragraph, words: str, language: str = "fr", **also):
    shown = queries.standing_of([paragraph], language)[paragraph.anchor_id]
    known = {"by": cast.bruno, "seen": shown.row.pk if shown.row else 0, "at": LATER, **also}
    return actions.translate_paragraph(
        paragraph=paragraph, language=language, targets={paragraph.anchor.key: words}, **known
    )


def standing(paragraph, language: str = "fr") -> str:
    return queries.standing_of([paragraph], language)[paragraph.anchor_id].standing


def next_version(cast: Cast, version, changes: dict[str, str]):
    working = start_working_version(by=cast.bruno, based_on=version, at=LATER)
    for number, words in changes.items():
        row = working.paragraphs.select_related("anchor", "version__text__process").filter(
            number=number, kind="paragraph"
        )[0]
        edit_paragraph(by=cast.bruno, paragraph=row, body=words, revision=row.revision, at=LATER)
    return working


def test_a_translation_is_current_then_reviewed_by_another(cast: Cast) -> None:
    row = numbered(published(cast), "1")
    assert standing(row) == Standing.MISSING
    made = put(cast, row, "Un port commence par ce dont ses <1>habitants</1> ont besoin.")
    assert standing(row) == Standing.CURRENT and made.marks[0][2] == "em"
    with pytest.raises(Refusal) as refused:
        actions.review_translation(
            by=cast.bruno, paragraph=row, language="fr", seen=made.pk, at=LATER
        )
    assert refused.value.code == "own-translation"
    actions.review_translation(by=cast.elif_, paragraph=row, language="fr", seen=made.pk, at=LATER)
    assert standing(row) == Standing.REVIEWED
    assert Line.objects.last().facts["reviewed"] == row.anchor.key


def test_nobody_writes_over_what_somebody_else_saved_meanwhile(cast: Cast) -> None:
    row = numbered(published(cast), "2")
    put(cast, row, "Un")
    with pytest.raises(Refusal) as refused:
        put(cast, row, "Deux", by=cast.elif_, seen=0)
    assert refused.value.code == "translated-meanwhile"
    assert Translation.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [("  ", "translation-missing"), ("Sans emphase <2>x</2>", "codes-amiss")],
)
def test_what_cannot_be_saved_says_why(cast: Cast, words: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        put(cast, numbered(published(cast), "1"), words)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["chen", "farid", "hana", "dana", "olga"])
def test_others_do_not_translate(cast: Cast, name: str) -> None:
    row = numbered(published(cast), "1")
    with pytest.raises(Refusal) as refused:
        put(cast, row, "Un", by=getattr(cast, name))
    assert refused.value.code == "not-a-translator"
    with pytest.raises(Refusal) as refused:
        put(cast, row, "One", language="en")
    assert refused.value.code == "language-not-wanted"


def test_words_that_stay_keep_their_translation_and_changed_ones_say_so(cast: Cast) -> None:
    version = published(cast)
    kept, changed = numbered(version, "1"), numbered(version, "2")
    put(cast, kept, "Un port.")
    put(cast, changed, "Les ports publient.")
    later = next_version(
        cast, version, {"2": "Harbours publish in plain words which data they hold."}
    )
    assert standing(numbered(later, "1")) == Standing.CURRENT
    one = queries.standing_of([numbered(later, "2")], "fr")[changed.anchor_id]
    assert one.standing == Standing.CHANGED and "keep" in one.before
    assert standing(changed) == Standing.CURRENT  # the older version shows it as before
    with pytest.raises(Refusal) as refused:
        actions.review_translation(
            by=cast.elif_, paragraph=numbered(later, "2"), language="fr", seen=one.row.pk, at=LATER
        )
    assert refused.value.code == "source-changed-since"


def test_a_typing_mistake_keeps_translations_current_through_two_versions(cast: Cast) -> None:
    version = published(cast)
    row = numbered(version, "2")
    put(cast, row, "Les ports publient.")
    second = next_version(
        cast, version, {"2": "Harbours publish, in plain words, which data they keep."}
    )
    assert (
        actions.keep_meaning(by=cast.bruno, version=second, anchors=[row.anchor.key], at=LATER) == 1
    )
    assert standing(numbered(second, "2")) == Standing.CURRENT
    freeze_version(by=cast.bruno, version=second, at=LATER)
    publish_version(by=cast.bruno, version=second, at=LATER)
    third = next_version(cast, second, {"2": "Harbours publish, in plain words, what they keep."})
    assert standing(numbered(third, "2")) == Standing.CHANGED
    actions.keep_meaning(by=cast.bruno, version=third, anchors=[row.anchor.key], at=LATER)
    assert standing(numbered(third, "2")) == Standing.CURRENT
    assert SameMeaning.objects.count() == 2


@pytest.mark.parametrize("kind", sorted(exchanging.KINDS))
def test_a_whole_text_goes_out_and_comes_back(cast: Cast, kind: str) -> None:
    version = published(cast)
    package = queries.package_of(version, "ar")
    assert any(".r1c1" in unit.key for unit in package.units)
    assert any(unit.key.endswith(".n1") for unit in package.units)
    back = exchanging.read(exchanging.written(package, kind), f"a.{kind.rsplit('.', 1)[-1]}")
    arabic = Package(
        back.version, back.source_language, back.target_language,
        tuple(
            type(u)(u.key, u.source, "ع " + u.source, "current", u.place) for u in back.units
        ),
    )  # fmt: skip
    received = actions.receive_file(
        by=cast.bruno, version=version, language="ar", data=b"x", name="a.po", at=LATER
    )
    report = actions.take_in_file(by=cast.bruno, received=received, package=arabic, at=LATER)
    assert (report.amiss, report.moved, report.unknown, report.empty) == ((), (), (), 0)
    document, left = queries.document_in(version, "ar")
    assert left == 0 and report.news == len(queries.translatable(version))
    table = next(block for block in document.blocks if block.kind == "table")
    assert table.rows[1][0] == "ع North"
    noted = next(block for block in document.blocks if block.notes)
    assert noted.notes[0].text == "ع Depths at low water."
    assert next(block for block in document.blocks if block.kind == "code").text == "depth = 7"
    with pytest.raises(Refusal) as refused:
        actions.take_in_file(by=cast.bruno, received=received, package=arabic, at=LATER)
    assert refused.value.code == "file-taken-already"


def test_what_a_file_cannot_give_is_named_and_the_rest_taken_in(cast: Cast) -> None:
    version = published(cast)
    row, other, third = numbered(version, "1"), numbered(version, "2"), numbered(version, "3")
    unit = type(queries.package_of(version, "fr").units[0])
    sources = {u.key: u.source for u in queries.package_of(version, "fr").units}
    package = Package("v", "en", "fr-FR", (
        unit(row.anchor.key, sources[row.anchor.key], "Un <7>port</7>", "current"),
        unit(other.anchor.key, "Words of long ago", "Mots", "current"),
        unit(third.anchor.key, sources[third.anchor.key], "Le dernier mot.", "machine"),
        unit("nowhere", "x", "y", "current"),
    ))  # fmt: skip
    report, rows = exchanging.looked_at(version, "fr", package)
    assert report.news == 1 and rows[0][2] is True
    assert report.amiss[0][0] == row.anchor.key and report.moved == (other.anchor.key,)
    assert report.unknown == ("nowhere",)
    with pytest.raises(Refusal) as refused:
        exchanging.looked_at(version, "ru", package)
    assert refused.value.code == "file-of-another-language"


def test_a_job_names_its_people_who_may_then_work(cast: Cast) -> None:
    version = published(cast)
    job = actions.open_job(
        by=cast.amina, version=version, language="fr", translator=cast.chen, reviser=cast.hana,
        due_on=(START + timedelta(days=30)).date(), at=LATER,
    )  # fmt: skip
    assert job.words > 20
    assert Mail.objects.filter(about=job.key).count() == 2
    row = numbered(version, "1")
    made = put(cast, row, "Un port.", by=cast.chen)
    actions.review_translation(by=cast.hana, paragraph=row, language="fr", seen=made.pk, at=LATER)
    with pytest.raises(Refusal):
        put(cast, row, "Один", language="ru", by=cast.chen)
    with pytest.raises(Refusal) as refused:
        actions.open_job(by=cast.amina, version=version, language="fr", at=LATER)
    assert refused.value.code == "job-open-already"
    with pytest.raises(Refusal):
        actions.move_job(by=cast.chen, job=job, name="close", at=LATER)
    actions.move_job(by=cast.chen, job=job, name="deliver", at=LATER)
    actions.move_job(by=cast.hana, job=job, name="close", at=LATER)
    with pytest.raises(Refusal):
        put(cast, row, "Encore", by=cast.chen)


@pytest.fixture
def machine(settings):
    """A machine of the interface of LibreTranslate, on this computer."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body)
            told = json.dumps({"translatedText": [f"[{w}]" for w in body["q"]]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(told if body["target"] != "ru" else b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_port}"
    yield asked
    server.shutdown()


def test_a_machine_fills_what_is_missing_and_is_labelled(cast: Cast, machine) -> None:
    version = published(cast)
    row = numbered(version, "2")
    put(cast, row, "Les ports publient.")
    job = Job.objects.create(what="machine-translation", by_key=cast.bruno.key, asked_at=LATER)
    made = engine.translate(job, version=version.key, language="fr")
    assert made["paragraphs"] == len(queries.translatable(version)) - 1
    assert standing(row) == Standing.CURRENT
    other = numbered(version, "1")
    assert standing(other) == Standing.MACHINE
    assert queries.standing_of([other], "fr")[other.anchor_id].block.text.startswith("[A harbour")
    assert machine[0]["source"] == "en" and "<1>" not in "".join(machine[0]["q"])
    with pytest.raises(Refusal) as refused:
        engine.translate(job, version=version.key, language="ru")
    assert refused.value.code == "machine-does-not-answer"
    assert block_of(other).text.startswith("A harbour")


@pytest.mark.parametrize(
    ("language", "sign"), [("fr", "a)"), ("es", "a)"), ("ar", "(أ)"), ("zh", "(a)"), ("en", "(a)")]
)
def test_signs_of_sub_paragraphs_follow_the_custom_of_the_language(
    cast: Cast, language: str, sign: str
) -> None:
    version = published(cast)
    text, _left = queries.document_in(version, language)
    subs = [block.number for block in text.blocks if block.kind == "sub"]
    assert subs[0] == sign and len(subs) == 2
    part = drafted.reading_part(version, 1)
    queries.put_in_language(version, part, language)
    shown = [sub.number for block in part.blocks for sub in block.subs]
    assert shown == subs
    # the identity stays: the source is stored and shown as it was printed
    assert version.paragraphs.filter(kind="sub")[0].number == "(a)"


def test_a_file_made_from_earlier_words_is_taken_in_as_that(cast: Cast) -> None:
    version = published(cast)
    row = numbered(version, "2")
    unit = type(queries.package_of(version, "fr").units[0])
    [out] = [u for u in queries.package_of(version, "fr").units if u.key == row.anchor.key]
    later = next_version(cast, version, {"2": "Harbours publish in plain words what they hold."})
    package = Package("v", "en", "fr", (unit(out.key, out.source, "Les ports publient."),))
    report, _rows = exchanging.looked_at(later, "fr", package)
    assert (report.news, report.older, report.moved) == (0, (out.key,), ())
    received = actions.receive_file(
        by=cast.bruno, version=later, language="fr", data=b"x", name="a.po", at=LATER
    )
    actions.take_in_file(by=cast.bruno, received=received, package=package, at=LATER)
    shown = queries.standing_of([numbered(later, "2")], "fr")[row.anchor_id]
    assert shown.standing == Standing.CHANGED and shown.block.text == "Les ports publient."
    assert shown.before == row.body
    assert standing(row) == Standing.CURRENT  # the version whose words it was made from
    again, rows = exchanging.looked_at(later, "fr", package)
    assert again.older == () and not rows  # it is there already


def test_a_changed_note_shows_in_the_change_of_the_source(cast: Cast) -> None:
    version = published(cast)
    row = next(r for r in queries.translatable(version) if r.notes and r.kind == "paragraph")
    key = row.anchor.key
    actions.translate_paragraph(
        by=cast.bruno, paragraph=row, language="fr", seen=0, at=LATER,
        targets={u.key: u.source for u in queries.pieces_of(row, queries.Shown("missing"))},
    )  # fmt: skip
    row.notes = [[at, label, "Depths at high water."] for at, label, _text in row.notes]
    shown = queries.standing_of([row], "fr")[row.anchor_id]
    assert shown.standing == Standing.CHANGED and shown.before == row.body
    before, now = shown.change_of_source(block_of(row))
    assert before != now and "high water" in now and "high water" not in before
    changes = {u.key: u.before for u in queries.pieces_of(row, shown)}
    assert changes[f"{key}.n1"] and "high" not in changes[f"{key}.n1"]


def test_a_job_changes_hands_and_everybody_is_told(cast: Cast) -> None:
    version = published(cast)
    due = (LATER + timedelta(days=3)).date()
    job = actions.open_job(by=cast.amina, version=version, language="fr", due_on=due, at=LATER)
    assert not Mail.objects.filter(about=job.key).exists()
    told = {"translator": cast.chen, "reviser": cast.hana, "due_on": due, "remark": "Soon"}
    actions.change_job(by=cast.amina, job=job, at=LATER, **told)
    assert {m.to for m in Mail.objects.filter(about=job.key)} == {
        cast.chen.email, cast.hana.email
    }  # fmt: skip
    actions.change_job(by=cast.amina, job=job, at=LATER, **told)  # nothing new, nobody told
    assert Mail.objects.filter(about=job.key).count() == 2
    with pytest.raises(Refusal, match="reviser-is-translator"):
        actions.change_job(by=cast.amina, job=job, at=LATER, **{**told, "reviser": cast.chen})
    with pytest.raises(Refusal):
        actions.change_job(by=cast.chen, job=job, at=LATER, **told)
    job.refresh_from_db()
    assert not job.is_late(due) and job.is_late(due + timedelta(days=1))
    assert [one.pk for one in queries.jobs_of(cast.hana)] == [job.pk]
    for name, by, whom in (
        ("deliver", cast.chen, cast.hana), ("give-back", cast.hana, cast.chen),
        ("deliver", cast.chen, cast.hana), ("close", cast.hana, cast.chen),
    ):  # fmt: skip
        actions.move_job(by=by, job=job, name=name, at=LATER)
        assert Mail.objects.filter(about=job.key).last().to == whom.email
    with pytest.raises(Refusal, match="job-ended"):
        actions.change_job(by=cast.amina, job=job, at=LATER, **told)
    assert queries.jobs_of(cast.hana) == []


def test_what_the_machine_gave_before_it_failed_is_kept_whole(
    cast: Cast, settings, monkeypatch
) -> None:
    version = published(cast)
    settings.TRANSLATOR_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(engine, "BATCH", 2)
    answers = []

    def asked(words, source, target):
        answers.append(words)
        if len(answers) > 2:
            raise Refusal(no("machine-does-not-answer"))
        return [f"[{word}]" for word in words]

    monkeypatch.setattr(engine, "_asked", asked)
    job = Job.objects.create(what="x", by_key=cast.bruno.key, asked_at=LATER)
    with pytest.raises(Refusal):
        engine.translate(job, version=version.key, language="fr")
    made = Translation.objects.filter(language="fr", machine=True)
    assert 0 < made.count() < len(queries.translatable(version))
    for row in queries.translatable(version):
        shown = queries.standing_of([row], "fr")[row.anchor_id]
        pieces = queries.pieces_of(row, shown)
        # a paragraph is there with all of its notes and cells, or not at all
        assert len({bool(piece.target.strip()) for piece in pieces}) == 1
        assert all(p.target.startswith("[") for p in pieces if p.target)
