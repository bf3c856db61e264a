"""The text in a language, on a page and as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from travaux.core.formats.masthead import Masthead
from travaux.core.formats.text_files import write_text
from travaux.drafts import queries as drafts
from travaux.drafts.models import Version
from travaux.drafts.views.reading import reading_context
from travaux.drafts.wording import STANDINGS as VERSION_STANDINGS
from travaux.plumbing.exports import download
from travaux.plumbing.languages import to_django
from travaux.translations import queries
from travaux.translations.states import Standing
from travaux.translations.views.frame import frame_of, into, opened
from travaux.translations.wording import STANDINGS


def reading(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The text in a language, the source beside each paragraph on demand."""
    here = opened(request, process, version)
    language = into(here, language)
    return render(request, "translations/reading.html", in_language(request, here, language))


def in_language(request: HttpRequest, here: Version, language: str) -> dict[str, Any]:
    """What the reading page shows of a version in a language."""
    context = reading_context(request, drafts.Published(here, drafts.ancestor_of(here)))
    part = context["part"]
    counts = queries.put_in_language(here, part, language)
    template = get_template("drafts/_block.html")
    shown = {
        "version": here,
        "beside_template": "translations/_beside.html",
        "lang": (get_language() or "en").replace("hans", "Hans"),
        "dir": "rtl" if get_language_bidi() else "ltr",
    }
    for block in part.blocks:
        block.drawn = mark_safe(template.render({**shown, "block": block}).strip())
    return {
        **context,
        **frame_of(request, here, language),
        "read_in": language,
        "counts": counts,
        "left": counts.get(Standing.MISSING, 0),
        "machine_made": counts.get(Standing.MACHINE, 0),
        "behind": counts.get(Standing.CHANGED, 0),
        "standing_names": {str(k): v for k, v in STANDINGS.items()},
    }


def _wanting(counts: Mapping[str, int]) -> Iterator[str]:
    """What is not as it should be in a translation, for the head of its file."""
    for standing, words in (
        (Standing.MISSING, _("%(n)d paragraphs not translated")),
        (Standing.MACHINE, _("Made by a machine, seen by nobody: %(n)s")),
        (Standing.CHANGED, _("Source changed since: %(n)s")),
    ):
        if counts.get(standing):
            yield words % {"n": counts[standing]}


def text_file(
    request: HttpRequest, process: str, version: str, language: str, ending: str
) -> HttpResponse:
    """The text in a language as a file; its head says how much of it is not translated."""
    here = opened(request, process, version)
    language = into(here, language)
    counts: Counter[str] = Counter()
    with override(to_django(language)):
        note = _("Made by a machine, seen by nobody.")
    document, _left = queries.document_in(here, language, note, counts)
    head = drafts.masthead_of(here)
    standing = [str(VERSION_STANDINGS[here.state]), *_wanting(counts)]
    head = Masthead(head.symbol, head.date, " · ".join(standing))
    identity = drafts.identity_of(here) if ending in ("akn.xml", "html", "md") else None
    data = write_text(document, ending, masthead=head, identity=identity)
    return download(data, ending, f"{here.key}-{language}")
