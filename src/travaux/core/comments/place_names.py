"""Short names of the places of a draft, as a person writes them into one field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from travaux.core.comments.placing import Target

#: How one writes "the whole text".
WHOLE = "-"


class PlaceNames:
    """A name for each place: its number, with the section before it where numbers begin again.

    Headings begin with "§". Where that still names two places, the key itself is the name.

    >>> at = PlaceNames([Target("h", "heading", "2", 1, section_path=("2",)), Target("a", "paragraph", "1", section_path=("2",))])
    >>> at.name("h"), at.name("a"), at.find(" 1 "), at.find("2/1"), at.find("9")
    ('§2', '1', 'a', 'a', None)
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        short = [(target, _short(target)) for target in targets]
        long = [(target, _long(target)) for target in targets]
        for names in (short, long):
            count = Counter(name for _, name in names)
            for target, name in names:
                if name and count[name] == 1:
                    self._names.setdefault(target.key, name)
                    self._keys.setdefault(name.casefold(), target.key)
        for target in targets:
            self._names.setdefault(target.key, target.key)
            self._keys.setdefault(target.key.casefold(), target.key)

    def name(self, key: str) -> str:
        """The name of a place; "" where there is none."""
        return self._names.get(key, "")

    def find(self, words: str) -> str | None:
        """The key that a name means, "" for the whole text, None where it means nothing here."""
        asked = "".join(words.split()).rstrip(".").casefold()
        if asked == WHOLE:
            return ""
        return self._keys.get(asked)

    @property
    def all(self) -> list[str]:
        """Every name, in reading order."""
        return list(self._names.values())


def _short(target: Target) -> str:
    number = "".join(target.number.split())
    if not number:
        return ""
    return f"§{number}" if target.kind == "heading" else number


def _long(target: Target) -> str:
    short = _short(target)
    above = "/".join("".join(n.split()) for n in target.section_path if n)
    return f"{above}/{short}" if short and above and target.kind != "heading" else ""
