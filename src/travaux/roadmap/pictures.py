"""Marks of a drawn picture: plain frozen values that `roadmap/picture.html` writes as SVG.

Everything is real text and presentation by class, so that a picture needs no inline style, can be
read aloud and copied, and follows the colours of the sheet. A page from right to left is drawn
from right to left: places are mirrored, anchors are not, because `text-anchor` follows the
direction of the page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle, path or text. Numbers are written out here: no page may localise them."""

    shape: str  # "rect", "path", "text"
    kind: str = ""  # classes of the sheet
    x: str = ""
    y: str = ""
    w: str = ""
    h: str = ""
    d: str = ""
    text: str = ""
    anchor: str = ""
    lang: str = ""
    fill: str = ""  # a pattern of the picture, as "url(#id)"
    key: str = ""  # what is dragged by it, and its first and last day
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a given size, in its order of drawing."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    kind: str = "for-wide"
    hatch: str = ""  # id of the hatched pattern, where one is used
    day: str = ""  # width of a day, for what is dragged
    right_to_left: bool = False


def number(value: float, places: int = 1) -> str:
    """A coordinate: as many decimals at most, never localised."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Pen:
    """Collects marks; mirrors every place when the page runs from right to left."""

    width: int
    right_to_left: bool
    marks: list[Mark]

    def at(self, x: float) -> float:
        return self.width - x if self.right_to_left else x

    def rect(self, kind: str, x: float, y: float, w: float, h: float, *, fill: str = "") -> None:
        left = self.width - x - w if self.right_to_left else x
        self.marks.append(
            Mark("rect", kind, number(left), number(y), number(w), number(h), fill=fill)
        )

    def handle(
        self, key: str, first: str, last: str, x: float, y: float, w: float, h: float
    ) -> None:
        """What is taken hold of to drag a date; nothing is seen of it, and nothing needs it."""
        left = self.width - x - w if self.right_to_left else x
        self.marks.append(
            Mark(
                "rect", "drag", number(left), number(y), number(w), number(h),
                key=key, first=first, last=last,
            )
        )  # fmt: skip

    def text(
        self, kind: str, x: float, y: float, text: str, *, anchor: str = "", lang: str = ""
    ) -> None:
        self.marks.append(
            Mark(
                "text", kind, x=number(self.at(x)), y=number(y), text=text, anchor=anchor, lang=lang
            )
        )

    def path(self, kind: str, *points: tuple[float, float], closed: bool = False) -> None:
        """A line through points, or a closed shape."""
        said = [f"{number(self.at(x))} {number(y)}" for x, y in points]
        self.marks.append(Mark("path", kind, d="M" + "L".join(said) + ("Z" if closed else "")))

    def arrowhead(self, kind: str, x: float, y: float, *, back: bool = False) -> None:
        """The tip of an arrow that ends at a place, pointing on (or back) in time."""
        tail = x + 6 if back else x - 6
        self.path(kind, (x, y), (tail, y - 3.5), (tail, y + 3.5), closed=True)


def measure(text: str) -> float:
    """About how wide a text is at 13 px, in px; rather more than less."""
    wide = 0.0
    for letter in text:
        if unicodedata.combining(letter):
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            wide += 13
        elif letter in " .,:;'’|il\u202f\xa0":
            wide += 4
        elif "\u0400" <= letter <= "\u04ff":
            wide += 8
        elif "\u0600" <= letter <= "\u06ff":
            wide += 6.6
        elif letter.isupper() or letter in "mwMW—":
            wide += 9.4
        else:
            wide += 7.3
    return wide


def lines(text: str, room: float) -> list[str]:
    """A text broken into lines that fit a width; a script without spaces breaks anywhere."""
    pieces: list[str] = []
    for word in text.split():
        wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in word)
        if pieces:
            pieces.append(" ")
        pieces.extend(word if wide else [word])
    found: list[str] = []
    line = ""
    for piece in pieces:
        if line and measure(line + piece) > room and not (piece in "，。、；：）" and piece != " "):
            found.append(line.strip())
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        found.append(line.strip())
    return found or [""]
