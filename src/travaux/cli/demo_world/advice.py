"""The expert group of the demonstration: invented terms, advice, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

TITLES = {
    "en": "Expert group (demonstration)",
    "fr": "Groupe d’experts (démonstration)",
    "es": "Grupo de expertos (demostración)",
    "ru": "Группа экспертов (демонстрация)",
    "ar": "فريق الخبراء (عرض توضيحي)",
    "zh": "专家组（演示）",
}


def tell(world: Any, secretariat: Any, drafter: Any, at: datetime) -> None:
    """Terms adopted at an invented kick-off; one piece of advice followed, one open; a view."""
    from travaux.advice import actions
    from travaux.drafts.models import Paragraph

    hana, version = world.people["hana@demo.example"], world.versions[1]
    group = actions.set_up_group(
        by=secretariat,
        process=world.process,
        titles=TITLES,
        panel=None,
        demonstration=True,
        at=at - timedelta(days=30),
    )
    actions.adopt_terms(
        by=secretariat,
        group=group,
        scope="The group advises on principles and structure. (Invented.)",
        deliverables="Advice on each draft; a view on the final text. (Invented.)",
        language="en",
        adopted_on=(at - timedelta(days=29)).date(),
        adopted_by="The invented group, at its invented first meeting",
        at=at - timedelta(days=28),
    )
    shown = actions.show_to_group(by=drafter, group=group, version=version, at=at)
    answers = actions.show_to_group(by=drafter, group=group, round=world.rounds[0], at=at)
    place = (
        Paragraph.objects.filter(version=version, kind="paragraph")
        .select_related("anchor")
        .order_by("position")[1]
    )
    first = actions.advise(
        by=hana,
        shown=shown,
        paragraph=place,
        text="Name an office that residents can ask. (Invented.)",
        language="en",
        at=at,
    )
    actions.advise(
        by=hana,
        shown=shown,
        text="Shorten the first part. (Invented.)",
        language="en",
        of_group=True,
        at=at,
    )
    actions.respond(
        by=drafter, advice=first, outcome="partly", reason="Where there is one. (Invented.)", at=at
    )
    view = actions.record_view(
        by=secretariat,
        group=group,
        version=version,
        kind="with-dissent",
        text="The group supports the text. (Invented.)",
        language="en",
        held_on=at.date(),
        at=at,
    )
    actions.dissent(
        by=hana, view=view, text="The part on fees is too long. (Invented.)", language="en", at=at
    )
    world.advice = {"group": group, "shown": shown, "answers": answers, "piece": first}
