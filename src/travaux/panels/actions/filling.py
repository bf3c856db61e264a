"""A call that is to fill what a group lacks."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from travaux.calls.actions import change_call, clone_call, prepare_call
from travaux.calls.models import Call, Kind
from travaux.calls.queries import pool_of
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.actions.offering import _brought_in, _end_of, _offer_to
from travaux.panels.labels import Labels
from travaux.panels.lacking import gap_lines
from travaux.panels.models import GapCall, Nominee, Panel
from travaux.panels.queries.gaps import gaps_of
from travaux.panels.rules import may_change_group, may_take_nominees
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


@action
def take_gap_nominees(*, by: Person, gap_call: GapCall, until: date, at: datetime) -> int:
    """The confirmed nominations of a call that was to fill a regional group are offered its places.

    Who was nominated for another region, or is in its pool already, is left out. How many.
    """
    panel = Panel.objects.select_for_update().get(pk=gap_call.panel_id)
    require(may_take_nominees(by, gap_call, at))
    answer_until = _end_of(until, at)
    pool = pool_of(gap_call.call)
    known = set(panel.nominees.values_list("code", flat=True))
    spelled = {f.casefold(): f for n in panel.nominees.all()[:1] for f in n.features}
    applications = {a.key: a for a in gap_call.call.applications.select_related("person")}
    coming = []
    for row in pool.rows:
        held = dict(zip(pool.columns, row.values, strict=True))
        features = {
            spelled.get(f.casefold(), f): [v for v in value.split(";") if v]
            for f, value in held.items()
        }
        region = features.setdefault(panel.region_feature, [panel.region])
        if row.id in known or (panel.region_feature == "region" and region != [panel.region]):
            continue
        one = applications[row.id]
        features[panel.region_feature] = [panel.region]
        coming.append(
            Nominee(
                code=row.id,
                name=one.name[:300],
                person=one.person,
                features=features,
                application=one.key,
            )
        )
    if not coming:
        nothing_to_record()
        return 0
    offered, letters = _offer_to(_brought_in(panel, coming), answer_until, by, at)
    people = panel.nominees.count()
    Panel.objects.filter(pk=panel.pk).update(seats_high=max(people, panel.seats_high))
    facts = {"call": gap_call.call.key, "offers": offered, "letters": letters}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return offered
