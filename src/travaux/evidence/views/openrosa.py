"""OpenRosa 1.0: ODK Collect and Enketo fetch forms from here and send answers.

Source: docs.getodk.org/openrosa (form discovery, form list, form submission, HTTP requests,
authentication). Devices sign in with HTTP Basic over TLS: a name and a password of their own, given
out for one survey. Digest would need the password, or what is as good, to be kept.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from travaux.core.problems import Unusable
from travaux.core.surveys.xforms import answers_of, read_submission, write_xform
from travaux.evidence import actions
from travaux.evidence.models import Device, Edition, EditionState
from travaux.evidence.queries.surveys import device_named, form_of, issued_edition
from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep
from travaux.plumbing.verdicts import Refusal, explain, sentence

REALM = "Travaux"
MOST_FAILURES = 20  # wrong passwords from one address within five minutes
_xforms: Keep[bytes] = Keep(40)


def _answer(body: str | bytes, status: int = 200) -> HttpResponse:
    """An answer with the headers that OpenRosa asks for."""
    response = HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(settings.UPLOAD_BYTES)
    response["Date"] = http_date()
    response["Cache-Control"] = "no-store"
    return response


def _said(text: str, status: int) -> HttpResponse:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{escape(text)}'
        "</message></OpenRosaResponse>"
    )
    return _answer(body, status)


def _credentials(request: HttpRequest) -> tuple[str, str]:
    kind, _blank, told = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "basic":
        return "", ""
    try:
        name, _colon, word = base64.b64decode(told.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name[:40], word[:100]


def _is_safe(request: HttpRequest) -> bool:
    """Passwords go over TLS, except on one's own machine."""
    return request.is_secure() or request.get_host().split(":")[0] in (
        "localhost", "127.0.0.1", "testserver",
    )  # fmt: skip


View = Callable[..., HttpResponse]


def for_devices(view: View) -> View:
    """Only for a device that signs in, of a survey of this process."""

    @csrf_exempt
    @functools.wraps(view)
    def run(request: HttpRequest, process: str, **also: Any) -> HttpResponse:
        if not _is_safe(request):
            return _said("TLS", 403)
        name, word = _credentials(request)
        guard = (
            "openrosa:" + hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
        )
        if name and cache.get(guard, 0) >= MOST_FAILURES:
            return _said(sentence("device-unknown"), 429)
        device = device_named(name, word) if name else None
        if device is None or device.survey.process.code != process:
            if name:
                cache.add(guard, 0, 300)
                cache.incr(guard)
            response = _said(sentence("device-unknown"), 401)
            response["WWW-Authenticate"] = f'Basic realm="{REALM}", charset="UTF-8"'
            return response
        return view(request, device, **also)

    return run


def form_id(edition: Edition) -> str:
    """The name under which devices know an edition's form."""
    return edition.survey.key


@for_devices
def form_list(request: HttpRequest, device: Device) -> HttpResponse:
    """The forms that a device may fetch: the edition that is asked now."""
    edition = issued_edition(device.survey)
    found = [edition] if edition is not None and device.survey.state == "open" else []
    wanted = request.GET.get("formID", "")
    items = []
    for one in found:
        if wanted and wanted != form_id(one):
            continue
        process = device.survey.process.code
        told = request.build_absolute_uri(reverse("openrosa:form", args=[process, one.key]))
        manifest = request.build_absolute_uri(reverse("openrosa:manifest", args=[process, one.key]))
        title = next(iter(device.survey.titles.values()), one.key)
        digest = hashlib.md5(_xform(one), usedforsecurity=False).hexdigest()
        items.append(
            f"<xform><formID>{escape(form_id(one))}</formID><name>{escape(title)}</name>"
            f"<version>{one.number}</version><hash>md5:{digest}</hash>"
            f"<downloadUrl>{escape(told)}</downloadUrl>"
            f"<manifestUrl>{escape(manifest)}</manifestUrl></xform>"
        )
    head = '<?xml version="1.0" encoding="UTF-8"?><xforms xmlns='
    return _answer(
        head
        + quoteattr("http://openrosa.org/xforms/xformsList")
        + ">"
        + "".join(items)
        + "</xforms>"
    )


def _xform(edition: Edition) -> bytes:
    key = (edition.key, edition.form_digest)
    return _xforms.get(
        key, lambda: write_xform(form_of(edition), form_id(edition), str(edition.number))
    )


def _edition(device: Device, key: str) -> Edition:
    found = device.survey.editions.filter(key=key, state=EditionState.ISSUED).first()
    if found is None:
        raise Http404(key)
    found.survey = device.survey
    return found


@for_devices
def form_xml(request: HttpRequest, device: Device, edition: str) -> HttpResponse:
    """The XForm of an edition."""
    return _answer(_xform(_edition(device, edition)))


@for_devices
def manifest(request: HttpRequest, device: Device, edition: str) -> HttpResponse:
    """Files that belong to a form: there are none."""
    _edition(device, edition)
    return _answer(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest xmlns="http://openrosa.org/xforms/xformsManifest"/>'
    )


@for_devices
def submission(request: HttpRequest, device: Device) -> HttpResponse:
    """HEAD tells that answers are taken here; POST takes them, once for each instance."""
    if request.method == "HEAD":
        response = _answer("", 204)
        response["Location"] = request.build_absolute_uri(request.path)
        return response
    if request.method != "POST":
        return _said("HEAD, POST", 405)
    part = request.FILES.get("xml_submission_file")
    try:
        if part is None:
            raise Unusable("submission-unreadable")
        named, version, instance, root = read_submission(part.read())
        edition = _sent_for(device, named, version)
        typed, raw = answers_of(form_of(edition), root)
        uploads = [
            (name, one) for name, ones in request.FILES.lists() for one in ones
            if name != "xml_submission_file"
        ]  # fmt: skip
        response_row, new = actions.take_from_device(
            by=None, device=device, edition=edition, instance_id=instance, typed=typed, raw=raw,
            uploads=[(one.name or name, one) for name, one in uploads], at=clock.now(),
        )  # fmt: skip
    except Unusable as problem:
        return _said(explain(problem), 413 if problem.code == "file-too-large" else 400)
    except Refusal as refused:
        return _said(refused.sentence, 403)
    response = _said(response_row.receipt or "", 201 if new else 202)
    response["Location"] = request.build_absolute_uri(request.path)
    return response


def _sent_for(device: Device, named: str, version: str) -> Edition:
    """The edition that was answered: an earlier one too, as long as the survey takes answers."""
    editions = device.survey.editions.filter(state=EditionState.ISSUED)
    found = editions.filter(number=int(version)).first() if version.isdecimal() else None
    if named != device.survey.key or found is None:
        raise Unusable("submission-unreadable")
    found.survey = device.survey
    return found
