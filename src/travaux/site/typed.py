"""What somebody typed into a form that could not be taken, to be given back."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

# secrets are never shown again
_SECRET = ("password", "csrf", "secret", "code", "token", "otp")


def what_was_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the fields of a form, without secrets and choices of a letter or two."""
    if request.method != "POST":
        return []
    try:
        sent = list(request.POST.lists())
    except (MultiPartParserError, UnreadablePostError):
        return []
    return [
        (name, value)
        for name, values in sent
        for value in values
        if len(value.strip()) > 2 and not any(word in name.lower() for word in _SECRET)
    ]
