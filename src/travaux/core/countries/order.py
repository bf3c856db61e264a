"""The order of names of states in a list of each of the six languages."""

from __future__ import annotations

import unicodedata

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي"})
_LATIN = {"en", "fr", "es"}


def sort_key(name: str, language: str, pinyin: str = "") -> tuple[str, str]:
    """What a list in a language is sorted by: letters first, the name itself where they are equal.

    Latin accents do not count, but the Spanish ñ follows n; the Arabic article and the seat of a
    hamza do not count; Chinese names go by their pinyin, syllable by syllable, and without it
    by their signs; Russian ё counts as е.

    >>> sorted(["Oman", "Îles Cook", "Iraq", "Inde"], key=lambda n: sort_key(n, "fr"))
    ['Îles Cook', 'Inde', 'Iraq', 'Oman']
    >>> sort_key("中国", "zh", "zhong guo")[0]
    'zhong guo'
    """
    if language == "zh":
        return (pinyin or name, name)
    return (_letters(name, language), name)


def _letters(name: str, language: str) -> str:
    text = name.casefold()
    if language == "es":
        text = text.replace("ñ", "n\uffff")  # after every word that goes on with n
    if language == "ru":
        text = text.replace("ё", "е")
    if language in _LATIN:
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
    if language == "ar":
        text = "".join(c for c in text if not unicodedata.combining(c) and c != "ـ")
    words = "".join(c if c.isalnum() or c == "\uffff" else " " for c in text).split()
    if language == "ar":
        # the article goes before the hamza is levelled: "ألبانيا" begins with no article
        words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words]
        words = [w.translate(_ARABIC) for w in words]
    return " ".join(words)


def within_sentence(name: str, article: str, language: str) -> str:
    """A short name with its article, as it stands within a sentence.

    >>> within_sentence("Afghanistan", "l'", "fr"), within_sentence("Gambia", "the", "en")
    ("l'Afghanistan", 'the Gambia')
    """
    if not article:
        return name
    return f"{article}{name}" if article.endswith("'") else f"{article} {name}"


def of_state(formal: str, language: str) -> str:
    """A formal name after "of" (French de, Spanish de), with the article drawn together.

    Russian and Arabic bend the name itself: there the name is given back as it is.

    >>> of_state("le Royaume de Belgique", "fr"), of_state("el Reino de España", "es")
    ('du Royaume de Belgique', 'del Reino de España')
    >>> of_state("Antigua-et-Barbuda", "fr"), of_state("the Republic of Chile", "en")
    ("d'Antigua-et-Barbuda", 'of the Republic of Chile')
    """
    if language == "fr":
        for article, drawn in (("le ", "du "), ("les ", "des ")):
            if formal.startswith(article):
                return drawn + formal[len(article) :]
        if formal.startswith(("la ", "l'")):
            return f"de {formal}"
        first = unicodedata.normalize("NFKD", formal[:1]).casefold()[:1]
        return f"d'{formal}" if first in "aeiou" and first else f"de {formal}"
    if language == "es":
        return f"del {formal[3:]}" if formal.startswith("el ") else f"de {formal}"
    return f"of {formal}" if language == "en" else formal
