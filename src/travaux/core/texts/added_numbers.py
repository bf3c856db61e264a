"""Numbers of paragraphs that were put in between: 2 bis, 2 ter, 2 quater, as each language says it."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

#: In the order in which they are given out; English, French and Spanish write them in Latin.
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ARABIC = ("ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا")
#: Those of the other languages, in the same order.
_OWN = MappingProxyType(
    {
        "ru": (
            "бис",
            "тер",
            "кватер",
            "квинквиес",
            "сексиес",
            "септиес",
            "октиес",
            "новиес",
            "дециес",
        ),
        "ar": ("مكررا", *(f"مكررا {word}" for word in _ARABIC)),
        "zh": tuple(f"之{sign}" for sign in "二三四五六七八九十"),
    }
)
_FORMS = {form: place for forms in (SUFFIXES, *_OWN.values()) for place, form in enumerate(forms)}
_LONGEST_FIRST = sorted(_FORMS, key=lambda form: -len(form))


def added_number(number: str, taken: Iterable[str], language: str = "en") -> str:
    """The number of a paragraph put in after `number`; "" where it has none, or none is left.

    Source: the custom of treaty texts, in which what was agreed keeps its number, and of the
    official documents of the United Nations in their six languages.

    >>> added_number("2", ["1", "2", "3"]), added_number("2 bis", ["2", "2 bis"])
    ('2 bis', '2 ter')
    >>> [added_number("2", ["2", "2 bis"], language) for language in ("fr", "ru", "ar", "zh")]
    ['2 ter', '2 тер', '2 مكررا ثانيا', '2之三']
    """
    whole, _ = parted(number)
    if not whole:
        return ""
    held = {parted(one) for one in taken}
    free = next((place for place in range(len(SUFFIXES)) if (whole, place) not in held), None)
    return "" if free is None else _written(whole, free, language)


def added_in(number: str, language: str) -> str:
    """The number of a paragraph that was put in, as texts in a language write it; others stay.

    >>> added_in("2 bis", "zh"), added_in("4 مكررا", "es"), added_in("12", "ru")
    ('2之二', '4 bis', '12')
    """
    whole, place = parted(number)
    return number if place < 0 else _written(whole, place, language)


def parted(number: str) -> tuple[str, int]:
    """A number and which of those put in after it this is, in any language; -1: the number itself.

    >>> parted("3.1 ter"), parted("2之二"), parted("2-бис"), parted("2")
    (('3.1', 1), ('2', 0), ('2', 0), ('2', -1))
    """
    plain = " ".join(number.replace("ً", "").split())
    for form in _LONGEST_FIRST:
        if plain.lower().endswith(form):
            whole = plain[: -len(form)]
            if whole.strip(" -.") and (form.startswith("之") or whole[-1:] in " -."):
                return whole.strip(" -."), _FORMS[form]
    return plain, -1


def _written(whole: str, place: int, language: str) -> str:
    tongue = language.split("-")[0]
    form = _OWN.get(tongue, SUFFIXES)[place]
    return f"{whole}{form}" if tongue == "zh" else f"{whole} {form}"
