"""`travaux letter`: house texts merged with a table of addressees; no database, no mail server."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read, say, speaking, write

app = typer.Typer(help="Letters and notes verbales.", no_args_is_help=True)
ENDINGS = ("docx", "pdf", "eml")


@app.callback()
def _group() -> None:
    """Letters and notes verbales."""


@app.command()
def merge(
    template: Annotated[
        str, typer.Argument(help="Key of a house text, or a TOML file of texts by language.")
    ],
    contacts: Annotated[str, typer.Argument(help="XLSX or CSV with one row per addressee.")],
    out: Annotated[str, typer.Option("-o", help="A .zip file, or a folder.")],
    form: Annotated[str, typer.Option("--format", help="docx, pdf or eml.")] = "docx",
    day: Annotated[str, typer.Option("--date", help="Date of the letters, YYYY-MM-DD.")] = "",
    reference: Annotated[str, typer.Option("--reference", help="Number to print.")] = "",
    values: Annotated[
        list[str] | None, typer.Option("--set", help="FIELD=VALUE, as often as needed.")
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", help="Kind of contact where the table says none.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Write one letter per row, in each addressee's working language; faults are named by row.

    Exit status 1 when a row could not be written; the others are.
    """
    open_site()
    if form not in ENDINGS:
        raise fail(f"--format {form}: known are {', '.join(ENDINGS)}.")
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise fail(f"--date {day}: write it as YYYY-MM-DD.") from None
    with speaking():
        text = _text(template)
        own, style = _values(values or [])
        answer, files = _merged(text, contacts, form, day, reference, own, style, kind)
    _store(out, files)
    for one in answer["problems"]:
        say(f"row {one['row']}: {one['what']}")
    give(
        answer,
        as_json,
        lambda: [f"{answer['letters']} letters of {answer['rows']} rows: {out}"],
    )
    if answer["problems"]:
        raise typer.Exit(NO)


def _text(template: str) -> Any:
    from travaux.core.letters.house_texts import read_house_texts
    from travaux.correspondence.queries.letters import house_texts

    if not template.endswith(".toml"):
        found = {t.key: t for t in house_texts()}
        if template not in found:
            raise fail(f"{template}: known house texts are {', '.join(found)}; or give a .toml.")
        return found[template]
    texts = read_house_texts(read(template), template)
    if len(texts) != 1:
        raise fail(f"{template}: one text is expected, {len(texts)} stand in it.")
    return texts[0]


def _values(given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is said once: fields of the letter, and how the house is named."""
    from travaux.core.letters.composing import OWN_FIELDS

    own: dict[str, str] = {}
    style: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        plain, _colon, _language = name.partition(":")
        if not equals or plain not in (*OWN_FIELDS, "organisation", "matter", "letterhead"):
            known = ", ".join((*OWN_FIELDS, "organisation", "matter", "letterhead"))
            raise fail(f"--set {one}: write FIELD=VALUE; known are {known}; FIELD:fr for French.")
        (own if plain in OWN_FIELDS else style)[name] = value
    return own, style


def _merged(
    text: Any,
    contacts: str,
    form: str,
    day: str,
    reference: str,
    own: dict[str, str],
    house: dict[str, str],
    kind: str,
) -> tuple[dict[str, Any], dict[str, bytes]]:
    from travaux.core.contacts.columns import KINDS, guess_columns
    from travaux.core.contacts.rows import read_row
    from travaux.core.contacts.tables import read_table
    from travaux.core.letters.composing import Addressee, compose
    from travaux.correspondence.rules import language_for, may_address
    from travaux.people.models import Contact
    from travaux.plumbing.verdicts import Verdict, sentence

    if kind not in ("", *KINDS):
        raise fail(f"--kind {kind}: known are {', '.join(KINDS)}.")
    name = "contacts.csv" if contacts == "-" else Path(contacts).name
    table = read_table(read(contacts), name)
    fields = guess_columns(table.headings)
    cells_of_states = {
        cell for _number, cells in table.rows for cell, f in zip(cells, fields, strict=False)
        if f == "country"
    }  # fmt: skip
    words, names = _states(cells_of_states)
    problems: list[dict[str, Any]] = []
    written: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for number, cells in table.rows:
        row = read_row(number, table.headings, cells, fields, words, kind)
        told = row.values
        who = Contact(kind=told["kind"], office=told["office"], language=told["language"])
        faults = [(p.code, p.facts) for p in row.problems]
        language: Any = ""
        if not faults:
            verdicts = [may_address(text.kind, who)]
            language = language_for(text.kind, text.texts, who)
            verdicts += [language] if isinstance(language, Verdict) else []
            faults = [(v.code, v.facts) for v in verdicts if not v]
        if not faults:
            made = compose(
                text.kind,
                text.texts[language]["subject"],
                text.texts[language]["body"],
                language,
                Addressee(
                    office=told["office"],
                    country=names.get(told["country"], {}).get(language, told["country"]),
                    title=told["title"],
                    name=told["name"],
                    function=told["function"],
                    salutation=told["salutation"],
                    address=told["address"],
                ),
                _style(house, language),
                {key: _in(own, key, language) for key in {k.partition(":")[0] for k in own}},
                day=day,
                reference=reference,
            )
            empty = [f for f in made.missing if f not in ("reference", "date")]
            if empty:
                faults = [("letter-fields-empty", {"fields": ", ".join(empty)})]
        if faults:
            problems += [
                {"row": number, "code": code, "what": sentence(code, facts)}
                for code, facts in faults
            ]
            continue
        file = f"{number:03}-{told['kind']}-{language}.{form}"
        files[file] = _bytes(made.sheet, form, told["email"] or told["own_email"], row.copies)
        one = {"row": number, "office": told["office"], "language": language, "file": file}
        written.append(one)
    answer = {
        "rows": len(table.rows),
        "letters": len(written),
        "written": written,
        "problems": problems,
    }
    return answer, files


def _states(cells: set[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Words for states -> code, and code -> names; a state that is not known is named as typed."""
    from travaux.core.contacts.columns import plain_words
    from travaux.people.shipped import read as shipped

    words: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    for state in shipped()[0].states:
        names[state.code] = dict(state.short)
        every = (state.code, state.alpha2, *state.short.values(), *state.formal.values())
        for word in every:
            words.setdefault(plain_words(word), state.code)
    for cell in cells:
        words.setdefault(plain_words(cell), cell)
    return words, names


def _in(told: dict[str, str], key: str, language: str) -> str:
    return told.get(f"{key}:{language}") or told.get(key, "")


def _style(told: dict[str, str], language: str) -> Any:
    from travaux.core.letters.composing import Style

    head = _in(told, "letterhead", language).replace("\\n", "\n")
    return Style(
        _in(told, "organisation", language),
        _in(told, "matter", language),
        tuple(line for line in head.split("\n") if line),
    )


def _bytes(sheet: Any, form: str, email: str, copies: tuple[str, ...]) -> bytes:
    from travaux.core.letters.mailing import write_eml
    from travaux.core.letters.sheet import write_sheet_docx, write_sheet_pdf

    if form == "docx":
        return write_sheet_docx(sheet)
    if form == "pdf":
        return write_sheet_pdf(sheet)
    return write_eml(sheet, email, copies, ("letter.docx", write_sheet_docx(sheet)))


def _store(out: str, files: dict[str, bytes]) -> None:
    """Into one ZIP, or into a folder."""
    if out == "-" or out.endswith(".zip"):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        write(out, held.getvalue())
        return
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise fail(f"{out}: {problem.strerror}. Choose another place.") from None
    for name, data in files.items():
        write(str(folder / name), data)
