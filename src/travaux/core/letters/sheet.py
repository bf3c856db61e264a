"""The sheet of a letter or a note verbale, as Word and as PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from travaux.core.formats.masthead import right_to_left
from travaux.core.formats.pdf_out import families_for, set_pdf
from travaux.core.formats.typst_source import literal
from travaux.core.formats.word_parts import storable, undated


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter to one addressee, in one language; every text as it is printed.

    `addressee` stands at the head of a letter and at the foot of a note verbale.
    """

    language: str
    title: str
    letterhead: tuple[str, ...]
    reference: str
    date: str
    addressee: tuple[str, ...]
    paragraphs: tuple[str, ...]
    addressee_at_foot: bool = False
    marks: tuple[str, ...] = ()  # such as "Demonstration"


def _words(sheet: Sheet) -> str:
    rest = (sheet.title, sheet.reference, sheet.date, *sheet.marks)
    return "\n".join((*rest, *sheet.letterhead, *sheet.addressee, *sheet.paragraphs))


def write_sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1); equal sheets give equal bytes.

    Errors: `pdf-fonts-missing`.
    """
    language = sheet.language.split("-")[0]
    fonts = families_for(_words(sheet), language)
    named = "(" + "".join(f"{literal(font)}, " for font in fonts) + ")"
    lines = [
        f"#set document(title: {literal(sheet.title or sheet.reference or 'Letter')}, author: ())",
        f"#set text(font: {named}, lang: {literal(language)}, size: 11pt, hyphenate: false)",
        '#set page(paper: "a4", margin: (x: 2.5cm, top: 2.5cm, bottom: 2.5cm), numbering: "1")',
        "#set par(leading: 0.7em, spacing: 1.1em, justify: false)",
    ]
    lines += [f"#text(size: 9pt, {literal(mark)})\n" for mark in sheet.marks]
    for i, line in enumerate(sheet.letterhead):
        size, weight = (13, '"bold"') if i == 0 else (10, '"regular"')
        lines.append(
            f"#par(spacing: 0.6em, text(size: {size}pt, weight: {weight}, {literal(line)}))\n"
        )
    lines.append("#line(length: 100%, stroke: 0.5pt)\n")
    head = "  ·  ".join(part for part in (sheet.reference, sheet.date) if part)
    if head:
        lines.append(f"#par({literal(head)})\n")
    block = _typst_block(sheet.addressee)
    if block and not sheet.addressee_at_foot:
        lines.append(block)
    if sheet.title:
        lines.append(f"#heading(level: 1, text(size: 12pt, {literal(sheet.title)}))\n")
    lines += [_typst_block(p.split("\n")) for p in sheet.paragraphs]
    if block and sheet.addressee_at_foot:
        lines.append("#v(1em)\n" + block)
    return set_pdf("\n".join(lines))


def _typst_block(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return "#par(" + " + linebreak() + ".join(f"text({literal(line)})" for line in lines) + ")\n"


def write_sheet_docx(sheet: Sheet) -> bytes:
    """The sheet as a Word file; equal sheets give equal bytes."""
    package = import_module("docx").Document()
    shared = import_module("docx.shared")
    rtl = right_to_left(sheet.language)
    core = package.core_properties
    core.title, core.author, core.comments = storable(sheet.title)[:255], "", ""
    core.language = sheet.language
    section = package.sections[0]
    section.page_width, section.page_height = shared.Cm(21), shared.Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, shared.Cm(2.5))
    writer = _Word(package, rtl, sheet.language)
    for mark in sheet.marks:
        writer.paragraph([mark], size=9)
    for i, line in enumerate(sheet.letterhead):
        writer.paragraph([line], size=13 if i == 0 else 10, bold=i == 0, close=True)
    head = "  ·  ".join(part for part in (sheet.reference, sheet.date) if part)
    if head:
        writer.paragraph([head], rule=True)
    if sheet.addressee and not sheet.addressee_at_foot:
        writer.paragraph(sheet.addressee)
    if sheet.title:
        writer.paragraph([sheet.title], style="Heading 1", size=12, bold=True)
    for paragraph in sheet.paragraphs:
        writer.paragraph(paragraph.split("\n"))
    if sheet.addressee and sheet.addressee_at_foot:
        writer.paragraph(sheet.addressee)
    held = io.BytesIO()
    package.save(held)
    return undated(held.getvalue())


class _Word:
    """Paragraphs of one language and one direction."""

    def __init__(self, package: Any, rtl: bool, language: str) -> None:
        self.package, self.rtl, self.language = package, rtl, language
        self.make = import_module("docx.oxml").OxmlElement
        self.name = import_module("docx.oxml.ns").qn
        self.points = import_module("docx.shared").Pt
        self.black = import_module("docx.shared").RGBColor(0, 0, 0)

    def paragraph(
        self,
        lines: Sequence[str],
        *,
        style: str = "Normal",
        size: int = 11,
        bold: bool = False,
        close: bool = False,
        rule: bool = False,
    ) -> None:
        made = self.package.add_paragraph(style=style)
        made.paragraph_format.space_after = self.points(2 if close else 10)
        made.paragraph_format.space_before = self.points(0)
        properties = made._p.get_or_add_pPr()
        if self.rtl:
            properties.append(self.make("w:bidi"))
        if rule:
            self._rule(properties)
        for i, line in enumerate(lines):
            run = made.add_run()
            if i:
                run.add_break()
            run.add_text(storable(line))
            run.font.size, run.font.bold = self.points(size), bold
            run.font.color.rgb = self.black
            self._language(run)

    def _rule(self, properties: Any) -> None:
        border, top = self.make("w:pBdr"), self.make("w:top")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "6"), ("color", "808080")):
            top.set(self.name(f"w:{key}"), value)
        border.append(top)
        # the schema wants borders before bidi and spacing
        properties.insert(1 if len(properties) else 0, border)

    def _language(self, run: Any) -> None:
        properties = run._r.get_or_add_rPr()
        tongue = self.make("w:lang")
        short = self.language.split("-")[0]
        kind = "bidi" if self.rtl else "eastAsia" if short == "zh" else "val"
        tongue.set(self.name(f"w:{kind}"), "zh-CN" if short == "zh" else self.language)
        if self.rtl:
            properties.append(self.make("w:rtl"))
        properties.append(tongue)
