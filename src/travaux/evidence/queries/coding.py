"""Books of codes, what coders marked, how far they agree, and the codes that stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from travaux.core.evidence.coding import Compared, Mark, compare
from travaux.evidence.models.coding import Code, CodeBook, CodeMark, Coder, CodeSettlement
from travaux.evidence.models.interviews import Interview, InterviewText
from travaux.people.models import Person
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process


def books_of(process: Process) -> QuerySet[CodeBook]:
    """All versions of the book of codes, the newest first."""
    return CodeBook.objects.filter(process=process).order_by("-number")


def book_numbered(process: Process, number: int) -> CodeBook | None:
    """One version of the book."""
    return books_of(process).filter(number=number).select_related("process").first()


def issued_book(process: Process) -> CodeBook | None:
    """The version that interviews are coded by now."""
    return books_of(process).filter(issued_at__isnull=False).first()


def codes_of(book: CodeBook) -> list[Code]:
    """The codes of a version, in their order."""
    return list(book.codes.order_by("position", "pk"))


def coders_of(text: InterviewText) -> list[Coder]:
    """Who codes a text, in the order in which they were named."""
    return list(text.coders.select_related("person", "book", "text__interview").order_by("pk"))


def coder_of(text: InterviewText, person: Person | None) -> Coder | None:
    """This person as a coder of this text."""
    if person is None or not getattr(person, "pk", None):
        return None
    found = text.coders.filter(person_id=person.pk)
    return found.select_related("text__interview__process", "book", "person").first()


def marks_of(coder: Coder, paragraph: int = 0) -> list[CodeMark]:
    """What a coder marked, in the whole text or in one paragraph."""
    found = coder.marks.select_related("code").order_by("paragraph", "start", "pk")
    return list(found.filter(paragraph=paragraph) if paragraph else found)


def to_code(person: Person, process: Process) -> list[Coder]:
    """The interviews that wait for this coder."""
    found = Coder.objects.filter(
        person_id=person.pk,
        done_at__isnull=True,
        text__interview__process=process,
        text__interview__state="approved",
    )
    return list(found.select_related("text__interview").order_by("pk"))


def lengths_of(text: InterviewText) -> list[int]:
    """Characters of each paragraph; what was withheld has none."""
    return [0 if p["withheld"] else len(p["text"]) for p in text.paragraphs]


def compared(text: InterviewText) -> Compared:
    """What the coders of a text marked, held against one another. The caller has asked a rule."""
    coders = coders_of(text)
    rows = CodeMark.objects.filter(coder__in=coders).select_related("coder", "code")
    marks = [
        Mark(m.coder.key, m.code.name, m.paragraph, m.start, m.end) for m in rows.order_by("pk")
    ]
    return compare(lengths_of(text), [c.key for c in coders], marks)


@dataclass(frozen=True, slots=True)
class Standing:
    """A code that stands on a stretch: given by all, or settled with a reason."""

    code: Code
    paragraph: int
    start: int
    end: int
    words: str
    settled: CodeSettlement | None = None


def settlements_of(text: InterviewText) -> dict[tuple[str, int], CodeSettlement]:
    """What was settled, by code and paragraph."""
    found = text.settlements.select_related("code").order_by("pk")
    return {(s.code.name, s.paragraph): s for s in found}


def codes_standing(text: InterviewText, found: Compared | None = None) -> list[Standing]:
    """The codes of a text that count, in the order of the text."""
    coders = coders_of(text)
    if not coders:
        return []
    names = {c.name: c for c in codes_of(coders[0].book)}
    alike = (found or compared(text)).alike
    made = [(names[h.code], h.paragraph, h.start, h.end, None) for h in alike if h.code in names]
    settled: list[Any] = [
        (s.code, s.paragraph, s.start, s.end, s) for s in settlements_of(text).values() if s.holds
    ]
    return [
        Standing(code, n, start, end, str(text.paragraphs[n - 1]["text"])[start:end], s)
        for code, n, start, end, s in sorted(
            [*made, *settled], key=lambda r: (r[1], r[2], r[0].position)
        )
    ]


def waiting_differences(text: InterviewText, found: Compared) -> list[Any]:
    """Where the coders differ and nobody has settled it."""
    settled = settlements_of(text)
    return [d for d in found.differences if (d.code, d.paragraph) not in settled]


def counted(texts: list[InterviewText]) -> dict[str, tuple[str, int, int]]:
    """Code -> (title, passages, interviews) over the texts whose coders are done."""
    made: dict[str, tuple[str, int, int]] = {}
    for text in texts:
        here: dict[str, int] = {}
        for one in codes_standing(text):
            here[one.code.name] = here.get(one.code.name, 0) + 1
            title, passages, interviews = made.get(one.code.name, (said(one.code.titles), 0, 0))
            made[one.code.name] = title, passages + 1, interviews
        for name in here:
            title, passages, interviews = made[name]
            made[name] = title, passages, interviews + 1
    return made


def coded_texts(process: Process) -> list[InterviewText]:
    """The texts that all their coders are done with, in the order of the interviews."""
    waiting = Coder.objects.filter(done_at__isnull=True).values("text_id")
    found = InterviewText.objects.filter(interview__process=process, coders__isnull=False)
    found = found.exclude(pk__in=waiting).exclude(interview__state="withdrawn").distinct()
    return list(found.select_related("interview__process").order_by("interview__number"))


def texts_of(interview: Interview) -> list[InterviewText]:
    """All wordings of an interview, the newest first."""
    return list(interview.texts.select_related("file").order_by("-number"))
