"""The texts that letters begin from, in six languages: read, changed, tried, put back, taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from travaux.core.letters.composing import KNOWN_FIELDS
from travaux.core.letters.house_texts import write_house_texts
from travaux.correspondence import actions, rules
from travaux.correspondence.forms import HouseTextForm, TextForm
from travaux.correspondence.queries import house_texts as queries
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.views.letters import AT_FIELD
from travaux.correspondence.wording import LETTER_KINDS
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import NAMES, SIX, direction, said
from travaux.plumbing.verdicts import Refusal, require


def _name(written: queries.Written) -> str:
    return said(written.text.names)


@login_required
def listed(request: HttpRequest, process: str) -> HttpResponse:
    """Every house text with its languages; and a new one of one's own."""
    me = acting(request)
    require(rules.may_read(me, process))
    form = HouseTextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_house_text(
                by=me, process_code=process, at=clock.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error("name", refused.sentence)
        else:
            return redirect("correspondence:house-text", process, made.key, "en")
    rows = [
        {
            "key": w.text.key,
            "name": _name(w),
            "own": w.shipped is None,
            "kind": LETTER_KINDS[w.text.kind],  # type: ignore[index]
            "languages": [(c, NAMES[c], has, own) for c, has, own in w.languages],
        }
        for w in queries.written_texts(process)
    ]
    context = {**frame(request, process), "rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "correspondence/house_texts.html", context, status=status)


@login_required
def listed_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The house texts as a list, or as the TOML file that `travaux letter merge` reads."""
    require(rules.may_read(acting(request), process))
    if ending == "toml":
        answer = HttpResponse(
            write_house_texts(queries.house_texts_of(process)), content_type="application/toml"
        )
        answer["Content-Disposition"] = f'attachment; filename="{process}-house-texts.toml"'
        return answer
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("key", _("Number")),
        ("kind", _("Kind")),
        ("name", pgettext("name of a thing", "Name")),
        ("language", _("Language")),
        ("subject", _("Subject")),
        ("text", _("Text")),
        ("written_here", _("Written here")),
        ("changed_by", _("Changed by")),
        ("changed_at", _("Changed")),
    ]
    rows: list[tuple[Any, ...]] = []
    for w in queries.written_texts(process):
        for code, text in w.text.texts.items():
            last = w.latest.get(code)
            rows.append(
                (
                    w.text.key,
                    w.text.kind,
                    _name(w),
                    code,
                    text["subject"],
                    text["body"],
                    w.is_own(code),
                    str(last.by) if last else "",
                    last.at if last else None,
                )
            )
    data = exports.write(
        ending, columns, rows, title=_("House texts"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-house-texts")


@login_required
def text(request: HttpRequest, process: str, key: str, language: str) -> HttpResponse:
    """One house text in one language: changed, tried on an invented addressee, put back."""
    me, at = acting(request), clock.now()
    require(rules.may_read(me, process))
    found = queries.written_text(process, key)
    if found is None or language not in SIX:
        raise Http404
    kept = dict(found.text.texts.get(language, {}))
    seen = found.own.revision if found.own else 0
    do = request.POST.get("do", "")
    form = TextForm(language, request.POST or None, initial={"seen": seen, **kept})
    if request.method == "POST" and (do == "reset" or form.is_valid()):
        told: dict[str, Any] = (
            form.cleaned_data if do != "reset" else {"subject": "", "body": "", "seen": seen}
        )
        told["body"] = told["body"].replace("\r\n", "\n")
        if do == "look":
            require(rules.may_keep_house(me, process))
            fits = rules.text_fits(told)
            if fits:
                kept = {"subject": told["subject"], "body": told["body"]}
            else:
                form.add_error(AT_FIELD.get(fits.code), fits.sentence)
        else:
            try:
                actions.write_house_text(
                    by=me, process_code=process, key=key, language=language, at=at, **told
                )
            except Refusal as refused:
                if refused.code == "not-your-role":
                    raise
                form.add_error(AT_FIELD.get(refused.code), refused.sentence)
            else:
                messages.success(
                    request,
                    _("It is as it came with the product.")
                    if do == "reset" and found.shipped
                    else _("It is stored. Letters begun before stay as they are."),
                )
                return redirect("correspondence:house-text", process, key, language)
    context = {
        **frame(request, process),
        "form": form,
        "name": _name(found),
        "kind": LETTER_KINDS[found.text.kind],  # type: ignore[index]
        "key": key,
        "language": language,
        "language_name": NAMES[language],
        "direction": direction(language),
        "others": [(c, NAMES[c]) for c in SIX],
        "own_words": found.is_own(language),
        "comes_with": found.shipped is not None,
        "kept": kept,
        "tried": do == "look",
        "sample": queries.sample_of(
            process, found.text.kind, kept["subject"], kept["body"], language, at
        ).sheet
        if kept
        else None,
        "versions": found.own.versions.filter(language=language).select_related("by")[:50]
        if found.own
        else [],
        "fields": [f"{{{{ {name} }}}}" for name in KNOWN_FIELDS],
    }
    status = 422 if form.errors else 200
    return render(request, "correspondence/house_text.html", context, status=status)
