"""PO, the files of gettext: each unit under its key as context."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from travaux.core.formats.decoding import decode
from travaux.core.formats.exchange.units import Package, State, Unit
from travaux.core.problems import Unusable

_KEY = "X-Travaux-Version"
_SOURCE = "X-Source-Language"


def write_po(package: Package) -> bytes:
    """A package as PO; what a machine made, or what the source has left behind, is fuzzy."""
    catalogs = import_module("babel.messages.catalog")
    files = import_module("babel.messages.pofile")
    catalog = catalogs.Catalog(project=package.version, charset="utf-8")
    catalog.mime_headers = [
        (_KEY, package.version),
        (_SOURCE, package.source_language),
        ("Language", package.target_language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for unit in package.units:
        comments = [f"state: {unit.state}"]
        catalog.add(
            unit.source,
            unit.target,
            flags=("fuzzy",) if unit.state in ("machine", "changed") else (),
            auto_comments=[unit.place] if unit.place else [],
            user_comments=comments,
            previous_id=unit.before or (),
            context=unit.key,
        )
    out = io.BytesIO()
    files.write_po(out, catalog, width=0, include_previous=True)
    return _with_header(out.getvalue(), package)


def _with_header(data: bytes, package: Package) -> bytes:
    """Our own header: Babel's carries the clock and a project that this is not."""
    _, _, rest = data.partition(b"\n\n")
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"{_KEY}: {package.version}\\n"',
        f'"{_SOURCE}: {package.source_language}\\n"',
        f'"Language: {package.target_language}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    return "\n".join(lines).encode() + b"\n\n" + rest


def read_po(data: bytes) -> Package:
    """Read a PO file.

    Errors: `po-broken` (facts: why).
    """
    text, _ = decode(data)
    files = import_module("babel.messages.pofile")
    try:
        catalog: Any = files.read_po(io.StringIO(text), abort_invalid=True)
    except (files.PoFileError, ValueError, LookupError) as error:
        raise Unusable("po-broken", why=str(error)[:120]) from error
    headers = _headers(text)
    units = []
    for message in catalog:
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        told = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        states = [c.removeprefix("state: ") for c in message.user_comments]
        state: State = "missing" if not told else "machine" if message.fuzzy else "current"
        if message.fuzzy and "changed" in states:
            state = "changed"
        if state == "current" and "reviewed" in states:
            state = "reviewed"
        units.append(Unit(message.context or "", source, told, state))
    if not units:
        raise Unusable("po-broken", why="no message")
    return Package(
        headers.get(_KEY, ""), headers.get(_SOURCE, ""), headers.get("Language", ""), tuple(units)
    )


def _headers(text: str) -> dict[str, str]:
    """The header lines as they stand; Babel keeps only those that it knows."""
    head = text.split("\n\n", 1)[0]
    found = {}
    for line in head.splitlines():
        name, colon, value = line.strip().strip('"').partition(":")
        if colon and line.startswith('"'):
            found[name.strip()] = value.strip().removesuffix("\\n")
    return found
