"""`travaux text`: texts as files, without database and without configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give, read, said_of, say, word_files, write
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.redlines import REDLINE_ENDINGS, write_redline
from travaux.core.formats.text_files import (
    WRITABLE_ENDINGS,
    read_paragraphs,
    read_text,
    write_text,
)
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.document import Document
from travaux.core.texts.scripts import in_language

app = typer.Typer(help="Texts as files: convert and compare.", no_args_is_help=True)

_OUT = Annotated[str, typer.Option("-o", "--out", help="File to write.")]
_Language = Annotated[
    str,
    typer.Option(
        "--language",
        help="Language of the text (ar, zh, en, fr, ru, es, ...). Without it: the one that the file "
        "names, else the one that its script tells.",
    ),
]


def _said(problem: Problem) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    word_files()
    return said_of(problem)


def _known(language: str) -> str:
    """A code of a language as it was typed, or a sentence on how one looks."""
    code = language.strip().replace("_", "-")
    if code and not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", code):
        raise fail(
            f"{language}: this is no language code. Write ar, zh, en, fr, ru, es or another."
        )
    return code


def _document(path: str, language: str = "") -> Document:
    try:
        document = read_text(read(path), path if path != "-" else "input.md")
    except Unusable as unusable:
        raise fail(f"{path}: {_said(unusable.problem)}") from None
    for problem in document.problems:
        say(f"{path}: {_said(problem)}")
    return in_language(document, language)


@app.command()
def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help=".docx .md .html .akn.xml .txt .json")
    ],
    out: Annotated[
        str, typer.Argument(metavar="OUT", help=".docx .pdf .md .html .akn.xml .json .txt")
    ],
    language: _Language = "",
) -> None:
    """Write a text in another format, by the endings of the two names."""
    document = _document(source, _known(language))
    ending = ending_of(out) if out != "-" else "md"
    if ending not in WRITABLE_ENDINGS:
        raise fail(f"{out}: choose one of {', '.join('.' + e for e in WRITABLE_ENDINGS)}.")
    try:
        data = write_text(document, ending)
    except Unusable as unusable:
        raise fail(f"{out}: {_said(unusable.problem)}") from None
    write(out, data)


@app.command()
def align(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    json: Json = False,
) -> None:
    """Tell what became of each paragraph: same, edited, moved, split, merged, or gone."""
    # Its library takes longer to import than all the other commands take to run.
    from travaux.core.texts.alignment import align as align_paragraphs

    before, after = _paragraphs(old), _paragraphs(new)
    found = align_paragraphs(before, after)
    value = {
        "old": before,
        "new": after,
        "links": [asdict(link) for link in found.links],
        "deleted": list(found.deleted),
        "inserted": list(found.inserted),
    }
    give(value, json, lambda: list(_told(before, after, found)))


def _paragraphs(path: str) -> list[str]:
    if ending_of(path) != "json":
        return [block.text for block in _document(path).blocks]
    try:
        return read_paragraphs(read(path), path)
    except Unusable as unusable:
        raise fail(f"{path}: {_said(unusable.problem)}") from None


def _told(old: list[str], new: list[str], found: Any) -> Iterable[str]:
    """A line for each link that changed and for what stands in one version only."""

    def begun(text: str) -> str:
        words = " ".join(text.split())
        return words if len(words) <= 60 else words[:59] + "…"

    for link in found.links:
        if link.kind != "same":
            edited = " and edited" if link.edited and link.kind != "edited" else ""
            doubt = "" if link.sure else f" (to be confirmed: {link.confidence:.0%})"
            said = f"{link.old + 1} → {link.new + 1}  {link.kind}{edited}{doubt}"
            yield f"{said}: {begun(new[link.new])}"
    yield from (f"{place + 1} →   deleted: {begun(old[place])}" for place in found.deleted)
    yield from (f"  → {place + 1}  inserted: {begun(new[place])}" for place in found.inserted)
    same = sum(1 for link in found.links if link.kind == "same")
    yield f"{same} of {len(old)} paragraphs stayed as they were."


@app.command("redline")
def redline_files(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    out: _OUT,
    language: _Language = "",
) -> None:
    """Show what changed between two files: what went out, what came in, what moved.

    A .docx holds real tracked changes: accepted it is the new text, rejected the old.
    """
    ending = ending_of(out) if out != "-" else "md"
    if ending not in REDLINE_ENDINGS:
        raise fail(f"{out}: choose one of {', '.join('.' + e for e in REDLINE_ENDINGS)}.")
    code = _known(language)
    before, after = _document(old, code), _document(new, code)
    try:
        data = write_redline(before, after, ending)
    except Unusable as unusable:
        raise fail(f"{out}: {_said(unusable.problem)}") from None
    write(out, data)


@app.command()
def brackets(
    file: Annotated[str, typer.Argument(metavar="FILE", help=".md .txt .docx .html .json; or -")],
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the text back from what was parsed.")
    ] = False,
    out: Annotated[
        str, typer.Option("-o", "--out", help="With --rewrite: the file to write.")
    ] = "-",
    name: Annotated[str, typer.Option(help="With -: the name the file would have.")] = "",
    as_json: Json = False,
) -> None:
    """List the brackets of a text, who holds what on each, and which lack their partner."""
    from travaux.cli.text_brackets import bracketed_of, lines_of, told_of
    from travaux.core.texts.brackets import write as written

    try:
        bracketed, text = bracketed_of(read(file), name or (file if file != "-" else "input.txt"))
    except Unusable as unusable:
        raise fail(f"{file}: {_said(unusable.problem)}") from None
    if rewrite:
        write(out, written(bracketed).encode("utf-8", "surrogatepass"))
        return
    told = told_of(bracketed)
    give(told, as_json, lambda: lines_of(told, text))
