"""Positions out of a tag or an attribution: who, and whether they support, oppose or reserve."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from travaux.core.texts.brackets.model import Position, Stance
from travaux.core.texts.brackets.parties import Parties, folded

LONGEST = 600  # characters of one tag or attribution; what is longer is text
# Signs that a copy out of a PDF leaves at broken hyphens, and others that are not seen.
NOISE = re.compile("[\ufffe\uffff\u00ad\u200b-\u200d\u2060\ufeff\u2066-\u2069\u200e\u200f]")
_PLUS, _MINUS, _ASK = "+＋", "-−–—‑‐－", "?？"
_SIGN: dict[str, Stance] = {
    **dict.fromkeys(_PLUS, "support"),
    **dict.fromkeys(_MINUS, "oppose"),
    **dict.fromkeys(_ASK, "reserve"),
}
_VERBS: dict[Stance, str] = {
    "support": "support|supports|supported|supporting|supported by|retain|retains|keep|keeps|add|"
    "adds|insert|inserts|include|prefer|prefers|propose|proposes|proposed|proposed by|proposal|"
    "proposal by|in favour|for|appui|appuie|soutient|soutien|garder|maintenir|ajouter|proposé par|"
    "apoya|apoyan|apoyo|mantener|retener|añadir|propuesto por|поддерживает|поддерживают|поддержка|"
    "сохранить|добавить|предложение|يؤيد|تؤيد|تأييد|يُبقى|إبقاء|إضافة|支持|保留该案文|增加",
    "oppose": "oppose|opposes|opposed|opposed by|delete|deletes|delete this|deletion|remove|removes|"
    "object|objects|against|supprimer|supprime|suppression|s'oppose|contre|suprimir|supresión|"
    "eliminar|se opone|se oponen|против|исключить|удалить|возражает|حذف|يحذف|يعارض|تعارض|反对|删除",
    "reserve": "reserve|reserves|reserved|reserve position|reservation|reservations|"
    "scrutiny reservation|scrutiny reserve|study reserve|general reserve|pending|"
    "awaits instructions|awaiting instructions|ad ref|bracket|brackets|move|move to preamble|alt|"
    "alternative|réserve|réserve sa position|réserve d'examen|en attente|reserva|se reserva|"
    "pendiente|оговорка|резервирует|تحفظ|يتحفظ|تتحفظ|保留意见|保留立场|待定",
}
_BY_VERB: dict[str, Stance] = {
    folded(verb): stance for stance, verbs in _VERBS.items() for verb in verbs.split("|")
}
_VERB = re.compile(
    "(?:" + "|".join(re.escape(v) for v in sorted(_BY_VERB, key=len, reverse=True)) + ")"
)
_AND = re.compile(r"(?:and|et|y|e|и|و|和|及|与)(?=\s|$)|[和及与]")
_LIST = re.compile(r"[,&/،、，]")
_NAME = re.compile(
    r"[^\W\d_][\w.'’]*(?:[-‑][^\W_][\w.'’]*)*(?:[ ][^\W_][\w.'’]*(?:[-‑][^\W\d_][\w.'’]*)*){0,5}"
)


@dataclass(slots=True)
class _Reading:
    """Positions while they are read; `actors` wait for their sign or verb."""

    found: list[Position] = field(default_factory=list)
    actors: list[tuple[str, str, bool]] = field(default_factory=list)  # name, key, weak or unknown
    ahead: tuple[Stance, str] | None = None
    known: int = 0
    doubtful: bool = False

    def settle(self, stance: Stance, said: str) -> None:
        for name, key, _ in self.actors:
            self.found.append(Position(name, stance, key, said))
        self.actors = []

    def close(self) -> None:
        """The end of a side: who has no sign or verb is named as the source of the wording."""
        if self.ahead is not None:
            stance, said = self.ahead
            self.settle(stance, said)
        else:
            self.doubtful = self.doubtful or any(weak for _, _, weak in self.actors)
            self.settle("support", "")
        self.ahead = None


def read_positions(source: str, parties: Parties, *, strict: bool) -> tuple[Position, ...] | None:
    """All positions of a tag; None where anything in it is neither a party nor a sign or verb.

    A party is known from the list; an unknown name counts where a sign or verb stands with it and,
    if `strict` (outside braces), a known party stands beside it. Ordinary terms that also name a
    group count beside a sign or verb only.

    >>> from travaux.core.texts.brackets.parties import PARTIES
    >>> [(p.party, p.stance) for p in read_positions("USA+ FRA-, RUS reserve", PARTIES, strict=False)]
    [('USA', 'support'), ('FRA', 'oppose'), ('RUS', 'reserve')]
    >>> read_positions("1.2", PARTIES, strict=False) is None
    True
    """
    text = " ".join(NOISE.sub("", source).split()).strip()
    if not text or len(text) > LONGEST:
        return None
    text = text.rstrip(".").rstrip()
    held = _Reading()
    at = 0
    while at < len(text):
        moved = _step(text, at, parties, held)
        if moved is None:
            return None
        at = moved
    held.close()
    if held.doubtful or not held.found:
        return None
    if strict and not held.known:
        return None
    return tuple(held.found)


def _step(text: str, at: int, parties: Parties, held: _Reading) -> int | None:
    sign = text[at]
    if sign == " ":
        return at + 1
    if sign in ";；؛":
        held.close()
        return at + 1
    if sign == ":" and held.ahead is not None and not held.actors:
        return at + 1
    if _LIST.match(sign):
        return at + 1
    if sign in _SIGN:
        return _signed(text, at, held)
    joined = _AND.match(text, at)
    if joined and held.actors and not _signed_next(text, joined.end()):
        return joined.end()
    party = parties.at(text, at)
    verb = _verb_at(text, at)
    if verb is not None and (party is None or party.end <= at + len(verb[1])):
        return _verbed(at, verb, held)
    if party is not None:
        held.known += 1
        held.actors.append((text[at : party.end], party.party.key, party.weak))
        return party.end
    return _unknown(text, at, held)


def _signed(text: str, at: int, held: _Reading) -> int | None:
    stance = _SIGN[text[at]]
    after = text[at + 1 : at + 2]
    if held.ahead is not None and held.actors and after.isalnum():
        held.close()
    if held.actors:
        if stance == "oppose" and after and after.isalnum():
            return None  # a hyphen inside a name that nobody knows
        held.settle(stance, text[at])
        return at + 1
    if after and (after.isalnum() or after == " "):
        # The sign before the names: "+USA, EU -FRA".
        held.ahead = (stance, text[at])
        return at + 1
    return None


def _signed_next(text: str, at: int) -> bool:
    rest = text[at:].lstrip()
    return bool(rest) and rest[0] in _PLUS + _MINUS and not rest[1:2].isalnum()


def _verb_at(text: str, at: int) -> tuple[Stance, str] | None:
    low = folded(text[at : at + 40])
    found = _VERB.match(low)
    while found is not None:
        end = found.end()
        if end >= len(low) or not low[end].isalnum() or "\u2e80" <= low[end - 1] <= "\u9fff":
            return _BY_VERB[found[0]], text[at : at + end]
        found = _VERB.match(low, 0, end - 1)
    return None


def _verbed(at: int, verb: tuple[Stance, str], held: _Reading) -> int:
    stance, said = verb
    if held.actors and held.ahead is None:
        held.settle(stance, said)
    elif held.ahead is None:
        held.ahead = (stance, said)
    return at + len(said)


def _unknown(text: str, at: int, held: _Reading) -> int | None:
    """A name that is not in the list: capital letters or a script without them, then its sign."""
    found = _NAME.match(text, at)
    if found is None:
        return None
    name = _without_verb(found[0])
    if not name or not all(_named(word) for word in name.split()):
        return None
    held.actors.append((name, "", True))
    return at + len(name)


def _named(word: str) -> bool:
    first = word[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and first == first.swapcase())


def _without_verb(name: str) -> str:
    """The words before a verb or a small word: "Ruritania delete" names Ruritania."""
    words = name.split(" ")
    kept: list[str] = []
    for place, word in enumerate(words):
        if _verb_at(" ".join(words[place:]), 0) is not None or _AND.fullmatch(word):
            break
        kept.append(word)
    return " ".join(kept)
