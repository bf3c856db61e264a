"""`travaux panel verify` and `replace`: what is done with a dossier, solving nothing again."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from travaux.cli.doors import CANNOT, NO, Json, fail, give, read
from travaux.cli.panel_input import said, words_ready
from travaux.core.panels.instance import Instance
from travaux.core.problems import Unusable

DossierFile = Annotated[str, typer.Argument(metavar="DOSSIER.json", help="As draw wrote it.")]


def _document(path: str) -> Any:
    try:
        return json.loads(read(path, limit=200 * 1024 * 1024))
    except (ValueError, RecursionError):
        raise fail(f"{path}: not a JSON document. Take the dossier again.") from None


def _dossier(path: str) -> dict[str, Any]:
    return _whole(path, _document(path))


def _whole(path: str, dossier: Any) -> dict[str, Any]:
    if not isinstance(dossier, dict) or "instance" not in dossier or "method" not in dossier:
        raise fail(f"{path}: no dossier of a choice: it lacks its input. Take the dossier again.")
    return dossier


def verify(
    path: DossierFile,
    full: Annotated[
        str, typer.Option("--full", help="With a public dossier: the full one it belongs to.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check a dossier step by step, on any machine and without solving anything again.

    Of a public dossier what it allows is checked, and what needs the full one is said. Exit status
    1 when a step differs.
    """
    from travaux.core.panels.public_check import FORMAT

    dossier = _document(path)
    public = isinstance(dossier, dict) and dossier.get("format") == FORMAT
    if full and not public:
        raise fail(f"{path}: no public dossier; --full goes with one. Leave --full out.")
    need: tuple[str, ...] = ()
    if public:
        steps, need = public_steps(dossier, _dossier(full) if full else None)
    else:
        steps = checked_steps(_whole(path, dossier))
    answer: dict[str, Any] = {"verified": all(step["ok"] for step in steps), "steps": steps}
    if public:
        answer["need_full"] = list(need)

    def lines() -> list[str]:
        told = [f"{'yes' if s['ok'] else 'NO '}  {s['name']}: {s['detail']}" for s in steps]
        first = next((s["name"] for s in steps if not s["ok"]), "")
        told += [f"--   {name}: only the full dossier allows this step" for name in need]
        return [*told, f"This step differs: {first}." if first else _end(public)]

    give(answer, as_json, lines)
    if not answer["verified"]:
        raise typer.Exit(NO)


def _end(public: bool) -> str:
    return "What the public dossier tells verifies." if public else "The dossier verifies."


PUBLIC_STEPS = {
    "seal": "secrets that are opened fit the seals that were published ({seals} of them)",
    "weights": "the weights of {panels} numbered panels are positive and add up to one",
    "probabilities": "the chances of {people} people lie between 0 and 1, their sum within the seats",
    "numbers": "each of {numbers} numbers stands for a panel",
    "draw": "number {number} of {numbers} is what the seed draws, or was drawn by hand",
    "full": "hashes, panels, chances and draw are those of the full dossier",
}


def public_steps(
    told: dict[str, Any], full: dict[str, Any] | None
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The steps that a public dossier allows, each with a sentence; and those that it does not."""
    from travaux.core.panels.public_check import check_public, need_full

    steps = []
    for step in check_public(told, full):
        words = PUBLIC_STEPS[step.name]
        if step.ok:
            detail = words.format(**step.facts)
        else:
            what = step.facts.get("error", "another value")
            detail = f"cannot be read or differs ({what})"
        steps.append({"name": step.name, "ok": step.ok, "detail": detail})
    return steps, need_full(told)


def checked_steps(dossier: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of the check, each with a sentence."""
    from travaux.core.panels.checking import check_dossier

    words_ready()
    from travaux.panels.explaining import step_words

    return [
        {"name": step.name, "ok": step.ok, "detail": step_words(step)}
        for step in check_dossier(dossier)
    ]


def replace(
    path: DossierFile,
    leaves: Annotated[list[str], typer.Option("--leaves", help="Code of who leaves.")],
    declined: Annotated[
        list[str] | None, typer.Option("--declined", help="Code of who was asked and declined.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="merit, or reserve: the order of the same lottery.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say who should come for somebody who leaves, so that every quota is kept or broken least."""
    from travaux.core.panels.instance import from_plain
    from travaux.core.panels.replacing import replacement

    dossier = _dossier(path)
    if by not in ("", "merit", "reserve"):
        raise fail(f"--by {by}: choose merit or reserve.")
    try:
        instance = from_plain(dossier["instance"])
        place = instance.pool.place
        for one in (*leaves, *(declined or [])):
            if one not in place:
                raise fail(f"{path}: nobody has the code “{one}”. Correct it.")
        members = [place[one] for one in dossier["selected"]]
        order = _order(dossier, instance, by)
        found = replacement(
            instance,
            members,
            [place[one] for one in leaves],
            order=order,
            declined=[place[one] for one in declined or []],
        )
    except (KeyError, TypeError) as error:
        raise fail(f"{path}: the dossier is damaged ({error}). Take it again.") from None
    except Unusable as unusable:
        status = NO if unusable.code == "nobody-left" else CANNOT
        raise fail(said(unusable.problem), status) from None
    answer = _replacement_answer(instance, found)
    give(answer, as_json, lambda: _replacement_lines(answer))


def _order(dossier: dict[str, Any], instance: Instance, by: str) -> list[int]:
    """Who may come, first choice first."""
    from travaux.core.panels.merit_dossier import merit_order

    if by != "merit":
        return [instance.pool.place[one] for one in dossier["reserve"]]
    if instance.pool.scores is None:
        raise Unusable("scores-missing")
    from travaux.core.panels.merit import tie_numbers

    return list(merit_order(instance, tie_numbers(instance.pool.ids, str(dossier["seed"]))))


def _replacement_answer(instance: Instance, found: Any) -> dict[str, Any]:
    words_ready()
    from travaux.panels.explaining import break_words

    ids = instance.pool.ids

    def told(breaks: Any) -> list[dict[str, Any]]:
        return [
            {
                "feature": b.feature,
                "value": b.value,
                "bound": b.bound,
                "number": b.number,
                "count": b.count,
                "kind": b.kind,
                "sentence": break_words(b),
            }
            for b in breaks
        ]

    return {
        "leaves": [ids[p] for p in found.leaves],
        "comes": [ids[p] for p in found.comes],
        "replacement": ids[found.comes[0]] if len(found.comes) == 1 else None,
        "keeps_all": not found.breaks,
        "breaks": told(found.breaks),
        "members": [ids[p] for p in found.members],
        "alternatives": [
            {"id": ids[one.person], "keeps_all": not one.breaks, "breaks": told(one.breaks)}
            for one in found.alternatives
        ],
        "if_vacant": told(found.vacant),
    }


def _replacement_lines(answer: dict[str, Any]) -> list[str]:
    lines = [f"{', '.join(answer['comes'])} for {', '.join(answer['leaves'])}."]
    if answer["keeps_all"]:
        lines.append("Every quota is kept.")
    else:
        lines.append("Nobody left keeps every quota; this breaks least:")
        lines += [f"  {b['sentence']}" for b in answer["breaks"]]
    fitting = [a["id"] for a in answer["alternatives"] if a["keeps_all"]]
    if fitting:
        lines.append(f"Next, keeping every quota too: {', '.join(fitting)}")
    return lines
