"""`travaux draft`: texts come in, are changed, published, compared and taken out as files."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    read,
    speaking,
    the_process,
    write,
)

app = typer.Typer(help="Texts and their versions.", no_args_is_help=True)

Version = Annotated[str, typer.Argument(help="Key of the version.")]


def _version(key: str, code: str, person: Any) -> Any:
    """The version with this key, if the acting person may read it."""
    from travaux.drafts.models import Version as Row
    from travaux.drafts.rules import may_read
    from travaux.plumbing.verdicts import require

    found = Row.objects.select_related("text__process", "based_on").filter(key=key)
    if code:
        found = found.filter(text__process__code=code)
    version = found.first()
    if version is None:
        raise fail(f"{key}: no such version; `travaux draft list` shows them.")
    require(may_read(person, version))
    return version


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise fail(f"--dated {value}: write it as year-month-day, such as 2024-11-04.") from None


@app.command("import")
def import_file(
    file: Annotated[str, typer.Argument(help=".docx, .md, .html, .txt or .json; - for input")],
    symbol: Annotated[str, typer.Option(help="Symbol of the version.")] = "",
    title: Annotated[str, typer.Option(help="Title; else the one in the file.")] = "",
    text: Annotated[str, typer.Option(help="Key of a text: this is its next version.")] = "",
    dated: Annotated[str, typer.Option(help="Date of the version, as year-month-day.")] = "",
    language: Annotated[str, typer.Option(help="Source language: ar zh en fr ru es.")] = "",
    numbering: Annotated[
        str, typer.Option(help="as-is, continuous (through the text) or by-section.")
    ] = "as-is",
    remark: Annotated[str, typer.Option(help="Shown at the head of the text.")] = "",
    name: Annotated[str, typer.Option(help="Name of the file, where it is read from input.")] = "",
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="The words are invented: marked everywhere.")
    ] = False,
    process: InProcess = "",
    who: As = "",
    as_json: Json = False,
) -> None:
    """Bring a text in as a version in preview."""
    data = read(file)
    open_site()
    with speaking():
        from travaux.core.formats.text_files import read_text
        from travaux.core.problems import Problem, Unusable
        from travaux.core.texts.scripts import in_language
        from travaux.drafts import actions, queries
        from travaux.drafts.models import Text
        from travaux.plumbing import clock
        from travaux.plumbing.verdicts import explain

        person, here = acting(who), the_process(process)
        standing = Text.objects.filter(key=text, process=here).first() if text else None
        if text and standing is None:
            raise fail(
                f"--text {text}: no such text in {here.code}; `travaux draft list` shows them."
            )
        called = name or (file.replace("\\", "/").rsplit("/", 1)[-1] if file != "-" else "input.md")
        try:
            document = in_language(read_text(data, called))
        except Unusable as problem:
            raise fail(f"{file}: {explain(problem)}") from None
        code = language or document.language or "en"
        version = actions.import_text(
            by=person,
            process=here,
            data=data,
            name=called,
            document=document,
            text=standing,
            titles={code[:8]: title} if title else None,
            symbol=symbol,
            dated_on=_day(dated),
            language=language,
            numbering=numbering,
            remark=remark,
            demonstration=demonstration,
            at=clock.now(),
        )
        outline = queries.outline_of(version)
        problems = [
            {
                "code": kept["code"],
                "where": kept["where"],
                "sentence": explain(Problem(kept["code"], kept["where"], kept["facts"])),
            }
            for kept in version.problems
        ]
    found = {
        "version": version.key,
        "text": version.text.key,
        "number": version.number,
        "sections": len(outline.sections),
        "paragraphs": outline.paragraphs,
        "unnumbered": outline.unnumbered,
        "problems": problems,
    }
    give(
        found,
        as_json,
        lambda: [
            f"{version.key}: {outline.paragraphs} numbered paragraphs, "
            f"{len(outline.sections)} sections",
            *(f"  {problem['sentence']}" for problem in problems),
        ],
    )


@app.command("list")
def list_them(process: InProcess = "", who: As = "", as_json: Json = False) -> None:
    """Texts and the versions that the acting person may read."""
    open_site()
    with speaking():
        from travaux.drafts import queries

        here = the_process(process)
        person = acting(who) if who else None
        rows = [
            {
                "text": text.key,
                "version": row.version.key,
                "number": row.version.number,
                "title": queries.title_of(row.version),
                "symbol": row.version.symbol,
                "dated_on": row.version.dated_on,
                "state": row.version.state,
                "paragraphs": row.paragraphs,
                "sections": row.sections,
            }
            for text, found in queries.texts_of(person, here)
            for row in found
        ]
    give(
        {"versions": rows},
        as_json,
        lambda: [
            f"{row['version']}  {row['number']}  {row['state']}  {row['symbol']}  {row['title']}"
            for row in rows
        ],
    )


@app.command()
def publish(version: Version, process: InProcess = "", who: As = "", as_json: Json = False) -> None:
    """Publish a version; one that is still open is frozen first."""
    open_site()
    with speaking():
        from travaux.drafts import actions
        from travaux.drafts.states import OPEN
        from travaux.plumbing import clock

        person = acting(who)
        here = _version(version, process, person)
        if here.state in OPEN:
            actions.freeze_version(by=person, version=here, at=clock.now())
        actions.publish_version(by=person, version=here, at=clock.now())
    found = {
        "version": here.key,
        "state": here.state,
        "published_at": here.published_at,
        "content_hash": here.content_hash,
    }
    give(found, as_json, lambda: [f"{here.key}: published, {here.content_hash}"])


@app.command()
def export(
    version: Version,
    out: Annotated[
        str,
        typer.Option(
            "-o", "--out", help=".docx, .pdf, .md, .html, .akn.xml, .json, .ids.json, .txt"
        ),
    ],
    process: InProcess = "",
    who: As = "",
) -> None:
    """Write a version as a file, with its symbol, date and status on every page."""
    open_site()
    with speaking():
        from travaux.core.formats.bounds import ending_of
        from travaux.drafts import queries

        here = _version(version, process, acting(who) if who else None)
        ending = "ids.json" if out.lower().endswith(".ids.json") else ending_of(out) or "md"
        data = queries.file_of(here, ending)
    write(out, data)


@app.command()
def edit(
    version: Version,
    paragraph: Annotated[
        str, typer.Option(help="Identity of the paragraph, or its number where it is the only one.")
    ],
    file: Annotated[str, typer.Option(help="File with the new words; - for input.")] = "",
    text: Annotated[str, typer.Option(help="The new words.")] = "",
    section: Annotated[
        str, typer.Option(help="Number or label of the section, where numbers begin anew in each.")
    ] = "",
    process: InProcess = "",
    who: As = "",
    as_json: Json = False,
) -> None:
    """Change the words of one paragraph of a version that is open."""
    if bool(file) == bool(text):
        raise fail("Give the new words by --text or by --file.")
    try:
        body = read(file).decode() if file else text
    except UnicodeDecodeError:
        raise fail(f"{file}: not UTF-8. Save it as UTF-8 and retry.") from None
    open_site()
    with speaking():
        from travaux.drafts import actions
        from travaux.plumbing import clock

        person = acting(who)
        here = _version(version, process, person)
        row = _paragraph(here, paragraph, section)
        saved = actions.edit_paragraph(
            by=person, paragraph=row, body=body, revision=row.revision, at=clock.now()
        )
    found = {"version": here.key, "paragraph": saved.anchor.key, "revision": saved.revision}
    give(found, as_json, lambda: [f"{saved.anchor.key}: revision {saved.revision}"])


def _paragraph(version: Any, name: str, section: str) -> Any:
    """The one paragraph that goes by this identity, or by this number (in this section)."""
    from travaux.drafts.models import Paragraph

    rows = Paragraph.objects.filter(version=version).select_related("anchor")
    found = rows.filter(anchor__key=name).first()
    if found is not None:
        return found
    matching = rows.filter(number=name.removesuffix(".")).exclude(kind="heading")
    if section:
        label = section.strip("[]")
        heads = [
            row
            for row in rows.filter(kind="heading")
            if label in (row.number, row.label, row.anchor.key)
        ]
        if not heads:
            raise fail(f"--section {section}: no such section in {version.key}.")
        start = heads[0].position
        after = rows.filter(kind="heading", position__gt=start).first()
        matching = matching.filter(position__gt=start)
        if after is not None:
            matching = matching.filter(position__lt=after.position)
    few = list(matching[:2])
    if not few:
        raise fail(f"--paragraph {name}: no such paragraph in {version.key}.")
    if len(few) > 1:
        raise fail(f"--paragraph {name}: several have this number; name the --section too.")
    return few[0]


@app.command()
def compare(
    old: Version,
    new: Annotated[str, typer.Argument(help="Key of the later version.")],
    process: InProcess = "",
    who: As = "",
    as_json: Json = False,
) -> None:
    """What became of each paragraph from one version to another."""
    open_site()
    with speaking():
        from travaux.drafts import queries
        from travaux.plumbing.verdicts import refuse

        person = acting(who) if who else None
        before, after = _version(old, process, person), _version(new, process, person)
        if before.text_id != after.text_id:
            raise refuse("not-the-same-text")
        comparison = queries.compared(before, after)
    found = {
        "counts": dict(comparison.counts),
        "changes": [
            {
                "paragraph": row.anchor,
                "kind": row.kind,
                "section": row.section,
                "old_number": row.old_number,
                "new_number": row.new_number,
                "old": row.old_words,
                "new": row.new_words,
            }
            for row in comparison.only("")
        ],
    }
    give(found, as_json, lambda: [f"{k}: {n}" for k, n in comparison.counts.items()])


@app.command("paragraphs")
def paragraphs(
    version: Version, process: InProcess = "", who: As = "", as_json: Json = False
) -> None:
    """The paragraphs of a version with their identities and numbers."""
    open_site()
    with speaking():
        here = _version(version, process, acting(who) if who else None)
        rows = [
            {
                "paragraph": row.anchor.key,
                "kind": row.kind,
                "number": row.number,
                "label": row.label,
                "words": row.body,
            }
            for row in here.paragraphs.select_related("anchor")
        ]
    give(
        {"version": here.key, "paragraphs": rows},
        as_json,
        lambda: [f"{r['paragraph']}  {r['number']:>6}  {r['words'][:80]}" for r in rows],
    )


if find_spec("travaux.cli.next_draft"):
    from travaux.cli import next_draft

    next_draft.add_to(app)  # `draft next`, by the room that knows the answers
