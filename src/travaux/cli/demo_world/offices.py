"""The office of the demonstration: a track and a round of its own, a meeting, and a report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

TRACK = {
    "en": "Consultation held by the office for African States (demonstration)",
    "fr": "Consultation tenue par le bureau pour les États d’Afrique (démonstration)",
    "es": "Consulta de la oficina para los Estados de África (demostración)",
    "ru": "Консультации бюро по государствам Африки (демонстрация)",
    "ar": "مشاورة مكتب الدول الأفريقية (عرض توضيحي)",
    "zh": "非洲国家办事处举行的磋商（演示）",
}
MEETING = {
    "en": "Online exchange of the office for African States (demonstration)",
    "fr": "Échange en ligne du bureau pour les États d’Afrique (démonstration)",
    "es": "Intercambio en línea de la oficina para los Estados de África (demostración)",
    "ru": "Онлайн-обмен мнениями бюро по государствам Африки (демонстрация)",
    "ar": "تبادل آراء عبر الإنترنت لمكتب الدول الأفريقية (عرض توضيحي)",
    "zh": "非洲国家办事处在线交流（演示）",
}


def tell(world: Any, secretariat: Any, olu: Any, at: datetime) -> None:
    """The secretariat allows a track; the office opens its round, prepares a meeting and reports."""
    from travaux.consultations.actions import TrackRules, open_round, set_up_track
    from travaux.meetings.actions import add_item, announce_meeting, prepare_meeting
    from travaux.meetings.rules.meetings import Plan
    from travaux.offices.actions import send_report

    office = world.office["office"]
    track = set_up_track(
        by=secretariat,
        process=world.process,
        rules=TrackRules(
            kind="regional", titles=TRACK, office=office, visibility="sealed",
            capacities=("organisation", "state"),
        ),
        demonstration=True,
        at=at - timedelta(days=18),
    )  # fmt: skip
    round = open_round(
        by=olu,
        version=world.versions[1],
        track=track,
        opens_at=at - timedelta(days=16),
        closes_at=at + timedelta(days=19),
        zone="Africa/Nairobi",
        titles=TRACK,
        demonstration=True,
        at=at - timedelta(days=17),
    )
    meeting = prepare_meeting(
        by=olu,
        process=world.process,
        office=office,
        plan=Plan(
            titles=MEETING,
            mode="online",
            starts_at=at + timedelta(days=6),
            ends_at=at + timedelta(days=6, hours=2),
            zone="Africa/Nairobi",
            track=track,
            round=round,
        ),
        demonstration=True,
        at=at - timedelta(days=2),
    )
    add_item(by=olu, meeting=meeting, titles={"en": "The third version. (Invented.)"}, at=at)
    announce_meeting(by=olu, meeting=meeting, at=at)
    report = send_report(
        by=olu,
        office=office,
        process=world.process,
        text="One state is asked so far. (Invented.)",
        language="en",
        form_token="demonstration",
        at=at,
    )
    world.office |= {"track": track, "round": round, "meeting": meeting, "report": report}
