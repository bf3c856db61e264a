"""What an uploaded file may cost at most, and the safe way into Office archives and XML."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from travaux.core.problems import Unusable

MIB = 1024 * 1024
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_HEADERS = (b"PK\x03\x04", b"PK\x05\x06")
# Word can save "Strict Open XML": the same vocabulary under other namespace names.
_STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one upload; sizes in bytes, the ratio is expanded to packed size."""

    file_bytes: int = 50 * MIB
    archive_entries: int = 5_000
    archive_total_bytes: int = 400 * MIB
    archive_entry_bytes: int = 200 * MIB
    archive_ratio: int = 200
    # A small file may be packed very well without harm: the ratio counts from here.
    archive_ratio_from_bytes: int = 8 * MIB
    rows: int = 100_000
    columns: int = 200
    cell_characters: int = 1_000_000


DEFAULT_BOUNDS = Bounds()


def check_size(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> None:
    """Refuse a file that is empty or longer than the limit.

    >>> check_size(b"")
    Traceback (most recent call last):
    ...
    travaux.core.problems.Unusable: file-empty {}
    """
    if not data:
        raise Unusable("file-empty")
    if len(data) > bounds.file_bytes:
        raise Unusable("file-too-large", bytes=len(data), limit=bounds.file_bytes)


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, without the dot.

    >>> ending_of("Draft 2.DOCX"), ending_of("draft")
    ('docx', '')
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[1].lower().strip() if "." in base else ""


def parse_xml(data: bytes, where: str = "") -> etree._Element:
    """Parse XML without entities, DTD or network; a DOCTYPE is refused.

    Errors: `file-has-doctype`, `file-too-deep`, `file-broken`.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    """
    # Looked for before parsing, so that no entity declaration is ever read; a second look
    # without the zero bytes finds it in UTF-16 too.
    plain = data if b"\x00" not in data else data.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain:
        raise Unusable("file-has-doctype", where)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for strict, transitional in _STRICT_NAMESPACES:
        if strict in data:
            data = data.replace(strict, transitional)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error).lower()
        raise Unusable("file-too-deep" if deep else "file-broken", where) from error
    except (ValueError, LookupError) as error:
        raise Unusable("file-broken", where) from error
    if str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise Unusable("file-has-doctype", where)
    return root


class OfficeArchive:
    """A checked Office file: `names` are its parts, read one at a time within the limits.

    `kind` is "docx", "xlsx", "pptx" or "zip" (no Office part found).
    """

    def __init__(self, archive: zipfile.ZipFile, bounds: Bounds) -> None:
        self._archive = archive
        self._bounds = bounds
        self._spent = 0
        self.names: tuple[str, ...] = tuple(info.filename for info in archive.infolist())
        self.kind = _kind_of(self.names)

    def has(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of one part; what the archive's own headers claim is not believed."""
        limit = self._bounds.archive_entry_bytes
        limit = min(limit, self._bounds.archive_total_bytes - self._spent)
        try:
            info = self._archive.getinfo(name)
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except KeyError as error:
            raise Unusable("file-broken", name) from error
        except RuntimeError as error:
            raise Unusable("file-encrypted", name) from error
        except (
            ValueError,  # a place before the beginning of the file
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
        ) as error:
            raise Unusable("file-broken", name) from error
        if len(data) > limit:
            raise Unusable("archive-bomb", name, limit=limit)
        self._spent += len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """One part parsed as XML, safely."""
        return parse_xml(self.read(name), name)


def open_office_archive(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> OfficeArchive:
    """Open a Word or Excel file, refusing whatever could hurt or cannot be read.

    Errors: `file-empty`, `file-too-large`, `file-encrypted`, `format-old-office`,
    `file-has-macros`, `archive-bomb`, `file-broken`.
    """
    check_size(data, bounds)
    if data.startswith(OLE_HEADER):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unusable("file-encrypted")
        raise Unusable("format-old-office")
    if not data.startswith(ZIP_HEADERS):
        raise Unusable("file-broken")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unusable("file-broken") from error
    _check_entries(entries, len(data), bounds)
    opened = OfficeArchive(archive, bounds)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in opened.names):
        raise Unusable("file-has-macros")
    if opened.has("[Content_Types].xml") and b"macroEnabled" in opened.read("[Content_Types].xml"):
        raise Unusable("file-has-macros")
    return opened


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, bounds: Bounds) -> None:
    if len(entries) > bounds.archive_entries:
        raise Unusable("archive-bomb", entries=len(entries), limit=bounds.archive_entries)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unusable("file-encrypted")
    if len({entry.filename for entry in entries}) != len(entries):
        # Two parts of one name: which one a reader sees differs from program to program.
        raise Unusable("file-broken")
    # Pictures and embedded files are never unpacked here: their sizes hurt nobody, and a draft
    # with one huge picture is still read.
    entries = [entry for entry in entries if not is_unread(entry.filename)]
    total = sum(entry.file_size for entry in entries)
    if total > bounds.archive_total_bytes:
        raise Unusable("archive-bomb", bytes=total, limit=bounds.archive_total_bytes)
    for entry in entries:
        large = entry.file_size > bounds.archive_ratio_from_bytes
        if large and entry.file_size > bounds.archive_ratio * max(entry.compress_size, 1):
            raise Unusable("archive-bomb", entry.filename, bytes=entry.file_size, packed=packed)
        if entry.file_size > bounds.archive_entry_bytes:
            raise Unusable("archive-bomb", entry.filename, bytes=entry.file_size)


def is_unread(name: str) -> bool:
    """Whether a part is a picture or an embedded file, which no reader opens.

    >>> is_unread("word/media/image1.png"), is_unread("word/document.xml")
    (True, False)
    """
    return "/media/" in name or "/embeddings/" in name


def _kind_of(names: tuple[str, ...]) -> str:
    known = {
        "word/document.xml": "docx",
        "xl/workbook.xml": "xlsx",
        "ppt/presentation.xml": "pptx",
    }
    return next((known[name] for name in names if name in known), "zip")
