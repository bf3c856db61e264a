"""A draft in Word comes in with what no text can hold, and its page says so in words."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from tests.cast import Cast
from tests.drafts.texts import brought_in

pytestmark = pytest.mark.django_db
MATH = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:r><m:t>a=b</m:t></m:r></m:oMath>"
)
BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def word_draft() -> bytes:
    file = Document()
    file.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    file.add_paragraph("1 Purpose .... 3", style="toc 1")
    file.add_heading("Purpose", 1)
    line = file.add_paragraph("")
    run = line.add_run("A harbour begins with what its residents need.")
    file.add_comment(run, text="All residents?", author="A reader", initials="R")
    line.add_run(" Not for all eyes.").font.hidden = True
    sums = file.add_paragraph("Depth is ")
    sums._p.append(parse_xml(MATH))
    sums._p.append(parse_xml(BOX))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_the_page_of_a_word_draft_says_what_was_left_out(cast: Cast, client) -> None:
    version = brought_in(cast, word_draft(), "harbour.docx")
    codes = {p["code"] for p in version.problems}
    assert codes >= {"margin-comments-left-out", "contents-list-left-out", "formulas-as-text"}
    client.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/en/harbour/drafts/{version.key}/mend/")
    assert page.status_code == 200
    assert "Margin comments that were left out of the text: 1." in page.text
    assert not codes & set(page.text.split())
