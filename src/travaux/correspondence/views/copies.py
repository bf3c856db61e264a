"""The copies of a letter: looked at, and taken along as Word, PDF or mail, one or all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.letters.mailing import write_eml
from travaux.core.letters.sheet import write_sheet_docx, write_sheet_pdf
from travaux.core.problems import Unusable
from travaux.correspondence.models import Letter
from travaux.correspondence.queries import letters as queries
from travaux.correspondence.queries.letters import Sending
from travaux.correspondence.states import LetterState
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.views.letters import may_see, the_letter
from travaux.people.models import Contact
from travaux.plumbing import exports
from travaux.plumbing.files import file_bytes
from travaux.plumbing.languages import direction

TYPES = {**exports.TYPES, "eml": "message/rfc822"}
KINDS = ("pdf", "docx", "eml")


def _attached(one: Sending) -> tuple[str, bytes]:
    """The sheet as it is attached to a mail: PDF, or Word where the fonts are missing."""
    kept = one.dispatch.file if one.dispatch else None
    if kept is not None:
        return kept.name, file_bytes(kept)
    try:
        return f"{one.name}.pdf", write_sheet_pdf(one.sheet)
    except Unusable:
        return f"{one.name}.docx", write_sheet_docx(one.sheet)


def written(one: Sending, ending: str) -> bytes:
    """One copy as a file. Errors: `pdf-fonts-missing`."""
    if ending == "docx":
        return write_sheet_docx(one.sheet)
    if ending == "eml":
        return write_eml(one.sheet, one.email, one.copies, _attached(one))
    kept = one.dispatch.file if one.dispatch else None
    if kept is not None and kept.name.endswith(".pdf"):
        return file_bytes(kept)
    return write_sheet_pdf(one.sheet)


def _copy(letter: Letter, process: str, key: str) -> tuple[Contact, Sending | None]:
    contact = get_object_or_404(
        Contact.objects.select_related("country"), process_code=process, key=key
    )
    if letter.state == LetterState.ISSUED:
        d = letter.dispatches.select_related("file").filter(contact=contact).first()
        if d is None:
            raise Http404
        name = queries.file_name(d.position, contact, d.language)
        sheet = queries.from_json(d.sheet)
        return contact, Sending(name, sheet, d.email, tuple(d.copies), d)
    p = queries.prepared(letter, contact, queries.house_of(process))
    if p.sheet is None:
        return contact, None
    name = queries.file_name(1, contact, p.language)
    return contact, Sending(name, p.sheet, p.email, p.copies)


@login_required
def copy(request: HttpRequest, process: str, key: str, contact: str) -> HttpResponse:
    """How the letter reads for one addressee; what is not known is named."""
    may_see(acting(request), process, key)
    letter = the_letter(process, key)
    who, one = _copy(letter, process, contact)
    open_now = letter.state != LetterState.ISSUED
    p = queries.prepared(letter, who, queries.house_of(process)) if open_now else None
    language = one.sheet.language if one else who.language
    context = {
        **frame(request, process, invented=letter.demonstration),
        "l": letter,
        "c": who,
        "one": one,
        "language": language,
        "direction": direction(language),
        "problems": p.problems if p else (),
        "open": open_now,
    }
    return render(request, "correspondence/copy.html", context)


def _response(data: bytes, ending: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@login_required
def copy_file(
    request: HttpRequest, process: str, key: str, contact: str, ending: str
) -> HttpResponse:
    """One copy as Word, PDF or a mail that any program opens."""
    may_see(acting(request), process, key)
    letter = the_letter(process, key)
    _who, one = _copy(letter, process, contact)
    if one is None or ending not in KINDS:
        raise Http404
    return _response(written(one, ending), ending, one.name)


class _Pipe(io.RawIOBase):
    """What a ZIP writes, handed on as soon as it is there."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.held += piece
        return len(piece)

    def taken(self) -> bytes:
        piece, self.held = bytes(self.held), bytearray()
        return piece


def zipped(letter: Letter, ending: str) -> Iterator[bytes]:
    """All copies in one ZIP, each handed on as it is made, so that the download moves."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in queries.sendings(letter):
            name, data = f"{one.name}.{ending}", b""
            try:
                data = written(one, ending)
            except Unusable:
                name, data = f"{one.name}.docx", written(one, "docx")
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
            yield pipe.taken()
    yield pipe.taken()


@login_required
def all_files(request: HttpRequest, process: str, key: str, ending: str) -> StreamingHttpResponse:
    """All copies in one ZIP."""
    may_see(acting(request), process, key)
    letter = the_letter(process, key)
    if ending not in KINDS:
        raise Http404
    response = StreamingHttpResponse(zipped(letter, ending), content_type="application/zip")
    name = letter.entry.reference.replace("/", "-") if letter.entry else letter.key
    response["Content-Disposition"] = f'attachment; filename="{name}-{ending}.zip"'
    return response


@login_required
def listed(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """Whom a letter goes or went to, as a list."""
    may_see(acting(request), process, key)
    letter = the_letter(process, key)
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("state", _("State")),
        ("office", _("Office")),
        ("kind", _("Kind")),
        ("language", _("Language")),
        ("email", _("E-mail")),
        ("copies", _("Copies to")),
        ("problem", _("Problem")),
        ("digest", _("Fingerprint")),
    ]
    rows: list[tuple[object, ...]] = []
    if letter.state == LetterState.ISSUED:
        for d in letter.dispatches.select_related("contact__country"):
            code = d.contact.country.code if d.contact.country else ""
            rows.append(
                (code, d.office, d.contact.kind, d.language, d.email, d.copies, "", d.digest)
            )
    else:
        for p in queries.all_prepared(letter):
            code = p.contact.country.code if p.contact.country else ""
            wrong = " ".join(v.sentence for v in p.problems)
            rows.append(
                (code, p.contact.office, p.contact.kind, p.language, p.email, p.copies, wrong, "")
            )
    data = exports.write(
        ending, columns, rows, title=_("Addressees"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{letter.key}-addressees")
