"""`travaux voices`: who joins in without an account, and moderation."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, As, InProcess, Json, acting, fail, give, open_site, speaking

app = typer.Typer(
    help="Joining in without an account, moderation: policy, what waits, measures.",
    no_args_is_help=True,
)
Track = Annotated[str, typer.Argument(metavar="TRACK", help="Key of the track.")]
Round = Annotated[str, typer.Argument(metavar="ROUND", help="Key of the round.")]


def _track(key: str) -> Any:
    from travaux.consultations.models import Track as Tracks

    found = Tracks.objects.select_related("process").filter(key=key).first()
    if found is None:
        known = ", ".join(Tracks.objects.order_by("pk").values_list("key", flat=True)[:10])
        raise fail(f"TRACK {key}: there is no such track; known: {known or 'none'}.")
    return found


@app.command("policy")
def policy(
    track: Track,
    join: Annotated[bool | None, typer.Option(help="One joins in without an account.")] = None,
    mode: Annotated[str, typer.Option(help="Moderators read: after or before.")] = "",
    keeper: Annotated[
        list[str] | None, typer.Option(help="E-mail of who knows protected names; repeatable.")
    ] = None,
    votes: Annotated[bool | None, typer.Option(help="Statements are put to the vote.")] = None,
    proposals: Annotated[bool | None, typer.Option(help="Participants propose them.")] = None,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Show the policy of a track; with --as and options, write it."""
    open_site()
    from travaux.people.models import Person
    from travaux.plumbing import clock
    from travaux.voices.actions import set_policy
    from travaux.voices.rules import policy_of

    with speaking():
        here = _track(track)
        now = policy_of(here)
        if join is not None or mode or keeper or votes is not None or proposals is not None:
            keys = [acting(email).key for email in keeper or []]
            now = set_policy(
                by=acting(person),
                track=here,
                joining=join if join is not None else bool(now and now.joining),
                mode=mode or (now.mode if now else "after"),
                texts=now.texts if now else {},
                keepers=keys or (now.keepers if now else []),
                votes=bool(now and now.votes) if votes is None else votes,
                proposals=bool(now and now.proposals) if proposals is None else proposals,
                at=clock.now(),
            )
        keepers = Person.objects.filter(key__in=now.keepers if now else []).order_by("email")
        answer = {
            "track": here.key,
            "joining": bool(now and now.joining),
            "mode": str(now.mode) if now else "after",
            "keepers": [p.email for p in keepers],
            "votes": bool(now and now.votes),
            "proposals": bool(now and now.proposals),
        }
    give(answer, as_json, lambda: [f"{k}: {v}" for k, v in answer.items()])


@app.command("waiting")
def waiting(round: Round, process: InProcess = "", person: As = "", as_json: Json = False) -> None:
    """What waits for a moderator in a round, nearly the same words as one group."""
    open_site()
    from travaux.comments.models import Comment
    from travaux.consultations.models import Round as Rounds
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require
    from travaux.voices.queries import unchecked, waiting_groups
    from travaux.voices.rules import may_moderate

    with speaking():
        here = Rounds.objects.select_related("process", "track").filter(key=round).first()
        if here is None or (process and here.process.code != process):
            raise fail(f"ROUND {round}: there is no such round.")
        if person:
            require(may_moderate(acting(person), here, clock.now()))
        groups = waiting_groups(here)
        first = {
            c.submission_id: c.text
            for c in Comment.objects.filter(submission__in=[g.sample for g in groups[:200]])
        }
        answer: dict[str, Any] = {
            "round": here.key,
            "unchecked": unchecked(here),
            "waiting": sum(g.count for g in groups),
            "groups": [
                {"group": g.key, "count": g.count, "text": first.get(g.sample, "")}
                for g in groups[:200]
            ],
        }
    give(
        answer,
        as_json,
        lambda: [
            f"unchecked: {answer['unchecked']}, waiting: {answer['waiting']}",
            *(f"{g['group']}\t{g['count']}\t{g['text'][:100]}" for g in answer["groups"]),
        ],
    )


@app.command("measures")
def measures(process: InProcess = "", as_json: Json = False) -> None:
    """What moderators did in a process, with the reason and what an appeal came to."""
    open_site()
    from travaux.cli.doors import the_process
    from travaux.voices.queries import measures_of

    with speaking():
        rows = [
            {
                "at": m.at.isoformat(),
                "round": m.submission.round.key,
                "receipt": m.submission.receipt,
                "kind": m.kind,
                "reason": m.reason,
                "state": m.state,
            }
            for m in measures_of(the_process(process))[:5000]
        ]
    give({"measures": rows}, as_json, lambda: ["\t".join(map(str, r.values())) for r in rows])


@app.command("proposals")
def proposals(
    round_: Annotated[str, typer.Argument(metavar="ROUND", help="Key of the round.")],
    put: Annotated[str, typer.Option("--put", help="Key of a proposal to put to the vote.")] = "",
    decline: Annotated[str, typer.Option("--decline", help="Key of a proposal to decline.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is declined.")] = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Statements that participants proposed and nobody has decided; with --put or --decline, decide."""
    open_site()
    from travaux.consultations.models import Round
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import require
    from travaux.voices.actions import decline_proposal, put_proposal
    from travaux.voices.queries.votes import waiting_proposals
    from travaux.voices.rules.voting import may_put_statement

    here = Round.objects.filter(key=round_).first()
    if here is None:
        raise fail(f"ROUND {round_}: there is no such round.")
    by = acting(person)
    with speaking():
        require(may_put_statement(by, here, clock.now()))
        for key, act in ((put, "put"), (decline, "decline")):
            if not key:
                continue
            one = waiting_proposals(here).filter(key=key).first()
            if one is None:
                raise fail(f"{key}: no such proposal waits.", 1)
            if act == "put":
                put_proposal(by=by, proposal=one, at=clock.now())
            else:
                decline_proposal(by=by, proposal=one, reason=reason, at=clock.now())
    told = [
        {"proposal": p.key, "text": p.text, "language": p.language, "at": p.at}
        for p in waiting_proposals(here)
    ]
    give(
        {"proposals": told},
        as_json,
        lambda: [f"{t['proposal']}  {t['text']}" for t in told] or ["nothing waits"],
    )


@app.command("votes")
def votes(
    round: Round,
    out: Annotated[str, typer.Option(help="Folder for comments.csv and votes.csv.")] = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """How the votes on the statements of a round fell; with --out, open data in the columns of Polis.

    Statements with fewer than five votes are withheld.
    """
    open_site()
    from pathlib import Path

    from travaux.cli.doors import write
    from travaux.consultations.models import Round as Rounds
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse
    from travaux.voices.queries.votes import polis_file, tallies
    from travaux.voices.rules.voting import has_votes, may_see_votes

    with speaking():
        here = Rounds.objects.select_related("process", "track").filter(key=round).first()
        if here is None:
            raise fail(f"ROUND {round}: there is no such round.")
        if not has_votes(here):
            raise refuse("no-votes-here")
        if person and not may_see_votes(acting(person), here, clock.now()):
            raise refuse("not-your-role")
        rows = [
            {
                "number": t.statement.number,
                "statement": t.statement.text,
                "agree": t.agree,
                "disagree": t.disagree,
                "pass": t.passed,
            }
            for t in tallies(here, None, whole=False)
        ]
        if out:
            Path(out).mkdir(parents=True, exist_ok=True)
            for name in ("comments", "votes"):
                write(f"{out}/{name}.csv", polis_file(here, name))
    give({"statements": rows}, as_json, lambda: ["\t".join(map(str, r.values())) for r in rows])


@app.command("opinions")
def opinions(
    round: Round,
    out: Annotated[
        str, typer.Option(help="Folder for the four files in the columns of Polis.")
    ] = "",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Where opinions of a round lie: groups who vote alike, what all hold, what divides.

    What few cast is withheld, as on the page; `travaux opinions` reads any file of votes.
    """
    open_site()
    from pathlib import Path

    from travaux.cli.doors import write
    from travaux.consultations.models import Round as Rounds
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import explain, refuse
    from travaux.voices.queries.opinions import landscape, participants_file, summary_file
    from travaux.voices.queries.votes import polis_file
    from travaux.voices.rules.voting import has_votes, may_see_votes

    with speaking():
        here = Rounds.objects.select_related("process", "track").filter(key=round).first()
        if here is None:
            raise fail(f"ROUND {round}: there is no such round.")
        if not has_votes(here):
            raise refuse("no-votes-here")
        if person and not may_see_votes(acting(person), here, clock.now()):
            raise refuse("not-your-role")
        found = landscape(here)
        if found.why is not None:
            raise fail(explain(found.why), NO)
        answer = {
            "round": here.key,
            "people": found.people,
            "grouped": found.grouped,
            "groups": [{"group": g.letter, "people": g.people} for g in found.groups],
            "hidden": found.hidden,
            "clear": bool(found.found and found.found.clear),
            "consensus": [s.statement.number for s in found.consensus],
            "divisive": [s.statement.number for s in found.divisive],
        }
        if out:
            Path(out).mkdir(parents=True, exist_ok=True)
            for name in ("comments", "votes"):
                write(f"{out}/{name}.csv", polis_file(here, name))
            write(f"{out}/participants-votes.csv", participants_file(here))
            write(f"{out}/summary.csv", summary_file(here))
    give(answer, as_json, lambda: [f"{k}: {v}" for k, v in answer.items()])


@app.command("lapse")
def lapse(as_json: Json = False) -> None:
    """Delete now what was never checked within its days; the timetable does it every hour."""
    open_site()
    from travaux.plumbing import clock
    from travaux.voices.actions import lapse_guests

    with speaking():
        done = lapse_guests(by=None, at=clock.now())
    give({"lapsed": done}, as_json, lambda: [f"lapsed: {done}"])
