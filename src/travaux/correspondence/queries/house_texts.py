"""The texts that letters begin from: those that come with the product, as the house changed them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from travaux.core.letters.composing import Addressee, Composed, Style, compose
from travaux.core.letters.house_texts import HouseText
from travaux.correspondence.models import OwnTemplate, TemplateVersion
from travaux.correspondence.queries.letters import house_of, house_texts, style_of
from travaux.plumbing.languages import SIX, to_django

SAMPLE = Path(__file__).parents[1] / "data" / "sample.toml"


@dataclass(frozen=True, slots=True)
class Written:
    """One house text of a process: what came with the product, what was written here, and by whom."""

    text: HouseText  # as letters begin from it now
    shipped: HouseText | None
    own: OwnTemplate | None
    latest: Mapping[str, TemplateVersion]  # language -> its last change

    def is_own(self, language: str) -> bool:
        """Whether the text in a language was written here."""
        return self.own is not None and language in self.own.texts

    @property
    def languages(self) -> list[tuple[str, bool, bool]]:
        """Code, whether it has a text, whether that was written here."""
        return [(code, code in self.text.texts, self.is_own(code)) for code in SIX]


def _merged(shipped: HouseText, own: OwnTemplate | None) -> HouseText:
    if own is None:
        return shipped
    return replace(shipped, texts={**shipped.texts, **own.texts})


def written_texts(process_code: str) -> list[Written]:
    """Every house text of a process: the shipped ones first, then its own."""
    kept = list(OwnTemplate.objects.filter(process_code=process_code).order_by("name", "pk"))
    latest: dict[int, dict[str, TemplateVersion]] = {}
    for one in TemplateVersion.objects.filter(template__in=kept).select_related("by"):
        latest.setdefault(one.template_id, {}).setdefault(one.language, one)
    changed = {own.shipped: own for own in kept if own.shipped}
    found = []
    for shipped in house_texts():
        own = changed.get(shipped.key)
        last = latest.get(own.pk, {}) if own else {}
        found.append(Written(_merged(shipped, own), shipped, own, last))
    for own in kept:
        if not own.shipped:
            text = HouseText(own.key, own.kind, {"en": own.name}, own.texts)
            found.append(Written(text, None, own, latest.get(own.pk, {})))
    return found


def written_text(process_code: str, key: str) -> Written | None:
    """One house text of a process by its key."""
    return next((w for w in written_texts(process_code) if w.text.key == key), None)


def house_texts_of(process_code: str) -> list[HouseText]:
    """What a letter of a process can begin from."""
    return [w.text for w in written_texts(process_code) if w.text.texts]


def house_text(process_code: str, key: str) -> HouseText | None:
    """One of them by its key."""
    return next((t for t in house_texts_of(process_code) if t.key == key), None)


@cache
def _sample() -> dict[str, dict[str, str]]:
    return tomllib.loads(SAMPLE.read_text(encoding="utf-8"))


def sample_of(
    process_code: str, kind: str, subject: str, body: str, language: str, at: datetime
) -> Composed:
    """A house text as an invented addressee would read it."""
    told = dict(_sample()[language])
    ours = style_of(house_of(process_code), language)
    style = Style(
        ours.organisation or told["organisation"], ours.matter or told["matter"], ours.letterhead
    )
    names = ("office", "country", "title", "name", "function", "salutation", "address")
    with translation.override(to_django(language)):
        marks = (_("A sample: the addressee is invented."),)
    return compose(
        kind,
        subject,
        body,
        language,
        Addressee(**{name: told[name] for name in names}),
        style,
        {
            "reply_by": (at + timedelta(days=60)).date().isoformat(),
            "document": told["document"],
            "link": "https://example.org/",
            "place": told["place"],
        },
        day=at.date().isoformat(),
        reference="EX/1/OUT/1",
        marks=marks,
    )
