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


def _dossier(path: str) -> dict[str, Any]:
    try:
        dossier = json.loads(read(path, limit=200 * 1024 * 1024))
    except (ValueError, RecursionError):
        raise fail(f"{path}: not a JSON document. Take the dossier again.") from None
    if not isinstance(dossier, dict) or "instance" not in dossier or "method" not in dossier:
        raise fail(f"{path}: no dossier of a choice: it lacks its input. Take the dossier again.")
    return dossier


def verify(path: DossierFile, as_json: Json = False) -> None:
    """Check a dossier step by step, on any machine and without solving anything again.

    Exit status 1 when a step differs.
    """
    dossier = _dossier(path)
    steps = checked_steps(dossier)
    answer = {"verified": all(step["ok"] for step in steps), "steps": steps}

    def lines() -> list[str]:
        told = [f"{'yes' if s['ok'] else 'NO '}  {s['name']}: {s['detail']}" for s in steps]
        first = next((s["name"] for s in steps if not s["ok"]), "")
        return [*told, f"This step differs: {first}." if first else "The dossier verifies."]

    give(answer, as_json, lines)
    if not answer["verified"]:
        raise typer.Exit(NO)


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
