"""A call that is to fill what a group lacks."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from travaux.calls.actions import change_call, clone_call, prepare_call
from travaux.calls.models import Call, Kind
from travaux.journal.actions import action, record
from travaux.panels.explaining import gap_lines
from travaux.panels.labels import Labels
from travaux.panels.models import GapCall, Panel
from travaux.panels.queries.regional import gaps_of
from travaux.panels.rules import may_change_group
from travaux.people.models import Person
from travaux.plumbing.languages import SIX, said, to_django
from travaux.plumbing.verdicts import refuse, require


@action
def prepare_gap_call(*, by: Person, panel: Panel, at: datetime) -> GapCall:
    """A call is begun whose text says what the group lacks; it is a draft that can be edited.

    It has form and rules of the call that the group came from, where it came from one.
    """
    require(may_change_group(by, panel))
    gaps = gaps_of(panel)
    if not gaps:
        raise refuse("group-lacks-nothing")
    origin: Call | None = panel.call or (panel.parent.call if panel.parent else None)
    labels = Labels(panel)
    titles, texts = {}, {}
    for code in SIX:
        with translation.override(to_django(code)):
            titles[code] = _("Further nominations: %(group)s") % {"group": said(panel.titles)}
            lines = "\n".join(f"- {line}" for line in gap_lines(gaps, labels))
            texts[code] = (
                _("The group lacks people. Nominations are asked for above all to fill this:")
                + f"\n\n{lines}"
            )
    if origin is not None and origin.kind == Kind.NOMINATION:
        call = clone_call(by=by, call=origin, at=at)
        call = change_call(by=by, call=call, seen=call.revision, at=at, titles=titles, texts=texts)
    else:
        call = prepare_call(
            by=by, process=panel.process, kind=Kind.NOMINATION, titles=titles, texts=texts,
            demonstration=panel.demonstration, at=at,
        )  # fmt: skip
    made = GapCall.objects.create(panel=panel, call=call, gaps=gaps.plain(), at=at, by_key=by.key)
    facts = {"call": call.key, "short": len(gaps.short), "absent": len(gaps.absent)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return made
