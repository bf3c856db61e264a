"""A letter or a mail as text, cut into the points that it makes, each with the place it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_LETTER = 400_000  # characters; what is longer is a text of its own, not a letter
MOST_POINTS = 500
# "Paragraph 12:", "Para. 3 (a) –", "Section 2, paragraph 4.", "§ 5", "第3段：" at the beginning
# of a line; what comes before the sign at its end is the reference.
_PLACE = (
    r"paragraphs?|paras?\.?|pars?\.|sub-?paragraphs?|articles?|art\.|sections?|sect?\.|clauses?|"
    r"chapters?|annex(?:es)?|§+|¶+|paragraphes?|chapitres?|alinéas?|párrafos?|artículos?|"
    r"secci(?:ón|ones)|capítulos?|пункты?|п\.|раздел(?:ы)?|статья|статьи|глава|الفقرة|الفقرات|"
    r"المادة|القسم|الفرع|الفصل"
)
_HEAD = re.compile(
    rf"(?:[-–—•*·]\s*|\(?[a-z0-9]{{1,3}}[.)]\s+)?(?:(?:on|re|regarding|concerning|sur|sobre|о|по|بشأن|في)\s+)?"
    rf"(?P<place>(?:{_PLACE})\s*(?:no\.?\s*|n°\s*|№\s*)?[\dIVXLC٠-٩][\w.()/ ,&–-]{{0,60}}?)"
    r"\s*(?:[:：—–]|-\s|\.\s|$)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_HAN = re.compile(
    r"第\s*(?P<number>[0-9]{1,4})\s*(?P<unit>段|节|章|条)\s*[:：，,]?\s*(?P<rest>.*)", re.DOTALL
)
_WHOLE = re.compile(
    r"(?P<place>general comments?|general remarks?|general|observations? générales?|"
    r"comentarios? generales?|observaci(?:ón|ones) general(?:es)?|общие замечания|"
    r"تعليقات عامة|一般意见|总体意见)\s*(?:[:：—–]|-\s|\.\s|$)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"^\s*>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """One point of a letter: the reference as written ("" for none), its words, its line from 1."""

    reference: str
    text: str
    line: int


def points_of(text: str) -> tuple[LetterPoint, ...]:
    """The points of a letter, in order; what stands before the first reference is one point.

    A point begins with a paragraph of the letter that opens with a reference to a paragraph or
    section, and reaches to the next such paragraph. Nothing is left out: the words of all points
    together are those of the letter.

    >>> [(p.reference, p.text) for p in points_of("Dear all,\\n\\nParagraph 3: too long.\\nReally.")]
    [('', 'Dear all,'), ('Paragraph 3', 'too long.\\nReally.')]
    """
    found: list[LetterPoint] = []
    words: list[str] = []
    reference, began = "", 1
    for line, paragraph in _paragraphs(text[:LONGEST_LETTER]):
        told = _told(paragraph) if len(found) < MOST_POINTS else None
        if told is None:
            if not words:
                began = line
            words.append(paragraph)
            continue
        if words or reference:
            found.append(LetterPoint(reference, "\n\n".join(words).strip(), began))
        reference, rest = told
        words, began = ([rest] if rest else []), line
    if words or reference:
        found.append(LetterPoint(reference, "\n\n".join(words).strip(), began))
    return tuple(point for point in found if point.text or point.reference)


def _told(paragraph: str) -> tuple[str, str] | None:
    """The reference at the beginning of a paragraph, and its other words."""
    bare = paragraph.strip()
    for pattern in (_HEAD, _WHOLE):
        found = pattern.match(bare)
        if found and (found["rest"] or len(bare) < 80):
            place = " ".join(found["place"].split()).rstrip(" ,.;:–-")
            return place, found["rest"].strip()
    han = _HAN.match(bare)
    if han:
        word = "Section" if han["unit"] in "节章" else "Paragraph"
        return f"{word} {han['number']}", han["rest"].strip()
    return None


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """The paragraphs of a letter with the line on which each begins; a listed line is its own."""
    found: list[tuple[int, str]] = []
    held: list[str] = []
    began = 1
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        begins = bool(held) and bool(_told(line)) and not _QUOTED.match(line)
        if not line.strip() or begins:
            if held:
                found.append((began, "\n".join(held)))
                held = []
            if not line.strip():
                continue
        if not held:
            began = number
        held.append(line.rstrip())
    if held:
        found.append((began, "\n".join(held)))
    return found


def split_reference(reference: str) -> tuple[str, str]:
    """The clause and the paragraph that a reference names, as a comment table has them.

    >>> split_reference("Section 2, paragraph 4"), split_reference("Paragraph 12 (a)")
    (('Section 2', 'paragraph 4'), ('', 'Paragraph 12 (a)'))
    """
    parts = re.split(
        r"\s*[,;/]\s*(?=(?:para|par|§|¶|párr|пункт|الفقرة))", reference, maxsplit=1, flags=re.I
    )
    if len(parts) == 2:
        return parts[0], parts[1]
    paragraph = re.match(
        r"(?:paragraph|para|par|sub-?paragraph|alinéa|párrafo|пункт|п\.|¶|الفقرة|الفقرات)",
        reference,
        re.I,
    )
    return ("", reference) if paragraph else (reference, "")
