"""Files of translators by their endings: which there are, how each is written and read."""

from __future__ import annotations

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.exchange.bilingual import read_bilingual, write_bilingual
from travaux.core.formats.exchange.po import read_po, write_po
from travaux.core.formats.exchange.units import Package
from travaux.core.formats.exchange.xliff import read_xliff, write_xliff
from travaux.core.problems import Unusable

# ending in the address -> how a person names it
KINDS = {
    "docx": "Word",
    "xliff12.xlf": "XLIFF 1.2",
    "xliff20.xlf": "XLIFF 2.0",
    "po": "PO",
}


def written(package: Package, kind: str) -> bytes:
    """A package as a file of one of KINDS."""
    if kind == "docx":
        return write_bilingual(package)
    if kind == "po":
        return write_po(package)
    return write_xliff(package, "1.2" if kind == "xliff12.xlf" else "2.0")


def read(data: bytes, name: str) -> Package:
    """A file that came back, by its ending.

    Errors: `exchange-format-unknown`, and those of each reader.
    """
    check_size(data)
    ending = ending_of(name)
    if ending in ("xlf", "xliff", "xml"):
        return read_xliff(data)
    if ending in ("po", "pot"):
        return read_po(data)
    if ending == "docx":
        return read_bilingual(data)
    raise Unusable("exchange-format-unknown")
