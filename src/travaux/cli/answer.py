"""`travaux answer`: an answer is proposed and settled, for one comment or for many."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import (
    NO,
    As,
    InProcess,
    Json,
    acting,
    fail,
    give,
    open_site,
    say,
    speaking,
)

app = typer.Typer(help="Answers to comments: propose, settle, reopen.", no_args_is_help=True)

Comment = Annotated[
    str, typer.Argument(help="Key of a comment, or ROUND:NUMBER, such as k3p2m9qr7t:12.")
]
MaybeComment = Annotated[
    str, typer.Argument(help="Key of a comment, or ROUND:NUMBER, such as k3p2m9qr7t:12.")
]
OUTCOMES = (
    "accepted, accepted-with-modifications, noted, not-accepted, duplicate, out-of-scope, deferred"
)
OutcomeOption = Annotated[str, typer.Option("--outcome", help=f"One of: {OUTCOMES}.")]
Reasons = Annotated[str, typer.Option("--reasons", help="Needed for all but accepted.")]
InRound = Annotated[str, typer.Option("--round", help="All comments of this round.")]


def found_round(key: str, process: str) -> Any:
    """The round with this key, or one sentence."""
    from travaux.consultations.models import Round

    found = (
        Round.objects.filter(key=key).select_related("process", "version__text__process").first()
    )
    if found is None or (process and found.process.code != process):
        raise fail(f"ROUND {key}: there is no such round; `travaux round list` names them.")
    return found


def found_comment(named: str, process: str) -> Any:
    """The comment with this key, or with this number in a round."""
    from travaux.answers.queries.desk import comment_numbered
    from travaux.comments.models import Comment as Row

    if ":" in named:
        key, _, number = named.partition(":")
        found = comment_numbered(found_round(key, process), number)
    else:
        found = (
            Row.objects.filter(key=named, number__isnull=False)
            .select_related("submission", "round__process", "round__version__text", "paragraph")
            .first()
        )
    if found is None or (process and found.round.process.code != process):
        raise fail(
            f"COMMENT {named}: there is no such comment; "
            "`travaux answers status ROUND` names the open ones, or write ROUND:NUMBER."
        )
    return found


def _told(answer: Any) -> dict[str, Any]:
    from travaux.answers.rules import number_of, served_by

    served = served_by(answer)
    return {
        "answer": answer.key,
        "comments": [c.key for c in served],
        "numbers": [number_of(c) for c in served],
        "outcome": answer.outcome,
        "reasons": answer.reasons,
        "state": answer.state,
        "brought_along": answer.brought_along,
        "proposed_by": answer.proposed_by,
        "settled_by": answer.settled_by,
    }


def _lines(answer: Any) -> list[str]:
    told = _told(answer)
    numbers = ", ".join(told["numbers"])
    return [f"{told['state']}: comment {numbers}: {told['outcome']} (answer {answer.key})"]


def _standing(comment: Any) -> Any:
    from travaux.answers.models import Answer

    return (
        Answer.objects.filter(serves__comment=comment)
        .select_related("round__process", "round__version", "duplicate_of")
        .first()
    )


@app.command()
def propose(
    comment: MaybeComment = "",
    outcome: OutcomeOption = "",
    reasons: Reasons = "",
    also: Annotated[
        list[str] | None, typer.Option("--also", help="Another comment that it serves; repeat.")
    ] = None,
    duplicate_of: Annotated[str, typer.Option(help="For duplicates: the other comment.")] = "",
    next_wording: Annotated[str, typer.Option(help="Wording proposed for the next draft.")] = "",
    language: Annotated[str, typer.Option(help="Language of the reasons.")] = "",
    round: InRound = "",
    from_observations: Annotated[
        bool, typer.Option("--from-observations", help="With --round: what a table brought along.")
    ] = False,
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Propose an answer; where one is proposed already, change it.

    With --round and --from-observations: the observations of an imported table become proposals.
    """
    open_site()
    from travaux.answers import actions
    from travaux.comments.queries import answerable
    from travaux.plumbing import clock

    with speaking():
        person = acting(by)
        if from_observations or (round and not comment):
            if not (round and from_observations):
                raise fail("Name the comment, or give --round ROUND --from-observations.")
            here = found_round(round, process)
            made = actions.bring_along_answers(by=person, round=here, at=clock.now())
            left = answerable(here).filter(served__isnull=True).count()
            told = {"round": here.key, "proposed": len(made), "open": left}
            give(
                told,
                as_json,
                lambda: [f"{len(made)} answers proposed; {left} comments have none yet."],
            )
            return
        if not comment:
            raise fail("Name the comment, or give --round ROUND --from-observations.")
        if not outcome:
            raise fail(f"--outcome is missing: one of {OUTCOMES}.")
        one = found_comment(comment, process)
        comments = [one, *(found_comment(name, process) for name in also or [])]
        other = None
        if duplicate_of:
            named = (
                duplicate_of
                if ":" in duplicate_of or not duplicate_of.replace(".", "").isdecimal()
                else f"{one.round.key}:{duplicate_of}"
            )
            other = found_comment(named, process)
        fields: dict[str, Any] = {
            "outcome": outcome,
            "reasons": reasons,
            "language": language,
            "next_wording": next_wording,
            "duplicate_of": other,
            "at": clock.now(),
        }
        standing = _standing(one)
        if standing is None:
            answer = actions.propose_answer(by=person, round=one.round, comments=comments, **fields)
        else:
            if not also:
                from travaux.answers.rules import served_by

                comments = served_by(standing)
            answer = actions.change_answer(
                by=person,
                answer=standing,
                comments=comments,
                revision=standing.revision,
                **fields,
            )
        give(_told(answer), as_json, lambda: _lines(answer))


@app.command()
def settle(
    comment: MaybeComment = "",
    outcome: OutcomeOption = "",
    reasons: Reasons = "",
    round: InRound = "",
    all_proposed: Annotated[
        bool, typer.Option("--all", help="With --round: every proposed answer of the round.")
    ] = False,
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Settle the proposed answer; by a second person where the round asks for four eyes."""
    open_site()
    from travaux.answers import actions
    from travaux.answers.wording import outcome_words
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse

    with speaking():
        person = acting(by)
        if not comment:
            if not (round and all_proposed):
                raise fail("Name the comment, or give --round ROUND --all.")
            _settle_all(person, found_round(round, process), as_json)
            return
        one = found_comment(comment, process)
        standing = _standing(one)
        if standing is None:
            if not outcome or one.round.four_eyes:
                from travaux.answers.rules import number_of

                raise refuse("answer-not-proposed", number=number_of(one))
            standing = actions.propose_answer(
                by=person,
                round=one.round,
                comments=[one],
                outcome=outcome,
                reasons=reasons,
                at=clock.now(),
            )
        if outcome and outcome != standing.outcome:
            raise refuse("outcome-differs", proposed=outcome_words(standing.outcome))
        answer = actions.settle_answer(by=person, answer=standing, at=clock.now())
        give(_told(answer), as_json, lambda: _lines(answer))


def _settle_all(person: Any, here: Any, as_json: bool) -> None:
    """Every proposed answer of a round, one by one; what is refused is named with its sentence."""
    from travaux.answers import actions
    from travaux.answers.models import Answer
    from travaux.answers.rules import number_of, served_by
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import Refusal

    settled, refused = 0, []
    waiting = Answer.objects.filter(round=here, state="proposed").select_related(
        "round__process", "round__version", "duplicate_of"
    )
    for n, answer in enumerate(waiting.order_by("pk"), 1):
        try:
            actions.settle_answer(by=person, answer=answer, at=clock.now())
            settled += 1
        except Refusal as why:
            numbers = ", ".join(number_of(c) for c in served_by(answer))
            refused.append({"comments": numbers, "why": why.sentence})
        if n % 100 == 0:
            say(f"{n} answers looked at")
    told = {"round": here.key, "settled": settled, "refused": refused}
    give(
        told,
        as_json,
        lambda: [
            f"{settled} answers settled.",
            *(f"Not settled: comment {r['comments']}: {r['why']}" for r in refused),
        ],
    )
    if refused:
        raise typer.Exit(NO)


@app.command()
def reopen(
    comment: Comment,
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays on record.")] = "",
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Reopen a settled answer before its release."""
    open_site()
    from travaux.answers import actions
    from travaux.answers.rules import number_of
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse

    with speaking():
        one = found_comment(comment, process)
        standing = _standing(one)
        if standing is None:
            raise refuse("answer-not-proposed", number=number_of(one))
        answer = actions.reopen_answer(
            by=acting(by), answer=standing, reason=reason, at=clock.now()
        )
        give(_told(answer), as_json, lambda: _lines(answer))


@app.command()
def codes(as_json: Json = False) -> None:
    """What outcome codes of imported tables are taken to mean."""
    open_site()
    from travaux.answers.queries.table import received_mapping

    rows = [{**row, "why": str(row["why"])} for row in received_mapping()]
    give(
        rows,
        as_json,
        lambda: [f"{r['code']}: {r['outcome'] or 'left open'}. {r['why']}" for r in rows],
    )
