"""Whole numbers as somebody typed them, or as a page or a program sent them."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest

Otherwise = TypeVar("Otherwise")


def whole_number(text: str, otherwise: Otherwise, *, digits: int = 8) -> int | Otherwise:
    """The number, in the digits of any script; `otherwise` where it is none, or longer than that.

    `str.isdigit` is no guard: "²" passes it, and so do thousands of digits, and `int` takes neither.

    >>> whole_number("12", 0), whole_number("١٢", 0), whole_number("²", 0), whole_number("", None)
    (12, 12, 0, None)
    """
    if text.isdecimal() and len(text) <= digits:
        return int(text)
    return otherwise


def seen_of(request: HttpRequest, name: str = "seen") -> int:
    """The revision that a form was made from; -1, which nothing has, where it does not say."""
    return whole_number(request.POST.get(name, ""), -1)
