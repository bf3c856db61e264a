"""Pairs of versions whose true links are known: real ones, and ones made by edits that need no language."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from travaux.core.formats.markdown_in import read_markdown
from travaux.core.texts.redline import units

ASKED = ("wrong", "missing")
REAL = ("transport-16-17", "transport-20-21", "recovery-16-20")
_SENTENCE = re.compile(r"(?<=[.!?;:。！？；：؟؛])(?=\s|[\u4e00-\u9fff])\s*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions as lists of paragraphs, and the links between them that are true.

    `read` are those of a real pair after a reader questioned some (questioned.json).
    """

    name: str
    old: list[str]
    new: list[str]
    links: set[tuple[int, int]]
    many: set[tuple[int, int]] = field(default_factory=set)
    read: set[tuple[int, int]] = field(default_factory=set)

    @property
    def changed(self) -> set[tuple[int, int]]:
        """The links whose words differ."""
        return {(i, j) for i, j in self.links if self.old[i] != self.new[j]}


def data_folder() -> Path | None:
    """The folder of real texts, where the machine has one."""
    named = os.environ.get("TRAVAUX_REAL_DATA", "")
    folder = Path(named) / "drafts"
    return folder if named and folder.is_dir() else None


def real_pairs() -> Iterator[Pair]:
    """Successive Internet-drafts with links followed through their recorded edits."""
    folder = data_folder()
    questioned = json.loads(Path(__file__).with_name("questioned.json").read_text())
    for name in REAL if folder else ():
        assert folder is not None
        gold = json.loads((folder / "quic" / f"gold-{name}.json").read_text())
        links = {(i, j) for i, j in gold["links"]}
        wrong, missing = ({(i, j) for i, j in questioned[name][what]} for what in ASKED)
        if not wrong <= links or missing & links:
            raise ValueError(f"{name}: what was questioned is not in the links")
        yield Pair(name, gold["old"], gold["new"], links, read=(links - wrong) | missing)


def as_read(pair: Pair) -> Pair:
    """A real pair with the links that a reader found right, splits and mergers among them."""
    return Pair(pair.name, pair.old, pair.new, pair.read, _many(pair.read))


def real_text(date: str) -> list[str]:
    """One of the negotiating texts of 2015, as paragraphs."""
    folder = data_folder()
    if folder is None:
        return []
    text = (folder / "cop21" / f"{date}.md").read_text()
    return [block.text for block in read_markdown(text).blocks if block.text.strip()]


def catalogue_text(language: str, seed: int = 5, size: int = 320) -> list[str]:
    """A text out of this project's own sentences: the same paragraphs whatever the language.

    The sentences of the interface, which exist in six languages, are strung together: short ones
    stand alone like headings, longer ones in paragraphs of one to six.
    """
    import polib

    root = Path(__file__).parents[2] / "src/travaux/locale"
    folder = {"zh": "zh_Hans", "en": "fr"}.get(language, language)
    known = {
        entry.msgid: entry.msgid if language == "en" else entry.msgstr
        for entry in polib.pofile(str(root / folder / "LC_MESSAGES/django.po"))
        if entry.msgstr and not entry.msgid_plural and "\n" not in entry.msgid
    }
    everywhere = [
        {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr}
        for path in sorted(root.glob("*/LC_MESSAGES/django.po"))
    ]
    usable = sorted(set.intersection(*everywhere, set(known)))
    chance = random.Random(seed)
    chance.shuffle(usable)
    heads = [word for word in usable if 8 <= len(word) < 32]
    sentences = [word for word in usable if len(word) >= 45]
    found: list[str] = []
    while sentences and len(found) < size:
        if heads and chance.random() < 0.12:
            found.append(known[heads.pop()])
            continue
        taken = [
            sentences.pop() for _ in range(min(chance.choice((1, 2, 2, 3, 4, 6)), len(sentences)))
        ]
        found.append(("" if language == "zh" else " ").join(known[word] for word in taken))
    return found


@dataclass(frozen=True, slots=True)
class Profile:
    """How much of a text changes: shares of its paragraphs."""

    edited: float = 0.2
    split: float = 0.06
    merged: float = 0.06
    deleted: float = 0.04
    replaced: float = 0.03
    inserted: float = 0.05
    moved: float = 0.03
    heavy: float = 0.15
    renumbered: bool = False


PROFILES = {
    "light": Profile(0.12, 0.02, 0.02, 0.02, 0.01, 0.02, 0.01, 0.05),
    "usual": Profile(),
    "rebuilt": Profile(0.3, 0.12, 0.12, 0.06, 0.04, 0.06, 0.06, 0.2, True),
    "wild": Profile(0.3, 0.1, 0.1, 0.08, 0.04, 0.06, 0.12, 0.4, False),
}


def made_pair(name: str, old: Sequence[str], profile: Profile, seed: int) -> Pair:
    """Change a text at random and remember which paragraph became which.

    Words are drawn from the text itself and sentences are found by their signs alone, so that the
    same edits befall a text in any language.
    """
    chance = random.Random(seed)
    spaced = " " if sum(text.count(" ") for text in old) > len("".join(old)) / 20 else ""
    # What comes in new was taken out of the old text before: it speaks of the same things.
    share = profile.inserted + profile.replaced
    kept_back = set(chance.sample(range(len(old)), int(len(old) * share * 0.8)))
    spare = [old[place] for place in sorted(kept_back)]
    old = [text for place, text in enumerate(old) if place not in kept_back]
    chance.shuffle(spare)
    words = [unit for text in old for unit in units(text) if not unit.isspace()]
    pieces: list[tuple[str, list[int]]] = []
    place = 0
    while place < len(old):
        text, roll = old[place], chance.random()
        bound = 0.0
        chosen = "same"
        for what in ("edited", "split", "merged", "deleted", "replaced"):
            bound += getattr(profile, what)
            if roll < bound:
                chosen = what
                break
        parts = _parts(text, chance) if chosen == "split" else []
        if chosen in ("deleted", "replaced"):
            place += 1
            if chosen == "replaced" and spare:
                pieces.append((spare.pop(), []))
            continue
        if parts:
            for part in parts:
                part = _edited(part, words, 0.1, chance) if chance.random() < 0.25 else part
                pieces.append((part, [place]))
            place += 1
        elif chosen == "merged" and place + 1 < len(old):
            count = 3 if chance.random() < 0.15 and place + 2 < len(old) else 2
            text = spaced.join(old[place : place + count])
            text = _edited(text, words, 0.1, chance) if chance.random() < 0.25 else text
            pieces.append((text, list(range(place, place + count))))
            place += count
        else:
            if chosen == "edited":
                heavy = chance.random() < profile.heavy
                part_of = chance.uniform(0.3, 0.55) if heavy else chance.uniform(0.03, 0.25)
                text = _edited(text, words, part_of, chance)
            pieces.append((text, [place]))
            place += 1
        if chance.random() < profile.inserted and spare:
            pieces.append((spare.pop(), []))
    for _ in range(int(profile.moved * len(pieces))):
        length = min(chance.choice((1, 1, 1, 2, 3, 5)), len(pieces) - 1)
        start = chance.randrange(len(pieces) - length)
        block = pieces[start : start + length]
        del pieces[start : start + length]
        to = chance.randrange(len(pieces))
        pieces[to:to] = block
    new = [text for text, _ in pieces]
    links = {(i, j) for j, (_, sources) in enumerate(pieces) for i in sources}
    olds = list(old)
    if profile.renumbered:
        olds = [f"{n}. {text}" for n, text in enumerate(olds, 1)]
        new = [f"{n}. {text}" for n, text in enumerate(new, 1)]
    return Pair(name, olds, new, links, _many(links))


def _many(links: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The links of paragraphs that were split or merged."""
    lefts: dict[int, int] = {}
    rights: dict[int, int] = {}
    for i, j in links:
        lefts[i] = lefts.get(i, 0) + 1
        rights[j] = rights.get(j, 0) + 1
    return {(i, j) for i, j in links if lefts[i] > 1 or rights[j] > 1}


def _parts(text: str, chance: random.Random) -> list[str]:
    """A paragraph in two or three: at the ends of sentences where it has some, else between words."""
    found = [part for part in _SENTENCE.split(text) if part.strip()]
    count = 3 if chance.random() < 0.2 and len(found) >= 3 else 2
    if len(found) < 2:
        found = units(text)
        if len(found) < 16:
            return []
        cut = int(len(found) * chance.uniform(0.3, 0.7))
        return ["".join(found[:cut]).strip(), "".join(found[cut:]).strip()]
    cuts = sorted(chance.sample(range(1, len(found)), min(count, len(found)) - 1))
    spaced = " " if " " in text else ""
    edges = [0, *cuts, len(found)]
    return [spaced.join(found[a:b]).strip() for a, b in pairwise(edges)]


def _edited(text: str, words: Sequence[str], share: float, chance: random.Random) -> str:
    """A text of which about this share of words went, came or was replaced, in small runs."""
    found = units(text)
    solid = [n for n, unit in enumerate(found) if not unit.isspace()]
    todo = max(1, round(share * len(solid)))
    spaced = " " if any(unit.isspace() for unit in found) else ""
    while todo > 0 and found:
        length = min(chance.choice((1, 1, 2, 3, 5)), todo)
        at = chance.randrange(len(found))
        other = spaced.join(chance.choice(words) for _ in range(length))
        roll = chance.random()
        if roll < 0.35 and len(found) > 2 * length + 2:
            del found[at : at + 2 * length if spaced else at + length]
        elif roll < 0.65:
            found[at:at] = [other + spaced]
        else:
            found[at : at + 1] = [other]
        todo -= length
    changed = " ".join("".join(found).split()) if spaced else "".join(found)
    return changed if changed.strip() and changed != text else text + spaced + chance.choice(words)


def other_pair(name: str, old: Sequence[str], seed: int) -> Pair:
    """A second, rougher way to change a text, from which nothing was learnt.

    Any paragraph is cut between any two words, words go, come and are replaced one by one, single
    paragraphs move anywhere, and inserted ones are words thrown together.
    """
    chance = random.Random(seed)
    spaced = " " if sum(text.count(" ") for text in old) > len("".join(old)) / 20 else ""

    def words(text: str) -> list[str]:
        return text.split(" ") if spaced else list(text)

    stock = [word for text in old for word in words(text)]
    pieces: list[tuple[str, list[int]]] = []
    place = 0
    while place < len(old):
        roll, found = chance.random(), words(old[place])
        if roll < 0.1 and len(found) >= 6:
            cut = chance.randrange(2, len(found) - 2)
            pieces += [(spaced.join(part), [place]) for part in (found[:cut], found[cut:])]
            place += 1
        elif 0.1 <= roll < 0.2 and place + 1 < len(old):
            pieces.append((old[place] + spaced + old[place + 1], [place, place + 1]))
            place += 2
        elif roll < 0.25:
            place += 1
        elif roll < 0.45:
            pieces.append((spaced.join(_thrown(found, stock, chance)) or "–", [place]))
            place += 1
        else:
            pieces.append((old[place], [place]))
            place += 1
        if chance.random() < 0.05:
            thrown = [chance.choice(stock) for _ in range(chance.randrange(5, 60))]
            pieces.append((spaced.join(thrown), []))
    for _ in range(len(pieces) // 20):
        piece = pieces.pop(chance.randrange(len(pieces)))
        pieces.insert(chance.randrange(len(pieces) + 1), piece)
    links = {(i, j) for j, (_, sources) in enumerate(pieces) for i in sources}
    return Pair(name, list(old), [text for text, _ in pieces], links, _many(links))


def _thrown(found: Sequence[str], stock: Sequence[str], chance: random.Random) -> list[str]:
    changed: list[str] = []
    for word in found:
        roll = chance.random()
        if roll < 0.1:
            continue
        changed.append(chance.choice(stock) if roll < 0.2 else word)
        if roll > 0.9:
            changed.append(chance.choice(stock))
    return changed


def scored(
    pair: Pair, found: set[tuple[int, int]], found_many: set[tuple[int, int]]
) -> dict[str, float]:
    """Precision, recall and F1 of links; recall on those whose words changed; F1 of splits and merges."""
    right = len(found & pair.links)
    changed = pair.changed
    result = {
        "precision": right / len(found) if found else 1.0,
        "recall": right / len(pair.links) if pair.links else 1.0,
        "changed": len(found & changed) / len(changed) if changed else 1.0,
    }
    result["f1"] = _f1(right, len(found), len(pair.links))
    if pair.many:
        result["many"] = _f1(len(found_many & pair.many), len(found_many), len(pair.many))
    return result


def _f1(right: int, found: int, true: int) -> float:
    return 2 * right / (found + true) if found + true else 1.0
