"""Numbers by which comments are cited: "12", "12.2", and "S3" of a set that came under seal.

Comments of sealed sets are counted in a row of their own, above `SETS`: where others are numbered
before the close, a gap in their row would tell how many comments a state handed in, and when.
"""

from __future__ import annotations

SETS = 1_000_000  # what is above is the number in the row of the sealed sets


def cited(number: int | None, point: int = 0) -> str:
    """A number as it is cited.

    >>> cited(12), cited(12, 2), cited(1_000_003), cited(1_000_003, 1), cited(None)
    ('12', '12.2', 'S3', 'S3.1', '')
    """
    if number is None:
        return ""
    name = f"S{number - SETS}" if number > SETS else str(number)
    return f"{name}.{point}" if point else name


def read_cited(typed: str) -> tuple[int, int] | None:
    """Number and point of what somebody typed; None where it is no number.

    >>> read_cited("#12.2"), read_cited("s3"), read_cited("c-abc")
    ((12, 2), (1000003, 0), None)
    """
    number, _, point = typed.strip().lstrip("#").partition(".")
    apart = number[:1] in ("S", "s")
    digits = number[1:] if apart else number
    if not (digits.isdecimal() and len(digits) < 8 and len(point) < 5):
        return None
    if point and not point.isdecimal():
        return None
    return int(digits) + (SETS if apart else 0), int(point or 0)
