"""`travaux draft next`: the next draft begins, with the comments beside it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from travaux.cli.doors import As, InProcess, Json, acting, fail, give, open_site, speaking


def _version(key: str, process: str) -> Any:
    from travaux.drafts.models import Version

    found = Version.objects.filter(key=key).select_related("text__process", "based_on").first()
    if found is None or (process and found.text.process.code != process):
        raise fail(f"VERSION {key}: there is no such version; `travaux draft list` names them.")
    return found


def next_(
    version: Annotated[str, typer.Argument(help="Key of the version that was commented on.")],
    remark: Annotated[
        str, typer.Option(help="Shown with the version, such as: edits for demonstration.")
    ] = "",
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Make the working version that follows, with its carried-over and undecided comments.

    Comments follow their paragraph, moved or changed; guesses and orphans wait for a decision.
    Called again, it goes on with the same working version and says where comments stand now.
    """
    open_site()
    from travaux.answers import actions
    from travaux.answers.models import CarryOver
    from travaux.answers.queries.carrying import STANDING, undecided
    from travaux.answers.rules import number_of
    from travaux.comments.wording import place_name
    from travaux.plumbing import clock

    with speaking():
        made = actions.make_next_draft(
            by=acting(by), version=_version(version, process), at=clock.now(), remark=remark
        )
        carried = CarryOver.objects.filter(version=made, kind__in=STANDING).count()
        waiting = [
            {
                "comment": row.comment.key,
                "number": number_of(row.comment),
                "place": place_name(row.comment),
                "kind": row.kind,
            }
            for row in undecided(made)
        ]
        told = {"version": made.key, "carried_over": carried, "undecided": waiting}
        give(
            told,
            as_json,
            lambda: [
                f"Working version {made.key}: {carried} comments carry over, "
                f"{len(waiting)} wait for a decision."
            ],
        )


def cause(
    version: Annotated[str, typer.Argument(help="Key of the working version.")],
    paragraph: Annotated[str, typer.Option("--paragraph", help="Identity of the paragraph.")],
    comments: Annotated[
        str, typer.Option("--comments", help="Numbers of the comments that changed it: 3, 12.1")
    ] = "",
    editorial: Annotated[
        bool, typer.Option("--editorial", help="It changed without a comment.")
    ] = False,
    process: InProcess = "",
    by: As = "",
    as_json: Json = False,
) -> None:
    """Name the comments that changed a paragraph, or say that the change is editorial."""
    open_site()
    from travaux.answers import actions
    from travaux.answers.queries.carrying import changes_with_causes, comments_named
    from travaux.drafts.models import Paragraph
    from travaux.plumbing import clock
    from travaux.plumbing.verdicts import refuse

    with speaking():
        here = _version(version, process)
        found = (
            Paragraph.objects.filter(version=here, anchor__key=paragraph)
            .select_related("anchor", "version__text__process", "version__based_on")
            .first()
        )
        if found is None:
            raise fail(f"--paragraph {paragraph}: `travaux draft paragraphs {version}` names them.")
        if editorial:
            actions.mark_editorial(by=acting(by), paragraph=found, at=clock.now())
            named: list[Any] = []
        else:
            named, unknown = comments_named(here, comments)
            if unknown:
                raise refuse("cause-unknown", comment=unknown)
            actions.name_causes(by=acting(by), paragraph=found, comments=named, at=clock.now())
        left = [
            row.paragraph.anchor.key
            for row in changes_with_causes(here, staff=True)
            if row.paragraph and not row.has_cause
        ]
        told = {"version": here.key, "named": [c.key for c in named], "without_cause": left}
        give(
            told,
            as_json,
            lambda: [f"{len(named)} comments named; {len(left)} changed paragraphs name none."],
        )


def add_to(app: typer.Typer) -> None:
    """Hang the commands under `travaux draft`."""
    app.command("next")(next_)
    app.command("cause")(cause)
