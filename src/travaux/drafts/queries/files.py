"""A version as a file, with its symbol, its date and the identity of its paragraphs."""

from __future__ import annotations

import json

from travaux.core.formats.akn_out import Identity
from travaux.core.formats.text_files import write_text
from travaux.drafts.models import Version
from travaux.drafts.queries.printing import numbered_print
from travaux.drafts.queries.standing import (
    distribution_of,
    document_of,
    full_masthead_of,
    masthead_of,
)


def identity_of(version: Version) -> Identity:
    """What a version is in the catalogue of texts, and the identity of each of its paragraphs."""
    keys = version.paragraphs.values_list("anchor__key", flat=True)
    return Identity(
        symbol=version.symbol,
        dated_on=version.dated_on,
        actor=version.text.process.code,
        keys=tuple(keys),
    )


def file_of(version: Version, ending: str) -> bytes:
    """A version as a file; `json` is the words alone, `ids.json` what each paragraph is as well.

    Errors: those of `core.formats.text_files.write_text`.
    """
    if ending == "lines.pdf":
        return numbered_print(version)
    if ending == "ids.json":
        return _with_identities(version)
    identity = identity_of(version) if ending in ("xml", "akn.xml", "html", "md") else None
    whole = ending in ("docx", "pdf")
    masthead = full_masthead_of(version) if whole else masthead_of(version)
    return write_text(document_of(version), ending, masthead=masthead, identity=identity)


def _with_identities(version: Version) -> bytes:
    paragraphs = [
        {
            "id": row.anchor.key,
            "kind": row.kind,
            "level": row.level,
            "number": row.number,
            "label": row.label,
            "text": row.body,
            "notes": row.notes,
            "rows": row.rows,
        }
        for row in version.paragraphs.select_related("anchor")
    ]
    told = {
        "version": version.key,
        "symbol": version.symbol,
        "distribution": distribution_of(version),
        "dated_on": version.dated_on.isoformat() if version.dated_on else None,
        "language": version.language,
        "titles": version.titles,
        "state": version.state,
        "content_hash": version.content_hash,
        "paragraphs": paragraphs,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
