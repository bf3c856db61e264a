"""`travaux draft` and `travaux text`."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.drafts.texts import HARBOUR
from travaux.cli import draft, text
from travaux.drafts.models import Version
from travaux.drafts.queries import content_hash_of

run = CliRunner()
AS = ["--process", "harbour", "--as", "bruno@example.org"]


def _json(*words: str) -> dict:
    answer = run.invoke(draft.app, [*words, *AS, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "harbour.md"
    path.write_bytes(HARBOUR)
    return str(path)


def test_import_edit_publish_compare_export(cast, file, tmp_path) -> None:
    found = _json("import", file, "--symbol", "HB/1", "--dated", "2024-02-01")
    assert (found["sections"], found["paragraphs"], found["problems"]) == (2, 5, [])
    first = found["version"]
    edited = _json(
        "edit", first, "--paragraph", "2", "--section", "harbour.purpose", "--text", "New."
    )
    assert edited["revision"] == 1
    assert _json("publish", first)["state"] == "published"
    version = Version.objects.get(key=first)
    assert version.content_hash == content_hash_of(version)
    second = _json("import", file, "--text", found["text"])["version"]
    compared = _json("compare", first, second)
    assert compared["counts"]["same"] == 10 and len(compared["changes"]) == 2
    assert [v["number"] for v in _json("list")["versions"]] == [2, 1]
    assert len(_json("paragraphs", first)["paragraphs"]) == 11
    for ending in ("md", "docx", "html", "json", "txt"):
        out = tmp_path / f"out.{ending}"
        assert run.invoke(draft.app, ["export", first, "-o", str(out)]).exit_code == 0
        assert out.stat().st_size > 100


def test_refusals_and_bad_input_have_their_exit_status(cast, file, tmp_path) -> None:
    def status(*words: str) -> tuple[int, str]:
        answer = run.invoke(draft.app, list(words))
        assert "Traceback" not in answer.output
        return answer.exit_code, answer.stderr

    stranger = ["--process", "harbour", "--as", "dana@example.org"]
    assert status("import", file, *stranger)[0] == 1
    assert status("import", str(tmp_path / "none.md"), *AS)[0] == 2
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04")
    code, said = status("import", str(broken), *AS)
    assert code == 2 and "broken.docx" in said and "damaged" in said
    assert status("import", file, "--dated", "tomorrow", *AS)[0] == 2
    assert status("import", file, "--text", "nothing", *AS)[0] == 2
    version = _json("import", file)["version"]
    assert status("publish", version, *stranger)[0] == 1
    assert status("export", version, "-o", str(tmp_path / "x.md"))[0] == 1
    assert status("export", "nothing", "-o", str(tmp_path / "x.md"))[0] == 2
    code, said = status("edit", version, "--paragraph", "1", "--text", "X", *AS)
    assert code == 2 and "--section" in said
    _json("publish", version)
    assert status("edit", version, "--paragraph", "3", "--text", "X", *AS)[0] == 1
    code, said = status("publish", version, *AS)
    assert code == 1 and "never changes" in said


def test_text_convert_and_redline(tmp_path, file) -> None:
    new = tmp_path / "new.md"
    new.write_bytes(HARBOUR.replace(b"plain words", b"plain, short words"))
    out = tmp_path / "redline.html"
    assert run.invoke(text.app, ["redline", file, str(new), "-o", str(out)]).exit_code == 0
    page = out.read_text()
    assert "<ins>, short</ins>" in page and "<script" not in page
    out = tmp_path / "redline.md"
    run.invoke(text.app, ["redline", file, str(new), "-o", str(out)])
    assert "{++, short++}" in out.read_text()
    word = tmp_path / "harbour.docx"
    assert run.invoke(text.app, ["convert", file, str(word)]).exit_code == 0
    back = tmp_path / "back.md"
    assert run.invoke(text.app, ["convert", str(word), str(back)]).exit_code == 0
    assert "which data they keep" in back.read_text()
    assert run.invoke(text.app, ["convert", file, str(tmp_path / "x.exe")]).exit_code == 2
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    answer = run.invoke(text.app, ["convert", str(empty), str(back)])
    assert answer.exit_code == 2 and "empty" in answer.stderr


def test_a_text_without_a_named_language_runs_as_its_script_does(tmp_path) -> None:
    arabic = "# 1 باب\n\n1. يجب على الدول [أن تضمن] {USA+ FRA-} الحق في الوصول.\n"
    old, new, out = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "out.html"
    old.write_text(arabic)
    new.write_text(arabic.replace("FRA-", "FRA+"))
    assert run.invoke(text.app, ["convert", str(old), str(out)]).exit_code == 0
    assert '<html lang="ar" dir="rtl">' in out.read_text()
    assert '<bdi dir="ltr">{USA+ FRA-}</bdi>' in out.read_text()
    assert run.invoke(text.app, ["redline", str(old), str(new), "-o", str(out)]).exit_code == 0
    assert '<html lang="ar" dir="rtl">' in out.read_text()
    assert run.invoke(text.app, ["convert", str(old), str(out), "--language", "fa"]).exit_code == 0
    assert '<html lang="fa" dir="rtl">' in out.read_text()
    for words, code in (("第一条 各国应当采取行动。", "zh"), ("1. Государства действуют.", "ru")):
        old.write_text(words)
        run.invoke(text.app, ["convert", str(old), str(out)])
        assert f'<html lang="{code}" dir="ltr">' in out.read_text()
    answer = run.invoke(text.app, ["convert", str(old), str(out), "--language", "a b"])
    assert answer.exit_code == 2 and "no language code" in answer.stderr


def test_brackets_tell_how_an_unbalanced_one_could_be_mended(tmp_path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("States [shall act {USA+ FRA-}.\n\n# Next\n\nThey] report.\n")
    lines = run.invoke(text.app, ["brackets", str(file)]).stdout
    assert "line 1, column 8\tunclosed: this [ has no ] that closes it" in lines
    assert 'likely mend: put ] at line 1, column 18, after "States [shall act"' in lines
    assert 'likely mend: put [ at line 5, column 1, before "They] report."' in lines
