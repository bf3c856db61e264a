"""`travaux call show|prepare|announce|extend|choose|clone`: the life of a call on the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    As,
    AsAnnounced,
    ChoiceFiles,
    InProcess,
    Json,
    NewDeadline,
    Why,
    acting,
    beside,
    fail,
    give,
    open_site,
    read,
    speaking,
    the_process,
)

Key = Annotated[str, typer.Argument(metavar="CALL", help="Key of the call.")]
WORDS = {"titles", "texts"}
PLAIN = {
    "zone", "wording", "wording_language", "grace_minutes", "per_country", "authority_rule",
    "late_confirmation", "confirmation_hours", "names_rule", "selection", "checks", "blind",
    "retention_days",
}  # fmt: skip
INSTANTS = {"opens": "opens_at", "closes": "closes_at"}


def add_to(app: typer.Typer) -> None:
    """These commands stand among those of `travaux call`."""
    app.command("show")(show)
    app.command("prepare")(prepare)
    app.command("announce")(announce)
    app.command("extend")(extend)
    app.command("choose")(choose)
    app.command("clone")(clone)


def _call(key: str, process: str) -> Any:
    from travaux.cli.call import _call as found

    return found(key, process)


def _told(call: Any) -> dict[str, Any]:
    from travaux.calls.queries import standing
    from travaux.cli.call import _told as told
    from travaux.plumbing import clock

    return told(standing(call, clock.now()))


def show(call: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """One call: its dates, its rules as announced, and how many questions its form asks."""
    open_site()
    from travaux.calls.rules.calls import may_see_call
    from travaux.core.surveys.model import walk
    from travaux.core.surveys.plain import form_from_plain
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here = _call(call, process)
    with speaking():
        require(may_see_call(acting(person) if person else None, here, clock.now()))
    told = _told(here) | {
        "titles": here.titles,
        "wording": here.wording,
        "rules": {name: getattr(here, name) for name in sorted(PLAIN - {"zone", "wording"})},
        "questions": sum(
            1 for p in walk(form_from_plain(here.form).items) if hasattr(p.item, "kind")
        ),
        "form_digest": here.form_digest,
        "extensions": here.extensions.count(),
    }
    give(
        told,
        as_json,
        lambda: [
            f"{told['call']}  {told['kind']}  {told['phase']}",
            f"{told['opens_at'] or '?'} - {told['closes_at'] or '?'} ({told['zone'] or '?'})",
            *(f"{name}: {value}" for name, value in told["rules"].items()),
        ],
    )


def _plan(file: str) -> dict[str, Any]:
    """What a file says of a call; one sentence where it cannot be used."""
    try:
        told = tomllib.loads(read(file).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise fail(f"{file}: this is no TOML: {wrong}. Mend it there.") from None
    known = WORDS | PLAIN | set(INSTANTS) | {"kind", "form"}
    for name in told:
        if name not in known:
            raise fail(f"{file}: a call has no {name}; known: {', '.join(sorted(known))}.")
    for name in WORDS:
        if not isinstance(told.get(name, {}), dict):
            raise fail(f'{file}: {name} is a table of languages, such as {{ en = "..." }}.')
    if not told.get("titles"):
        raise fail(f'{file}: titles are missing; write titles = {{ en = "..." }}.')
    return told


def prepare(
    file: Annotated[str, typer.Argument(help="TOML: kind, titles, texts, zone, opens, rules.")],
    form: Annotated[str, typer.Option("--form", help="XLSForm: .xlsx, .csv or .md.")] = "",
    choices: ChoiceFiles = None,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Begin a call from a file; its form is the one of its kind, or an XLSForm."""
    open_site()
    from django.db import transaction

    from travaux.calls.actions import prepare_call, replace_form
    from travaux.core.surveys.check import check_form
    from travaux.core.surveys.xlsform import read_xlsform
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant
    from travaux.plumbing.verdicts import explain

    told, at = _plan(file), clock.now()
    zone = str(told.get("zone", "UTC"))
    path = form or str(told.get("form", ""))
    if path and not form and file != "-":
        path = str(Path(file).parent / path)
    with speaking(), transaction.atomic():
        by = acting(person)
        rules = {name: told[name] for name in PLAIN if name in told} | {"zone": zone}
        for name, field in INSTANTS.items():
            if name in told:
                given = told[name]
                text = given.isoformat() if hasattr(given, "isoformat") else str(given)
                rules[field] = read_instant(text, zone, end=name == "closes")
        made = prepare_call(
            by=by, process=the_process(process), kind=str(told.get("kind", "")),
            titles=told["titles"], texts=told.get("texts", {}), at=at, **rules,
        )  # fmt: skip
        if path:
            asked = read_xlsform(read(path), path, files=beside(choices)).form
            problems = check_form(asked)
            if problems:
                raise fail(f"{path}: {explain(problems[0])}")
            made = replace_form(by=by, call=made, form=asked, seen=made.revision, at=at)
        give(_told(made), as_json, lambda: [made.key])


def announce(call: Key, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """Announce a call; from now on its form and rules stay as they are."""
    open_site()
    from travaux.calls.actions import announce_call
    from travaux.plumbing import clock

    here = _call(call, process)
    with speaking():
        done = announce_call(by=acting(person), call=here, seen=here.revision, at=clock.now())
        give(_told(done), as_json, lambda: [f"{done.key} announced"])


def extend(
    call: Key,
    ends: NewDeadline,
    reason: Why = "",
    wording: AsAnnounced = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Move the deadline of a call for all, with the reason on record."""
    open_site()
    from travaux.calls.actions import extend_call
    from travaux.plumbing import clock
    from travaux.plumbing.local_time import read_instant

    here = _call(call, process)
    with speaking():
        closes = read_instant(ends, here.zone or "UTC", end=True)
        extend_call(
            by=acting(person), call=here, closes_at=closes, reason=reason, wording=wording,
            at=clock.now(),
        )  # fmt: skip
        here.refresh_from_db()
        told = _told(here)
        give(told, as_json, lambda: [f"{here.key} until {told['closes_at']}"])


def choose(
    call: Key,
    offers: Annotated[list[int], typer.Option("--offer", help="Number of an offer; repeat it.")],
    reason: Annotated[str, typer.Option(help="Why; it is published and told to all.")] = "",
    language: Annotated[str, typer.Option(help="Language of the reason.")] = "en",
    write_down: Annotated[
        bool, typer.Option("--prepare", help="Write it down, to be cleared before it is published.")
    ] = False,
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Put the choice among host offers on record; it is published with its reason."""
    open_site()
    from travaux.calls.actions import choose_offers, prepare_choice
    from travaux.calls.rules.outcomes import may_choose
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require

    here, at = _call(call, process), clock.now()
    with speaking():
        by = acting(person)
        require(may_choose(by, here, at))
        found = {a.number: a for a in here.applications.filter(number__in=offers)}
        for number in offers:
            if number not in found:
                raise fail(f"--offer {number}: this call has no offer with that number.")
        what: dict[str, Any] = {
            "by": by, "call": here, "applications": [found[n] for n in offers], "reason": reason,
            "language": language, "at": at,
        }  # fmt: skip
        if write_down:
            prepare_choice(**what)
            told = {"call": here.key, "prepared": sorted(found)}
            give(told, as_json, lambda: [f"{here.key}: written down, to be cleared"])
            return
        made = choose_offers(**what)
        told = {"call": here.key, "choice": made.key, "offers": made.published}
        give(told, as_json, lambda: [f"{here.key}: {len(made.published)} chosen"])


def clone(
    call: Key,
    into: Annotated[str, typer.Option("--into", help="Code of another process.")] = "",
    process: InProcess = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Begin a call with the form, rules and criteria of another one, here or in another process."""
    open_site()
    from travaux.calls.actions import clone_call
    from travaux.plumbing import clock

    here = _call(call, process)
    with speaking():
        there = the_process(into) if into else None
        made = clone_call(by=acting(person), call=here, process=there, at=clock.now())
        give(_told(made), as_json, lambda: [made.key])
