"""One paragraph of an open version on its own: its words, what it is, its place; and a new one after it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.drafts import actions, queries, rules
from travaux.drafts.forms import KindForm, NewParagraphForm, WordsForm
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries.standing import editable_words
from travaux.drafts.views.frame import frame, opened, sentence_of
from travaux.drafts.views.mending import seen
from travaux.drafts.weaving import redlined
from travaux.drafts.wording import EDITS, KINDS
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, refuse, require

_CUT = re.compile(r"\n[ \t]*\n\s*")


@login_required
def paragraph_page(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """One paragraph of an open version: its words, what it is, its place, its history."""
    here = opened(request, process, version)
    require(rules.may_edit(request.user, here))  # type: ignore[arg-type]
    row = here.paragraphs.select_related("anchor").filter(anchor__key=anchor).first()
    if request.method == "POST":
        doing: Callable[..., HttpResponse] = {
            "words": _words,
            "kind": _kind,
        }.get(request.POST.get("form", ""), _place)
        try:
            if row is None:
                raise refuse("paragraph-gone")
            return doing(request, here, row)
        except (Refusal, Unusable) as refused:
            return _shown(request, here, anchor, refused)
    queries.paragraph_in(here, anchor)  # 404 where there is none
    return _shown(request, here, anchor, None)


def back_to(version: Version, anchor: str) -> HttpResponse:
    place = queries.part_holding(version, anchor)
    address = reverse("drafts:mend", args=[version.text.process.code, version.key])
    return redirect(f"{address}?part={place}#p-{anchor}")


def _words(request: HttpRequest, version: Version, row: Paragraph) -> HttpResponse:
    """New words; an empty line in them cuts the paragraph there."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        raise refuse("words-missing")
    body = form.cleaned_data["body"].replace("\r\n", "\n")
    pieces = [body]
    if row.kind not in ("table", "code"):
        pieces = [piece for piece in _CUT.split(body.strip()) if piece.strip()]
    if not pieces:
        raise refuse("words-missing")
    at = clock.now()
    saved = actions.edit_paragraph(
        by=request.user,  # type: ignore[arg-type]
        paragraph=row,
        body=" ".join(pieces) if len(pieces) > 1 else pieces[0],
        revision=form.cleaned_data["revision"],
        at=at,
    )
    if len(pieces) > 1:
        offsets, place = [], 0
        for piece in pieces[:-1]:
            place += len(piece) + 1
            offsets.append(place)
        actions.split_paragraph(
            by=request.user,  # type: ignore[arg-type]
            version=version,
            anchor=row.anchor.key,
            offsets=offsets,
            seen_revision=form.cleaned_data["structure"],
            at=at,
        )
    if saved.body != row.body or len(pieces) > 1:
        messages.success(request, _("Saved."))
    return back_to(version, row.anchor.key)


def _kind(request: HttpRequest, version: Version, row: Paragraph) -> HttpResponse:
    form = KindForm(request.POST)
    if not form.is_valid():
        raise refuse("kind-unknown")
    asked = form.cleaned_data
    kind = row.kind if row.kind == "table" else asked["kind"]
    nested = kind in ("heading", "sub")
    actions.set_paragraphs(
        by=request.user,  # type: ignore[arg-type]
        version=version,
        anchors=[row.anchor.key],
        seen_revision=asked["structure"],
        kind=kind,
        level=int(asked["level"] or 1) if nested else 0,
        number=asked["number"],
        label=asked["label"],
        at=clock.now(),
    )
    return back_to(version, row.anchor.key)


def _place(request: HttpRequest, version: Version, row: Paragraph) -> HttpResponse:
    """Up, down, to another section, joined to the one before, or out."""
    shared: dict[str, Any] = {
        "by": request.user,
        "version": version,
        "seen_revision": seen(request),
        "at": clock.now(),
    }
    doing, anchor = request.POST.get("do", ""), row.anchor.key
    neighbours = list(
        version.paragraphs.filter(
            position__gte=row.position - 2, position__lte=row.position + 1
        ).values_list("position", "anchor__key")
    )
    keys = dict(neighbours)
    back = anchor
    if doing in ("join", "remove"):
        back = keys.get(row.position - 1, "")
    if doing == "join":
        actions.join_paragraphs(anchors=[anchor], **shared)
    elif doing == "remove":
        actions.remove_paragraphs(anchors=[anchor], **shared)
    elif doing == "up" and row.position > 0:
        actions.move_paragraph(anchor=anchor, after=keys.get(row.position - 2, ""), **shared)
    elif doing == "down" and row.position + 1 in keys:
        actions.move_paragraph(anchor=anchor, after=keys[row.position + 1], **shared)
    elif doing == "to" and request.POST.get("after"):
        actions.move_paragraph(anchor=anchor, after=request.POST["after"], **shared)
    else:
        raise refuse("nothing-chosen")
    return back_to(version, back)


def _shown(
    request: HttpRequest, version: Version, anchor: str, refused: Refusal | Unusable | None
) -> HttpResponse:
    """The page of a paragraph; after a refusal with what was typed, and with what stands now."""
    version = opened(request, version.text.process.code, version.key)
    row = version.paragraphs.select_related("anchor").filter(anchor__key=anchor).first()
    typed = request.POST.get("body", "") if request.POST.get("form") == "words" else None
    now = editable_words(row) if row is not None else ""
    words = WordsForm(
        initial={
            "body": now if typed is None else typed,
            # what stands now has been shown, so that saving again is a decision
            "revision": row.revision if row is not None else 0,
            "structure": version.revision,
        }
    )
    words.fields["body"].widget.attrs.update(
        {"data-redline-of": "base-words", "data-redline-into": "live-redline"}
    )
    kind = KindForm(
        request.POST if request.POST.get("form") == "kind" else None,
        initial={
            "kind": row.kind if row else "paragraph",
            "level": str(row.level) if row and row.level else "1",
            "number": row.number if row else "",
            "label": row.label if row else "",
            "structure": version.revision,
        },
    )
    code = getattr(refused, "code", "")
    clash = code in ("words-changed-meanwhile", "paragraph-gone") and typed is not None
    base = (
        Paragraph.objects.filter(version_id=version.based_on_id, anchor__key=anchor).first()
        if version.based_on_id
        else None
    )
    first = editable_words(base) if base is not None else now
    outline = queries.outline_of(version)
    return render(
        request,
        "drafts/paragraph.html",
        {
            **frame(version.text.process, version),
            "row": row,
            "anchor": anchor,
            "place": outline.part_at(outline.places.get(anchor, 0)),
            "words": words,
            "kind_form": kind,
            "new": NewParagraphForm(
                initial={
                    "kind": "paragraph",
                    "structure": version.revision,
                    "number": queries.number_after(version, anchor),
                }
            ),
            "problem": sentence_of(refused) if refused is not None else "",
            "may_work": rules.may_work_on(request.user, version.text.process.code, [row]),  # type: ignore[arg-type]
            "clash": clash,
            "theirs": now,
            "yours": typed,
            "between": redlined(now, typed or "") if clash else "",
            "base": base,
            "base_json": _as_json(first),
            "change": redlined(first, now) if first != now else "",
            "history": queries.history_of(version, anchor),
            "edits": EDITS,
            "sections": outline.sections,
            "kinds": KINDS,
        },
        status=409 if clash else 422 if refused is not None else 200,
    )


def _as_json(words: str) -> SafeString:
    """Words inside a script element that is no script: nothing in them can end it."""
    text = json.dumps(words, ensure_ascii=False)
    for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(text)
