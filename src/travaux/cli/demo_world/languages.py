"""The third version on its way into other languages: one job given back, one late, one in time.

Who translates, and the words of the translations, are invented.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def tell(world: Any, at: datetime) -> None:
    """Jobs are given out; a delivered one comes back; some paragraphs stand in French, some reviewed."""
    from travaux.translations import actions

    told = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
    version, people = world.versions[1], world.people
    drafter, reviser = (people[f"{name}@demo.example"] for name in ("bruno", "elif"))
    jobs = {}
    for one in told["jobs"]:
        opened = at - timedelta(days=one["days_ago"])
        jobs[one["language"]] = actions.open_job(
            by=drafter,
            version=version,
            language=one["language"],
            translator=people[one["translator"]],
            reviser=reviser,
            due_on=(at + timedelta(days=one["due"])).date(),
            remark=one["remark"],
            at=opened,
        )
    translator = people[told["jobs"][0]["translator"]]
    rows = {
        p.number.rstrip("."): p
        for p in version.paragraphs.select_related("anchor", "version__text__process").filter(
            kind="paragraph"
        )
    }
    for one in told["paragraphs"]:
        made = actions.translate_paragraph(
            by=translator, paragraph=rows[one["paragraph"]], language="fr",
            targets={rows[one["paragraph"]].anchor.key: one["text"]}, seen=0, at=at - timedelta(days=9),
        )  # fmt: skip
        if one.get("reviewed") and made is not None:
            actions.review_translation(
                by=reviser, paragraph=rows[one["paragraph"]], language="fr", seen=made.pk,
                at=at - timedelta(days=7),
            )  # fmt: skip
    job = actions.move_job(by=translator, job=jobs["fr"], name="deliver", at=at - timedelta(days=8))
    actions.move_job(by=reviser, job=job, name="give-back", at=at - timedelta(days=7))
