"""`travaux interview`: interviews within their consent, their texts, and how far coders agree."""

from __future__ import annotations

from pathlib import Path
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
)

app = typer.Typer(
    help="Interviews: what may be read, texts that come in, agreement of coders.",
    no_args_is_help=True,
)
Key = Annotated[str, typer.Argument(metavar="INTERVIEW", help="Key or number of the interview.")]


def _interview(key: str, process: str) -> Any:
    from travaux.evidence.queries.interviews import interview_named, interviews_of

    here = the_process(process)
    if key.isdecimal() and len(key) < 6:
        numbered = interviews_of(here).filter(number=int(key)).first()
        if numbered is not None:
            return numbered
    found = interview_named(here.code, key)
    if found is None:
        raise fail(f"{key}: no such interview in {here.code}.")
    return found


@app.command("list")
def listed(process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """The interviews that may be known: with --as by that person, else by everybody. No names."""
    open_site()
    from travaux.evidence.queries.interviews import interviews_visible_to, name_of, quotations_of
    from travaux.evidence.rules.interviews import allowed, is_public
    from travaux.plumbing import clock

    here, at = the_process(process), clock.now()
    with speaking():
        found = interviews_visible_to(acting(person) if person else None, here, at)
    rows = [
        {
            "interview": i.key,
            "number": i.number,
            "title": i.title,
            "language": i.language,
            "region": i.region,
            "level": i.level,
            "state": i.state,
            "analysis": allowed(i, at).analysis,
            "quoting": allowed(i, at).quoting,
            "public": is_public(i, at),
            "quotations": quotations_of(i).filter(gone_at__isnull=True).count(),
        }
        for i in found
    ]
    give(
        {"process": here.code, "interviews": rows},
        as_json,
        lambda: (
            [f"{name_of(i)}  {i.title}  [{i.state}; {allowed(i, at).quoting}]" for i in found]
            or ["No interview may be read."]
        ),
    )


@app.command("import")
def bring(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Transcript or notes: .txt or .docx")],
    interview: Annotated[
        str, typer.Option(metavar="INTERVIEW", help="Key or number of the interview.")
    ],
    kind: Annotated[str, typer.Option(help="transcript or notes.")] = "transcript",
    language: Annotated[
        str, typer.Option(help="Language of the text; left out: that of the interview.")
    ] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Bring the text of a registered interview in; each paragraph gets a number that stays."""
    open_site()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.core.evidence.transcripts import BOUNDS, read_transcript
    from travaux.evidence.actions import bring_text
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import explain

    found = _interview(interview, process)
    with speaking():
        data = read(file, BOUNDS.file_bytes)
        name = Path(file).name
        told = read_transcript(data, name)
        made = bring_text(
            by=acting(person),
            interview=found,
            read=told,
            kind=kind,
            language=language,
            file=SimpleUploadedFile(name, data),
            name=name,
            at=clock.now(),
        )
    answer = {
        "interview": found.key,
        "text": made.number,
        "paragraphs": len(made.paragraphs),
        "problems": [explain(p) for p in told.problems],
    }
    give(
        answer,
        as_json,
        lambda: [
            f"Interview {found.number}: {answer['paragraphs']} paragraphs",
            *answer["problems"],
        ],
    )


@app.command()
def agreement(key: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """Krippendorff's alpha of the coders of an interview, once all of them are done."""
    open_site()
    from travaux.evidence.queries.coding import coders_of, compared, waiting_differences
    from travaux.evidence.queries.interviews import text_of
    from travaux.evidence.rules.coding import may_see_marks
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse, require

    found = _interview(key, process)
    with speaking():
        text = text_of(found)
        if text is None:
            raise refuse("interview-without-text")
        require(may_see_marks(acting(person), text, clock.now()))
        result = compared(text)
    pairs = {"": result.whole, **result.codes}
    answer = {
        "interview": found.key,
        "coders": len(coders_of(text)),
        "book": coders_of(text)[0].book.number,
        "codes": [
            {
                "code": code,
                "units": pair.by_paragraph.units,
                "share": pair.by_paragraph.share,
                "alpha": pair.by_paragraph.alpha,
                "grade": pair.by_paragraph.grade,
                "alpha_of_stretches": pair.by_stretch.alpha,
                "why": pair.by_paragraph.why,
            }
            for code, pair in pairs.items()
        ],
        "differences": len(result.differences),
        "to_settle": len(waiting_differences(text, result)),
    }
    give(answer, as_json, lambda: _lines(answer))


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = []
    for row in answer["codes"]:
        alpha = "not defined" if row["alpha"] is None else f"{row['alpha']:.3f}"
        name = row["code"] or "all codes"
        lines.append(f"{name}: alpha {alpha} over {row['units']} units ({row['grade']})")
    return [*lines, f"{answer['to_settle']} of {answer['differences']} differences to settle"]
