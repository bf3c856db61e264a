"""What every page of this room fetches and shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from travaux.drafts.models import Version
from travaux.drafts.views.frame import frame
from travaux.people.asking import person_of
from travaux.plumbing.languages import NAMES, SIX
from travaux.translations import rules
from travaux.translations.wording import JOB_STATES, STANDINGS


def opened(request: HttpRequest, process: str, key: str) -> Version:
    here = get_object_or_404(
        Version.objects.select_related("text__process", "text", "based_on"),
        key=key,
        text__process__code=process,
    )
    if not rules.may_look(person_of(request), here):
        raise Http404(key)
    return here


def into(version: Version, language: str) -> str:
    if language not in SIX or language == version.language:
        raise Http404(language)
    return language


def frame_of(request: HttpRequest, version: Version, language: str = "") -> dict[str, Any]:
    person = person_of(request)
    return {
        **frame(version.text.process, version),
        "language": language,
        "language_name": NAMES.get(language, ""),
        "standings": STANDINGS,
        "job_states": JOB_STATES,
        "may_translate": bool(language and rules.may_translate(person, version, language)),
        "may_give_out": rules.may_give_out(person, version),
    }
