"""How an office is named in a sentence that greets it, in the six languages."""

from __future__ import annotations

import unicodedata

_VOWELS = "aeiouyh"
# first words of an office, and the article that "to" draws together with: masculine where listed
_FRENCH_MASCULINE = ("ministere", "bureau", "secretariat", "consulat", "gouvernement", "comite")
_SPANISH_MASCULINE = ("ministerio", "gobierno", "consulado", "comite", "estado", "instituto")
_RUSSIAN = (
    ("постоянное представительство", "Постоянному представительству"),
    ("представительство", "Представительству"),
    ("постоянная миссия", "Постоянной миссии"),
    ("миссия", "Миссии"),
    ("посольство", "Посольству"),
    ("министерство", "Министерству"),
    ("секретариат", "Секретариату"),
    ("правительство", "Правительству"),
)


def _first(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.split(" ")[0].casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def greeted(office: str, language: str) -> str:
    """An office after "presents its compliments": with preposition, article and case.

    Chinese and Arabic put the name after a particle that the text itself holds, so it is given
    back as it is. In Russian the usual first words are bent; other names stay in the nominative.

    >>> greeted("Permanent Mission of State F", "en"), greeted("The Office of B", "en")
    ('to the Permanent Mission of State F', 'to the Office of B')
    >>> greeted("Mission permanente de l'État D", "fr"), greeted("Ministère du logement", "fr")
    ("à la Mission permanente de l'État D", 'au Ministère du logement')
    >>> greeted("Misión Permanente del Estado C", "es"), greeted("Ministerio de Vivienda", "es")
    ('a la Misión Permanente del Estado C', 'al Ministerio de Vivienda')
    >>> greeted("Постоянное представительство Государства E", "ru")
    'Постоянному представительству Государства E'
    """
    office = office.strip()
    if not office:
        return ""
    first = _first(office)
    if language == "en":
        return f"to {office[0].lower()}{office[1:]}" if first == "the" else f"to the {office}"
    if language == "fr":
        if first in _FRENCH_MASCULINE:
            return f"au {office}"
        return f"à l'{office}" if first[:1] in _VOWELS else f"à la {office}"
    if language == "es":
        return f"al {office}" if first in _SPANISH_MASCULINE else f"a la {office}"
    if language == "ru":
        for nominative, dative in _RUSSIAN:
            if office.casefold().startswith(nominative):
                return dative + office[len(nominative) :]
    return office
