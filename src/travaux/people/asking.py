"""Who asks for a page: a person of ours, or nobody who is signed in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from travaux.people.models import Person


def person_of(request: HttpRequest) -> Person | None:
    """Who asks, when somebody is signed in."""
    return request.user if isinstance(request.user, Person) else None


def signed_in(request: HttpRequest) -> Person:
    """Who asks, on pages that ask who one is before anything else."""
    person = person_of(request)
    if person is None:
        raise PermissionDenied("sign in first")
    return person
