"""Office archives made at random out of the words of the format, whole and damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

from travaux.core.comments.pairing import Sent
from travaux.core.comments.returned import understand
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.formats.text_files import read_text
from travaux.core.formats.word_review import MarginComment, originals, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.core.problems import Unusable

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
TAGS = [
    "p", "r", "t", "delText", "tab", "br", "sym", "ins", "del", "moveFrom", "moveTo", "tbl", "tr",
    "tc", "sdt", "sdtContent", "hyperlink", "fldSimple", "pPr", "rPr", "rPrChange", "pPrChange",
    "trPr", "tcPr", "gridSpan", "vMerge", "numPr", "ilvl", "numId", "pStyle", "outlineLvl",
    "commentRangeStart", "commentRangeEnd", "commentReference", "footnoteReference",
    "endnoteReference", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "bookmarkStart", "bookmarkEnd", "drawing", "pict", "object", "txbxContent",
    "ruby", "rubyBase", "altChunk", "sectPr", "b", "vanish", "instrText", "noBreakHyphen",
]  # fmt: skip
OTHERS = ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "m:oMath", "m:t"]
NUMBERS = st.sampled_from(["0", "1", "2", "3", "-1", "99999999999999999999", "x", "", "٣", "1.5"])
WORDS = st.text(
    alphabet=st.characters(
        blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&\"'\ufffe\uffff"
    ),
    max_size=12,
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["w:id", "w:val", "w:author", "w:date", "w:name", "w:type", "w:char", "r:id"]),
    st.one_of(NUMBERS, WORDS, st.sampled_from(["m1", "Amina", "2026-01-01T00:00:00Z", "restart"])),
    max_size=4,
)


def _element(name: str, attributes: dict[str, str], inside: str) -> str:
    held = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{held}>{inside}</{name}>"


names = st.one_of(
    st.sampled_from(["w:p", "w:r", "w:t", "w:ins", "w:del"]),
    st.sampled_from([f"w:{tag}" for tag in TAGS]),
    st.sampled_from(OTHERS),
)
trees = st.recursive(
    st.builds(_element, names, ATTRIBUTES, WORDS),
    lambda inner: st.builds(_element, names, ATTRIBUTES, st.lists(inner, max_size=5).map("".join)),
    max_leaves=24,
)
bodies = st.lists(trees, max_size=8).map("".join)
comment_elements = st.builds(
    lambda key, who, inside: f'<w:comment w:id="{key}" w:author="{who}">{inside}</w:comment>',
    NUMBERS, WORDS, bodies,
)  # fmt: skip


def _part(root: str, inside: str) -> bytes:
    return f"<w:{root} {SPACES}>{inside}</w:{root}>".encode()


KINDS = ["styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended", "header"]


@st.composite
def word_archives(draw: st.DrawFn) -> bytes:
    """A Word file of random parts, some missing, some damaged."""
    parts: dict[str, bytes] = {"[Content_Types].xml": b"<Types/>"}
    parts["word/document.xml"] = _part("document", f"<w:body>{draw(bodies)}</w:body>")
    links = ""
    for kind in draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=5)):
        inside = (
            draw(st.lists(comment_elements, max_size=4).map("".join))
            if kind == "comments"
            else draw(bodies)
        )
        parts[f"word/{kind}.xml"] = _part(kind, inside)
        links += f'<Relationship Id="r{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>'
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{links}</Relationships>"
    ).encode()
    dropped = draw(st.sampled_from([None, None, None, *parts]))
    if dropped:
        del parts[dropped]
    return draw(damaged(_zipped(parts)))


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The same bytes, or cut off, or with a few of them changed."""
    how = draw(st.sampled_from(["whole", "whole", "whole", "cut", "flipped"]))
    if how == "cut":
        return data[: draw(st.integers(0, len(data)))]
    if how == "flipped":
        held = bytearray(data)
        for _ in range(draw(st.integers(1, 6))):
            held[draw(st.integers(0, len(held) - 1))] = draw(st.integers(0, 255))
        return bytes(held)
    return data


SHEET_TAGS = [
    "row",
    "c",
    "v",
    "f",
    "is",
    "t",
    "mergeCell",
    "mergeCells",
    "sheetData",
    "cols",
    "col",
]
sheet_trees = st.recursive(
    st.builds(
        _element,
        st.sampled_from(SHEET_TAGS),
        st.dictionaries(
            st.sampled_from(["r", "t", "s", "ref", "hidden", "spans"]),
            st.one_of(
                NUMBERS, st.sampled_from(["A1", "B2", "XFD1048576", "A1:B3", "s", "inlineStr"])
            ),
            max_size=3,
        ),
        WORDS,
    ),
    lambda inner: st.builds(
        _element, st.sampled_from(SHEET_TAGS), st.just({}), st.lists(inner, max_size=5).map("".join)
    ),
    max_leaves=20,
)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with one sheet of random cells."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    inside = draw(st.lists(sheet_trees, max_size=8).map("".join))
    shared = draw(st.lists(WORDS, max_size=6))
    head = "".join(
        f'<c r="{column}1" t="inlineStr"><is><t>{word}</t></is></c>'
        for column, word in zip("ABC", ("Clause", "Comments", "Member"), strict=True)
    )
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": f'<workbook {main} {rel}><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s.xml"/>'
            b'<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
            b"</Relationships>"
        ),
        "xl/worksheets/s.xml": f'<worksheet {main}><sheetData><row r="1">{head}</row>{inside}</sheetData></worksheet>'.encode(),
        "xl/sharedStrings.xml": f"<sst {main}>{''.join(f'<si><t>{w}</t></si>' for w in shared)}</sst>".encode(),
    }  # fmt: skip
    return draw(damaged(_zipped(parts)))


SENT = [Sent("a", "States should act."), Sent("b", "Data are open.", "2", before="a")]


def read_word(data: bytes) -> None:
    """All that is done with a Word file: whatever is in it, it is read or refused in words."""

    def review() -> None:
        held = read_review(data)
        for original in originals(held):
            assert original.stretches
        for author in held.authors:
            assert len(originals(held, author)) == len(originals(held))
        for comment in held.comments:
            assert -1 <= comment.first < max(len(held.stretches), 1)
        understand(held, SENT)
        bare = [MarginComment("0", "A", "", "x", 0, 0, 0, 3)]
        again = read_review(with_margin_comments(data, bare))
        assert len(again.comments) >= 1

    _or_refused(review)
    _or_refused(lambda: read_text(data, "f.docx"))
    _or_refused(lambda: read_comment_table(data, "f.docx"))


def read_workbook(data: bytes) -> None:
    """A workbook is read as a table, or refused in words."""
    _or_refused(lambda: read_comment_table(data, "f.xlsx"))


def _or_refused(reading: Callable[[], object]) -> None:
    try:
        reading()
    except Unusable as refused:
        assert refused.code
