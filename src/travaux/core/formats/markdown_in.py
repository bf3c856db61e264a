"""Markdown (.md) -> Document; square brackets and stars of a negotiated text stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from travaux.core.formats.inline import Words
from travaux.core.formats.outline import Outline
from travaux.core.formats.word_package import safe_link
from travaux.core.texts.document import Document, MarkKind
from travaux.core.texts.numbers import typed_paragraph_number, typed_sub_number

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<body>.*?\n)(?:---(?:[ \t]+\w+)?|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
_FRONT_LINE = re.compile(r"^(?P<key>[A-Za-z_-]+):[ \t]*(?P<value>.+?)[ \t]*$", re.M)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]{1,40})\]:[ \t]?(?P<text>.*)$")
_KRAMDOWN = re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^}\n]*\}\s*$")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\]")
_MARKS: dict[str, MarkKind] = {"strong_open": "strong", "em_open": "em"}


class _Markdown(MarkdownIt):
    """Markdown in which `[shall](EU)` stays bracketed text: only real addresses make a link."""

    def validateLink(self, url: str) -> bool:
        return safe_link(url)


def read_markdown(text: str) -> Document:
    """Read Markdown: `1.` before a paragraph is its number, `(a)` makes a sub-paragraph.

    >>> read_markdown("# 1 Scope\\n\\n1. First.\\n\\n2. Second [shall].").blocks[2].number
    '2'
    """
    title, language, text = _front_matter(text)
    text, notes = _without_notes(text)
    parser = _Markdown("commonmark", {"html": False}).enable("table").disable("code")
    parser.inline.ruler.before("link", "footnote", _footnote)
    environment: dict[str, object] = {"footnotes": notes}
    walker = _Walker(notes)
    walker.walk(parser.parse(text, environment))
    return walker.outline.finish(title, language)


def _front_matter(text: str) -> tuple[str, str, str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return "", "", text
    values = {line["key"].lower(): line["value"] for line in _FRONT_LINE.finditer(found["body"])}
    if not values:
        return "", "", text
    title = _unquoted(values.get("title", ""))
    return title, _unquoted(values.get("lang", values.get("language", ""))), text[found.end() :]


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without definitions of footnotes and attribute lines; and the footnotes."""
    notes: dict[str, str] = {}
    kept: list[str] = []
    label, fence = "", ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if opened and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opened[1]
        found = None if fence else _NOTE.match(line)
        if found:
            label = found["label"]
            notes.setdefault(label, found["text"].strip())
            kept.append("")
        elif label and line.startswith(("    ", "\t")) and line.strip():
            notes[label] = f"{notes[label]}\n{line.strip()}".strip()
        elif label and not line.strip():
            kept.append("")
        elif not fence and _KRAMDOWN.match(line):
            if "toc}" in line.replace(" ", "") and kept and kept[-1].strip() in ("* TOC", "- TOC"):
                kept[-1] = ""  # a table of contents that the site would have generated
        else:
            label = ""
            kept.append(line)
    return "\n".join(kept), notes


def _footnote(state: StateInline, silent: bool) -> bool:
    found = _REFERENCE.match(state.src, state.pos)
    if not found or found[1] not in state.env["footnotes"]:
        return False
    if not silent:
        state.push("footnote", "", 0).content = found[1]
    state.pos = found.end()
    return True


@dataclass(slots=True)
class _List:
    ordered: bool
    items: int = 0
    lazy: bool = False


class _Walker:
    """Walks the parser's tokens; `_pending` is the number of a list item awaiting its words."""

    def __init__(self, notes: dict[str, str]) -> None:
        self.outline = Outline()
        self._notes = notes
        self._lists: list[_List] = []
        self._pending = ""
        self._rows: list[list[Words]] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "heading_open":
                text = _inline(tokens[place + 1], self._notes, heading=True)
                self.outline.heading(text, int(token.tag[1]))
            elif kind == "paragraph_open":
                self._paragraph(tokens[place + 1])
            elif kind in ("ordered_list_open", "bullet_list_open"):
                self._flush()
                ordered = kind == "ordered_list_open"
                self._lists.append(_List(ordered, lazy=_all_ones(tokens, place)))
            elif kind in ("ordered_list_close", "bullet_list_close"):
                self._lists.pop()
            elif kind == "list_item_open":
                self._item(token)
            elif kind == "list_item_close":
                self._flush()
            elif kind in ("fence", "code_block"):
                self._flush()
                self.outline.code(token.content.rstrip("\n"))
            elif kind == "table_open":
                self._flush()
                self._rows = []
            elif kind == "tr_open":
                self._rows.append([])
            elif kind in ("th_open", "td_open"):
                self._rows[-1].append(_inline(tokens[place + 1], self._notes))
            elif kind == "table_close":
                self.outline.table(self._rows)

    def _item(self, token: Token) -> None:
        held = self._lists[-1]
        held.items += 1
        if not held.ordered:
            self._pending = "•"
        else:
            number = str(held.items) if held.lazy else token.info
            self._pending = number if token.markup == "." else number + token.markup

    def _flush(self) -> None:
        """A list item without words of its own still shows its number."""
        if self._pending:
            self._numbered(Words(collapse=True))

    def _paragraph(self, token: Token) -> None:
        words = _inline(token, self._notes)
        if self._pending:
            self._numbered(words)
        else:
            self.outline.paragraph(words)

    def _numbered(self, words: Words) -> None:
        number, self._pending = self._pending, ""
        depth = len(self._lists)
        level = depth - 1 if self._lists[0].ordered else depth
        if number == "•" and words.raw().lstrip().startswith("("):
            found, _ = typed_sub_number(words.raw().lstrip(), dotted=False)
            if found:
                self.outline.paragraph(words)
                return
        self.outline.paragraph(words, number=number, level=level)


def _all_ones(tokens: Sequence[Token], place: int) -> bool:
    """Whether every item of a list was typed with the same number, leaving counting to others."""
    level = tokens[place].level
    typed: list[str] = []
    for token in tokens[place + 1 :]:
        if token.level == level:
            break
        if token.type == "list_item_open" and token.level == level + 1:
            typed.append(token.info)
    return len(typed) > 1 and len(set(typed)) == 1 and typed[0] == "1"


def _inline(token: Token, notes: dict[str, str], *, heading: bool = False) -> Words:
    words = Words(collapse=True)
    children = token.children or []
    if heading and children and children[-1].type == "text":
        children[-1].content = _ATTRIBUTES.sub("", children[-1].content)
    for opened in _stars_meant(children):
        children[opened].type = "text"
        children[opened].content = children[opened].markup
    for place, child in enumerate(children):
        kind = child.type
        if kind in ("text", "text_special"):
            words.add(child.content)
        elif kind in _MARKS:
            words.open(_MARKS[kind])
        elif kind == "link_open":
            words.open("link", str(child.attrs.get("href", "")))
        elif kind in ("strong_close", "em_close", "link_close"):
            words.close()
        elif kind == "code_inline":
            words.open("code")
            words.add(child.content)
            words.close()
        elif kind == "hardbreak":
            words.line_break()
        elif kind == "softbreak":
            _soft_break(words, children[place + 1 :])
        elif kind == "image":
            words.add(child.content)
        elif kind == "footnote":
            words.note(child.content, words_of(notes[child.content]))
    return words


def _stars_meant(children: Sequence[Token]) -> list[int]:
    """Places of stars that Markdown took for emphasis but that open on a closing bracket.

    "U(*)[], T(*)[]" is a formula; its stars are words of the text.
    """
    found: list[int] = []
    waiting: list[tuple[int, bool]] = []
    for place, child in enumerate(children):
        if child.type in _MARKS:
            following = children[place + 1].content[:1]
            waiting.append((place, following != "" and following in ")]},.;:"))
        elif child.type in ("strong_close", "em_close") and waiting:
            opened, literal = waiting.pop()
            found += [opened, place] if literal else []
    return found


def _soft_break(words: Words, rest: Sequence[Token]) -> None:
    """A line that begins with (b) stands for itself, any other line goes on."""
    following = rest[0].content.lstrip() if rest and rest[0].type == "text" else ""
    signed = typed_sub_number(following, dotted=False)[0] or typed_paragraph_number(following)[0]
    if signed:
        words.line_break()
    else:
        words.add(" ")


def words_of(text: str) -> str:
    """The bare words of a piece of Markdown.

    >>> words_of("*One* [two](https://example.org)")
    'One two'
    """
    parser = _Markdown("commonmark", {"html": False})
    tokens = [token for token in parser.parse(text) if token.type == "inline"]
    return "\n".join(_inline(token, {}).block("paragraph").text for token in tokens)
