"""The rounds that stood before there were tracks go into an open track of their process."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TITLES = {
    "ar": "المشاورة المفتوحة",
    "zh": "公开征求意见",
    "en": "Open consultation",
    "fr": "Consultation ouverte",
    "ru": "Открытые консультации",
    "es": "Consulta abierta",
}


def into_open_tracks(apps: Any, schema: Any) -> None:
    """One track per process that has a round; its rules are those that every round had."""
    rounds = apps.get_model("consultations", "Round").objects
    tracks = apps.get_model("consultations", "Track").objects
    for process in rounds.filter(track=None).order_by().values_list("process", flat=True).distinct():
        first = rounds.filter(process=process).order_by("created_at").first()
        track = tracks.create(
            process_id=process,
            kind="open",
            titles=TITLES,
            is_default=True,
            created_at=first.created_at,
            demonstration=first.process.demonstration,
        )
        rounds.filter(process=process, track=None).update(track=track)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_tracks")]
    operations = [migrations.RunPython(into_open_tracks, migrations.RunPython.noop)]
