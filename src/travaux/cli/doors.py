"""What all commands share: speaking, refusing, and who is acting."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.core.problems import Problem, Unusable

NO, CANNOT = 1, 2  # exit status: the answer is no; the input cannot be used

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
As = Annotated[
    str, typer.Option("--as", help="E-mail of the acting person; the site's rules bind.")
]
INSTANT = "2024-11-04T00:00 as clocks of its zone show it, or with an offset; a day alone"
NewDeadline = Annotated[str, typer.Option("--to", help=f"New deadline: {INSTANT} until 23:59.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it is told to everybody.")]
AsAnnounced = Annotated[str, typer.Option("--wording", help="The deadline as announced.")]
InProcess = Annotated[str, typer.Option("--process", help="Code of the process.")]
ChoiceFiles = Annotated[
    list[str] | None,
    typer.Option("--choices", help="A CSV file that its questions choose from; may be repeated."),
]


def say(text: str) -> None:
    """Progress and warnings: on standard error, so that --json stays one document."""
    typer.echo(text, err=True)


def give(value: Any, as_json: bool, lines: Callable[[], list[str]] | None = None) -> None:
    """The answer: as one JSON document, or as lines for a person."""
    if as_json or lines is None:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))
    else:
        for line in lines():
            typer.echo(line)


def fail(sentence: str, status: int = CANNOT) -> typer.Exit:
    """One sentence on standard error, then the exit to raise."""
    say(sentence)
    return typer.Exit(status)


def read(path: str, limit: int = 40 * 1024 * 1024) -> bytes:
    """The bytes of a file, or of standard input for "-"; bounded."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            file = Path(path)
            if file.is_file() and file.stat().st_size > limit:
                raise fail(f"{path}: larger than {limit // 2**20} MB; divide it.")
            data = file.read_bytes()
    except OSError as problem:
        raise fail(f"{path}: {problem.strerror}. Check the path.") from None
    if len(data) > limit:
        raise fail(f"{path}: larger than {limit // 2**20} MB; divide it.")
    return data


def beside(paths: list[str] | None) -> dict[str, bytes]:
    """Files that came with another one, by their names."""
    return {Path(path).name: read(path) for path in paths or ()}


def write(path: str, data: bytes) -> None:
    """Write a file, or standard output for "-"."""
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        Path(path).write_bytes(data)
    except OSError as problem:
        raise fail(f"{path}: {problem.strerror}. Choose another place.") from None


def open_site() -> None:
    """Make the site's rooms available to a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")
    import django

    django.setup()


def word_files() -> None:
    """Sentences about texts and files, for commands that open no site and no database."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from travaux.comments.file_sentences import FILE_PROBLEMS
    from travaux.drafts.wording import REFUSALS
    from travaux.plumbing.verdicts import SENTENCES

    for sentences in (REFUSALS, FILE_PROBLEMS):
        for code, text in sentences.items():
            SENTENCES.setdefault(code, text)


def said_of(problem: Problem) -> str:
    """A problem of a file in plain words; its code where nobody worded it."""
    from travaux.plumbing.verdicts import SENTENCES, sentence

    return sentence(problem.code, problem.facts) if problem.code in SENTENCES else problem.code


@contextmanager
def speaking() -> Iterator[None]:
    """Turn refusals and unusable input into one sentence and the right exit status."""
    from travaux.plumbing.verdicts import Refusal, explain

    try:
        yield
    except Refusal as refused:
        raise fail(refused.sentence, NO) from None
    except Unusable as problem:
        raise fail(explain(problem)) from None


def acting(email: str) -> Any:
    """The person a site command acts for."""
    from travaux.people.models import Person

    if not email:
        raise fail("Say who acts: --as EMAIL.")
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise fail(
            f"--as {email}: nobody here has this address; `travaux user add` makes accounts."
        )
    return person


def the_process(code: str) -> Any:
    """The process a command is about; the only one where none is named."""
    from travaux.roadmap.models import Process

    if code:
        found = Process.objects.filter(code=code).first()
        if found is None:
            known = ", ".join(Process.objects.values_list("code", flat=True)) or "none is loaded"
            raise fail(f"--process {code}: no such process; known: {known}.")
        return found
    all_of_them = list(Process.objects.all()[:2])
    if len(all_of_them) != 1:
        raise fail("Name the process: --process CODE.")
    return all_of_them[0]
