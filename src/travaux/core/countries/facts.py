"""Reading names and groups of states from TOML, with every fault named at its place."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from travaux.core.problems import Problem, Unusable

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
MOST_BYTES = 2 * 1024 * 1024
Texts = Mapping[str, str]
_STATE = re.compile(r"[A-Z]{3}$")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
# A date whose day, or day and month, are not known stays as short as it is known.
_WHEN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


@dataclass(frozen=True, slots=True)
class Former:
    """Names that were used until a day (ISO date, as exact as it is known)."""

    until: str
    short: Texts
    formal: Texts
    source: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state under the United Nations' names; `code` is ISO 3166-1 alpha-3."""

    code: str
    alpha2: str
    m49: str
    short: Texts
    formal: Texts
    article: Texts = field(default_factory=dict)
    pinyin: str = ""
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class States:
    """The states of one file, with its source and the day on which they were read there."""

    states: tuple[State, ...]
    source: str
    as_at: str
    digest: str


@dataclass(frozen=True, slots=True)
class Member:
    """A state in a group, from and to (ISO dates as exact as known, empty: not known, no end)."""

    state: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a taxonomy and its members."""

    code: str
    names: Texts
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A way to group states, in one version; `exclusive`: a state is in one group at a time."""

    code: str
    version: str
    names: Texts
    source: str
    as_at: str
    groups: tuple[Group, ...]
    digest: str
    exclusive: bool = False
    note: str = ""


class _Reader:
    """Takes values out of the tables and notes what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, code: str, where: str, /, **facts: str | int) -> None:
        self.problems.append(Problem(code, where, facts))

    def known(self, table: Mapping[str, Any], names: str, where: str) -> None:
        for key in table:
            if key not in names.split():
                self.wrong("states-key-unknown", where, key=str(key))

    def text(self, table: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.wrong("states-not-text", f"{where}, {key}")
            return ""
        if needed and not value.strip():
            self.wrong("states-value-missing", f"{where}, {key}")
        return value.strip()

    def when(self, table: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
        value = table.get(key, "")
        said = value if isinstance(value, str) else str(value)  # TOML has dates of its own
        if said and not _WHEN.match(said):
            self.wrong("states-date-unfit", f"{where}, {key}", value=said[:40])
            return ""
        if needed and not said:
            self.wrong("states-value-missing", f"{where}, {key}")
        return said

    def texts(self, table: Mapping[str, Any], key: str, where: str, whole: bool = True) -> Texts:
        value = table.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.wrong("states-not-languages", f"{where}, {key}")
            return {}
        for language in value:
            if language not in LANGUAGES:
                self.wrong("states-language-unknown", f"{where}, {key}", language=language)
        for language in LANGUAGES if whole else ():
            if not value.get(language, "").strip():
                self.wrong("states-language-missing", f"{where}, {key}", language=language)
        return {k: v.strip() for k, v in value.items() if k in LANGUAGES and v.strip()}


def _parse(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise Unusable("file-too-large", name, bytes=len(data), limit=MOST_BYTES)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable("states-unreadable", name, what="UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise Unusable("states-unreadable", name, what=str(problem)[:200]) from None


def read_states(data: bytes, name: str = "") -> tuple[States | None, list[Problem]]:
    """The states of a file, or None and everything that is wrong with it.

    `data` is TOML in UTF-8: one table `[state.XYZ]` per state, keyed by ISO 3166-1 alpha-3, with
    names in six languages. Errors: `Unusable` (`states-unreadable`, `file-too-large`).

    >>> read_states(b"as_at = '2024'")[1][0].code
    'states-value-missing'
    """
    told, reader = _parse(data, name), _Reader()
    reader.known(told, "source as_at note state", name)
    source = reader.text(told, "source", name, True)
    as_at = reader.when(told, "as_at", name, True)
    tables = told.get("state", {})
    if not isinstance(tables, dict) or not tables:
        reader.wrong("states-value-missing", f"{name}, state")
        tables = {}
    found: list[State] = []
    seen: dict[tuple[str, str], str] = {}
    for code, table in tables.items():
        where = f"{name}, {code}".lstrip(", ")
        if not _STATE.match(str(code)):
            reader.wrong("states-code-unfit", where, code=str(code))
        if not isinstance(table, dict):
            reader.wrong("states-not-text", where)
            continue
        reader.known(table, "alpha2 m49 short formal article pinyin former", where)
        state = State(
            code=str(code),
            alpha2=reader.text(table, "alpha2", where, True),
            m49=reader.text(table, "m49", where, True),
            short=reader.texts(table, "short", where),
            formal=reader.texts(table, "formal", where),
            article=reader.texts(table, "article", where, whole=False),
            pinyin=reader.text(table, "pinyin", where),
            former=_former(reader, table, where),
        )
        for kind, value in (("alpha2", state.alpha2), ("m49", state.m49)):
            if value and (kind, value) in seen:
                reader.wrong("states-code-twice", where, code=value, other=seen[(kind, value)])
            seen.setdefault((kind, value), str(code))
        found.append(state)
    if reader.problems:
        return None, reader.problems
    return States(tuple(found), source, as_at, hashlib.sha256(data).hexdigest()), []


def _former(reader: _Reader, table: Mapping[str, Any], where: str) -> tuple[Former, ...]:
    rows = table.get("former", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        reader.wrong("states-not-text", f"{where}, former")
        return ()
    return tuple(
        Former(
            until=reader.when(row, "until", f"{where}, former", True),
            short=reader.texts(row, "short", f"{where}, former", whole=False),
            formal=reader.texts(row, "formal", f"{where}, former", whole=False),
            source=reader.text(row, "source", f"{where}, former"),
        )
        for row in rows
    )


def read_taxonomy(
    data: bytes, states: frozenset[str] | None = None, name: str = ""
) -> tuple[Taxonomy | None, list[Problem]]:
    """A way to group states, or None and everything that is wrong with it.

    `states`: the codes that may be members (None: any). In an exclusive taxonomy no state is in
    two groups at a time. Errors: as `read_states`.

    >>> read_taxonomy(b"code = 'x'")[0] is None
    True
    """
    told, reader = _parse(data, name), _Reader()
    reader.known(told, "code version names source as_at note exclusive group", name)
    code = reader.text(told, "code", name, True)
    if code and not _CODE.match(code):
        reader.wrong("states-code-unfit", name, code=code)
    tables = told.get("group", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        reader.wrong("states-value-missing", f"{name}, group")
        tables = []
    exclusive = told.get("exclusive", False) is True
    groups = tuple(_group(reader, table, states, name) for table in tables)
    _no_group_twice(reader, groups, exclusive, name)
    found = Taxonomy(
        code=code,
        version=reader.text(told, "version", name, True),
        names=reader.texts(told, "names", name),
        source=reader.text(told, "source", name, True),
        as_at=reader.when(told, "as_at", name, True),
        groups=groups,
        digest=hashlib.sha256(data).hexdigest(),
        exclusive=exclusive,
        note=reader.text(told, "note", name),
    )
    return (None, reader.problems) if reader.problems else (found, [])


def _group(
    reader: _Reader, table: Mapping[str, Any], states: frozenset[str] | None, name: str
) -> Group:
    reader.known(table, "code names members", name)
    code = reader.text(table, "code", name, True)
    where = f"{name}, {code}".lstrip(", ")
    if code and not _CODE.match(code):
        reader.wrong("states-code-unfit", where, code=code)
    members: list[Member] = []
    rows = table.get("members", [])
    for row in rows if isinstance(rows, list) else []:
        one = row if isinstance(row, dict) else {"state": row}
        state = reader.text(one, "state", where, True)
        reader.known(one, "state since until", f"{where}, {state}")
        if state and states is not None and state not in states:
            reader.wrong("states-state-unknown", where, code=state)
        since, until = reader.when(one, "since", where), reader.when(one, "until", where)
        if since and until and until <= since:
            reader.wrong("states-ends-before-it-begins", f"{where}, {state}")
        members.append(Member(state, since, until))
    if not members:
        reader.wrong("states-value-missing", f"{where}, members")
    return Group(code, reader.texts(table, "names", where), tuple(members))


def _no_group_twice(reader: _Reader, groups: tuple[Group, ...], exclusive: bool, name: str) -> None:
    codes: set[str] = set()
    held: dict[str, list[tuple[str, Member]]] = {}
    for group in groups:
        if group.code in codes:
            reader.wrong("states-code-twice", name, code=group.code, other=group.code)
        codes.add(group.code)
        for member in group.members:
            for other, before in held.get(member.state, ()):
                if (other == group.code or exclusive) and _overlap(before, member):
                    where = f"{name}, {group.code}".lstrip(", ")
                    reader.wrong("states-in-two-groups", where, code=member.state, other=other)
            held.setdefault(member.state, []).append((group.code, member))


def _overlap(one: Member, other: Member) -> bool:
    return (not one.until or one.until > other.since) and (
        not other.until or other.until > one.since
    )


def stands(since: str, until: str, on: str) -> bool:
    """Whether what lasts from `since` to before `until` holds on a day; ISO dates, "" is open.

    A date without its day counts from its beginning: what is known as 1971 holds all that year.

    >>> stands("1971", "2023-12-13", "2023-12-12"), stands("1971", "2023-12-13", "2023-12-13")
    (True, False)
    """
    return (not since or since <= on) and (not until or on < until)
