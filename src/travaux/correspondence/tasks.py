"""Work of this room that does not wait for a page."""

from __future__ import annotations

from travaux.correspondence.actions import prepare_mail
from travaux.correspondence.models import Dispatch
from travaux.plumbing import clock


def make_files(letter_key: str) -> int:
    """The file and the held mail of each copy of an issued letter; again it goes on where it was."""
    done = 0
    for one in Dispatch.objects.filter(letter__key=letter_key, file__isnull=True):
        prepare_mail(by=None, dispatch=one, at=clock.now())
        done += 1
    return done
