"""House texts as files keep them: a kind, a name and a text in each language."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from travaux.core.letters.composing import KNOWN_FIELDS, NOTE_VERBALE
from travaux.core.letters.merge import check_text
from travaux.core.problems import Problem, Unusable

KINDS = (NOTE_VERBALE, "letter")


@dataclass(frozen=True, slots=True)
class HouseText:
    """A text that letters begin from: `texts` is language -> {"subject", "body"}."""

    key: str
    kind: str
    names: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]


def read_house_texts(data: bytes, where: str = "") -> tuple[HouseText, ...]:
    """House texts from a TOML file; every field in them is known and every brace closed.

    Errors: `house-text-unreadable` (the file is no TOML of this form), and those of `check_text`.

    >>> text = b'[a]\\nkind = "letter"\\nnames = {en = "A"}\\n[a.texts.en]\\nbody = "{{ name }}"'
    >>> read_house_texts(text)[0].texts["en"]["body"]
    '{{ name }}'
    """
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Unusable("house-text-unreadable", where, why=str(problem)[:120]) from None
    found = []
    for key, one in told.items():
        texts = one.get("texts") if isinstance(one, dict) else None
        if not isinstance(texts, dict) or not texts or one.get("kind") not in KINDS:
            raise Unusable("house-text-unreadable", where, why=key)
        kept = {}
        for language, text in texts.items():
            if not isinstance(text, dict) or not str(text.get("body", "")).strip():
                raise Unusable("house-text-unreadable", where, why=f"{key}.{language}")
            kept[language] = {
                "subject": str(text.get("subject", "")).strip(),
                "body": str(text["body"]).strip(),
            }
            faults = text_problems(kept[language], f"{key}.{language}")
            if faults:
                raise Unusable(faults[0].code, faults[0].where, **dict(faults[0].facts))
        names = one.get("names")
        names = dict(names) if isinstance(names, dict) else {"en": key}
        found.append(HouseText(key, str(one["kind"]), names, kept))
    return tuple(found)


def write_house_texts(texts: Iterable[HouseText]) -> bytes:
    """House texts as a TOML file that `read_house_texts` reads back whole.

    >>> one = HouseText("a", "letter", {"en": "A"}, {"en": {"subject": "S", "body": "x\\n\\ny"}})
    >>> read_house_texts(write_house_texts([one])) == (one,)
    True
    """
    lines: list[str] = []
    for one in texts:
        lines += [f"[{_quoted(one.key)}]", f"kind = {_quoted(one.kind)}"]
        lines.append(f"[{_quoted(one.key)}.names]")
        lines += [f"{_quoted(k)} = {_quoted(v)}" for k, v in one.names.items()]
        for language, text in one.texts.items():
            lines.append(f"[{_quoted(one.key)}.texts.{_quoted(language)}]")
            lines += [f"{part} = {_quoted(text.get(part, ''))}" for part in ("subject", "body")]
        lines.append("")
    return "\n".join(lines).encode()


def _quoted(text: str) -> str:
    """A text as a string of TOML: that of JSON, with the one sign that only TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def text_problems(text: Mapping[str, str], where: str = "") -> list[Problem]:
    """What is wrong with the fields of one text, subject and body.

    >>> [p.code for p in text_problems({"subject": "{{ nmae }}", "body": ""})]
    ['merge-field-unknown']
    """
    both = f"{text.get('subject', '')}\n{text.get('body', '')}"
    return check_text(both, KNOWN_FIELDS, where)
