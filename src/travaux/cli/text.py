"""`travaux text`: texts as files, without database and without configuration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer

from travaux.cli.doors import Json, fail, give, read, say, write
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.html_out import write_html
from travaux.core.formats.text_files import (
    WRITABLE_ENDINGS,
    read_paragraphs,
    read_text,
    write_text,
)
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.document import Block, Document
from travaux.core.texts.numbers import printed
from travaux.core.texts.redline import Piece, redline
from travaux.core.texts.versions import Change, Standing
from travaux.core.texts.versions import compare as compare_versions

app = typer.Typer(help="Texts as files: convert and compare.", no_args_is_help=True)

_OUT = Annotated[str, typer.Option("-o", "--out", help="File to write.")]


def _said(problem: Problem) -> str:
    """A problem in plain words; the sentences need no site, no database and no configuration."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from travaux.drafts.wording import REFUSALS

    text = str(REFUSALS.get(problem.code, problem.code))
    return text % problem.facts if problem.facts else text


def _document(path: str) -> Document:
    try:
        document = read_text(read(path), path if path != "-" else "input.md")
    except Unusable as unusable:
        raise fail(f"{path}: {_said(unusable.problem)}") from None
    for problem in document.problems:
        say(f"{path}: {_said(problem)}")
    return document


@app.command()
def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help=".docx .md .html .akn.xml .txt .json")
    ],
    out: Annotated[
        str, typer.Argument(metavar="OUT", help=".docx .pdf .md .html .akn.xml .json .txt")
    ],
) -> None:
    """Write a text in another format, by the endings of the two names."""
    document = _document(source)
    ending = ending_of(out) if out != "-" else "md"
    if ending not in WRITABLE_ENDINGS:
        raise fail(f"{out}: choose one of {', '.join('.' + e for e in WRITABLE_ENDINGS)}.")
    write(out, write_text(document, ending))


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
) -> None:
    """Show what changed between two files, word by word: what went out, what came in."""
    ending = ending_of(out) if out != "-" else "md"
    if ending not in ("html", "md"):
        raise fail(f"{out}: write the redline as .html or .md.")
    before, after = _document(old), _document(new)
    rows = list(_paired(before, after))
    data = _as_html(after, rows) if ending == "html" else _as_markdown(rows)
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


Pair = tuple[Block | None, Block | None]


def _paired(old: Document, new: Document) -> Iterable[Pair]:
    """Paragraphs held against each other: the same words; else, between such, the same number."""
    olds = {f"o{n}": block for n, block in enumerate(old.blocks)}
    news = {f"n{n}": block for n, block in enumerate(new.blocks)}
    changes = compare_versions(_standings(olds), _standings(news))
    gone: list[Block] = []
    come: list[Block] = []
    for change in changes:
        if change.kind == "deleted" and change.old:
            gone.append(olds[change.old.key])
        elif change.kind == "inserted" and change.new:
            come.append(news[change.new.key])
        else:
            yield from _gap(gone, come)
            gone, come = [], []
            yield _both(change, olds, news)
    yield from _gap(gone, come)


def _standings(blocks: dict[str, Block]) -> list[Standing]:
    return [Standing(key, b.number, b.text, b.kind) for key, b in blocks.items()]


def _both(change: Change, olds: dict[str, Block], news: dict[str, Block]) -> Pair:
    return (
        olds[change.old.key] if change.old else None,
        news[change.new.key] if change.new else None,
    )


def _gap(gone: list[Block], come: list[Block]) -> Iterable[Pair]:
    """What stands between two paragraphs that stayed: by number, or one to one."""
    if len(gone) == len(come) and [b.kind for b in gone] == [b.kind for b in come]:
        yield from zip(gone, come, strict=True)
        return
    waiting = list(gone)
    for block in come:
        place = next(
            (
                n
                for n, other in enumerate(waiting)
                if block.number and (other.kind, other.number) == (block.kind, block.number)
            ),
            None,
        )
        if place is None:
            yield None, block
            continue
        for other in waiting[:place]:
            yield other, None
        yield waiting[place], block
        waiting = waiting[place + 1 :]
    for other in waiting:
        yield other, None


def _pieces(pair: Pair) -> tuple[Piece, ...]:
    old, new = pair
    return redline(old.text if old else "", new.text if new else "")


def _sign(pair: Pair) -> str:
    block = pair[1] or pair[0]
    return printed(block.number) if block else ""


_STYLE = (
    b"<style>ins{text-decoration:underline double}del{text-decoration:line-through}"
    b"ins::before{content:'[+ '}ins::after{content:' +]'}"
    b"del::before{content:'[- '}del::after{content:' -]'}</style>"
)


def _as_html(new: Document, rows: list[Pair]) -> bytes:
    """One page that needs nothing else; the changes are marked by lines and by signs."""
    from html import escape

    lines = []
    for pair in rows:
        words = "".join(
            escape(p.text, quote=False).replace("\n", "<br>")
            if p.kind == "same"
            else f"<{p.kind}>{escape(p.text, quote=False).replace(chr(10), '<br>')}</{p.kind}>"
            for p in _pieces(pair)
        )
        block = pair[1] or pair[0]
        tag = f"h{min(max(block.level, 1) + 1, 6)}" if block and block.kind == "heading" else "p"
        sign = _sign(pair)
        lines.append(f"<{tag}>{escape(sign) + ' ' if sign else ''}{words}</{tag}>")
    empty = write_html(Document(new.title, (Block("paragraph", "\ufffc"),), new.language))
    page = empty.replace(b"</head>", _STYLE + b"</head>", 1)
    return page.replace(b'<p class="plain">\xef\xbf\xbc</p>', "\n".join(lines).encode(), 1)


def _as_markdown(rows: list[Pair]) -> bytes:
    """The marks of CriticMarkup: {++came in++} and {--went out--}."""
    marks = {"ins": ("{++", "++}"), "del": ("{--", "--}"), "same": ("", "")}
    lines = []
    for pair in rows:
        words = "".join(marks[p.kind][0] + p.text + marks[p.kind][1] for p in _pieces(pair))
        block = pair[1] or pair[0]
        head = "#" * max(block.level, 1) + " " if block and block.kind == "heading" else ""
        sign = _sign(pair)
        lines.append(f"{head}{sign + ' ' if sign else ''}{words}")
    return ("\n\n".join(lines) + "\n").encode()
