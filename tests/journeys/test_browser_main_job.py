"""The whole main job by hand in a browser: import, publish, comment, answer, release, next draft.

Once without JavaScript by plain forms, and once with the desk answered by the keyboard alone.
"""

from __future__ import annotations

import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.journeys.live_site import CHROMIUM, Site, sign_in, too_wide, violations, visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.xdist_group("browser-1"),
]
REAL = os.environ.get("TRAVAUX_REAL_DATA", "")
TEXT = """# Guide to quays (demonstration)

1. A quay serves those who arrive and those who live beside it.
2. Each harbour names an office that answers questions.
3. Lamps are lit at dusk.
"""
TABLE = (
    "MB/NC,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,Proposed change,"
    "Observations of the secretariat\n"
    'State Z,,2,te,"Name hours, too.",,Accepted\n'
    "State Y,elsewhere,,ge,This names no section that is here.,,\n"
)
CODE = r"TX-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2,4}"
ARABIC = "نقترح توضيح المدة التي تُحفظ فيها البيانات."


def press(page: Any, name: str) -> None:
    """Click the one visible button or link of this name."""
    found = page.locator("main").get_by_role("button", name=name, exact=True)
    if not found.count():
        found = page.locator("main").get_by_role("link", name=name, exact=True)
    found.first.click()


def bring_in_text(site: Site, page: Any, text: Path, symbol: str) -> str:
    """From the file to the frozen version; its key."""
    page.goto(site.page("drafts/"))
    press(page, "Bring in a text")
    page.set_input_files("input[name=file]", text)
    page.fill("input[name=symbol]", symbol)
    press(page, "Read the text")
    key = re.search(r"/drafts/([a-z0-9]+)/mend/", page.url)
    assert key, page.locator("main").inner_text()[:600]
    press(page, "Freeze numbers and words")
    assert page.locator("h1").inner_text() == "Ready to be published"
    return key[1]


def publish(site: Site, page: Any, version: str) -> None:
    page.goto(site.page(f"drafts/{version}/publish/"))
    press(page, "Publish for everyone, for ever")
    page.goto(site.page(f"drafts/{version}/"))
    assert "Draft, not for citation" in page.locator("main").inner_text()


def open_round(site: Site, page: Any, version: str, symbol: str) -> str:
    """Open at once, for two weeks; its key."""
    page.goto(site.page("rounds/open/"))
    choice = page.locator("select[name=version] option", has_text=symbol).first
    page.select_option("select[name=version]", choice.get_attribute("value"))
    now = datetime.now(UTC)
    page.fill("input[name=zone]", "UTC")
    page.fill("input[name=opens]", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.fill("input[name=closes]", f"{now + timedelta(days=14):%Y-%m-%dT%H:%M}")
    press(page, "Open the round")
    key = re.search(r"/rounds/([a-z0-9]+)/", page.url)
    assert key, page.locator("main").inner_text()[:800]
    assert version in (page.locator("a[href*='/comments/read/']").first.get_attribute("href") or "")
    return key[1]


def bring_in_comments(
    site: Site, page: Any, round: str, table: Path, *, scripts: bool = True
) -> None:
    page.goto(site.page(f"comments/{round}/import/"))
    page.set_input_files("input[name=file]", table)
    press(page, "Show what it would bring")
    assert "would come in" in page.locator("h1").inner_text()
    assert too_wide(page) <= 0
    if scripts:  # axe-core is one
        assert not violations(page)
    page.locator("main form button").last.click()
    page.wait_for_url(lambda address: "/import/" not in address, timeout=60_000)


def comment_in_arabic(site: Site, page: Any, round: str) -> str:
    """From a phone: find the round, comment, amend, and comment again and withdraw; the receipt."""
    page.goto(site.page(f"rounds/{round}/", "ar"))
    page.locator("main a.button").first.click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    reading = page.url
    codes = []
    for words in (ARABIC, ARABIC + " (ثانية)"):
        page.goto(reading)
        page.locator("a[href*='/at/']").last.click()
        page.fill("textarea[name=text]", words)
        page.locator("input[name=type]").nth(1).check()
        page.select_option("select[name=language]", "ar")
        page.locator("main form button[value=send]").click()
        told = page.locator("main").inner_text()
        code = re.search(CODE, told)
        assert code, told[:1500]
        assert words in told
        assert too_wide(page) <= 0
        codes.append(code[0])
    page.goto(site.page(f"comments/receipt/{codes[0]}/", "ar"))
    page.locator("main a[href*='/amend/']").first.click()
    page.fill("textarea[name=text]", ARABIC + " وأين؟")
    page.locator("main form button[value=send]").click()
    assert "وأين؟" in page.locator("main").inner_text()
    page.goto(site.page(f"comments/receipt/{codes[1]}/", "ar"))
    page.locator("main a[href$='/withdraw/']").first.click()
    page.locator("main form button").first.click()
    page.goto(site.page(f"comments/receipt/{codes[1]}/", "ar"))
    assert page.locator("main .state").count()
    return codes[0]


def verify_receipt(site: Site, page: Any, code: str, folder: Path) -> None:
    """The signed file is checked by the command, without the page."""
    with page.expect_download() as coming:
        page.goto(site.page(f"comments/receipt/{code}/", "ar"))
        page.locator("main a[href$='receipt.json']").first.click()
    file = folder / "receipt.json"
    coming.value.save_as(file)
    assert json.loads(site.travaux("receipt", "verify", str(file), "--json"))["verified"]


def close_round(site: Site, page: Any, round: str) -> None:
    page.goto(site.page(f"rounds/{round}/close/"))
    page.fill("textarea[name=reason], input[name=reason]", "All have answered; a demonstration.")
    press(page, "Close the round now")


def open_comments(site: Site, page: Any, round: str) -> list[str]:
    """Addresses of the comments without an outcome."""
    page.goto(site.page(f"answers/{round}/open/"))
    links = page.eval_on_selector_all("main a[href*='/desk/']", "a => a.map(x => x.href)")
    return [a for a in dict.fromkeys(links) if "c=" in a]


def settled_of(page: Any) -> tuple[int, int]:
    said = re.search(r"(\d+) of (\d+) settled", page.locator(".desk-progress").inner_text())
    assert said
    return int(said[1]), int(said[2])


def answer_by_form(site: Site, page: Any, round: str, outcome: str, reasons: str) -> int:
    """Propose for every comment that has no answer yet; how many."""
    done = 0
    for address in open_comments(site, page, round):
        page.goto(address)
        if page.locator("#answer-form input[name=outcome]:checked").count():
            continue
        page.check(f"input[name=outcome][value={outcome}]")
        page.fill("textarea[name=reasons]", reasons)
        if page.locator("textarea[name=next_wording]").count() and not done:
            page.fill("textarea[name=next_wording]", "Lamps are lit at dusk, every day.")
        page.click("button[name=what][value=propose]")
        done += 1
    return done


def settle_by_form(site: Site, page: Any, round: str) -> None:
    for address in open_comments(site, page, round):
        page.goto(address)
        if page.locator("button[name=what][value=settle]").count():
            page.click("button[name=what][value=settle]")


def order_release(site: Site, page: Any, round: str) -> None:
    page.goto(site.page(f"answers/{round}/release/"))
    press(page, "Release the answers")
    told = page.locator("main").inner_text()
    assert "Ordered: the answers are released when the next draft is published." in told, told[:800]


def next_draft(site: Site, page: Any, version: str, symbol: str) -> str:
    """Begin it, take over the wordings of answers, edit one paragraph, freeze; its key."""
    page.goto(site.page("answers/"))
    page.locator(f"form[action$='/next/{version}/start/'] button").first.click()
    key = re.search(r"/next/([a-z0-9]+)/", page.url)
    assert key, page.url
    while page.get_by_role("button", name=re.compile("^Take over")).count():
        page.get_by_role("button", name=re.compile("^Take over")).first.click()
    page.goto(site.page(f"drafts/{key[1]}/mend/"))
    page.locator("main a[href*='/mend/']", has_text="Change or split").nth(1).click()
    before = page.input_value("textarea[name=body]")
    page.fill("textarea[name=body]", before + " (Changed for demonstration.)")
    press(page, "Save the words")
    page.goto(site.page(f"drafts/{key[1]}/facts/"))
    page.fill("input[name=symbol]", symbol)
    page.locator("main form button").first.click()
    page.goto(site.page(f"drafts/{key[1]}/mend/"))
    press(page, "Freeze numbers and words")
    return key[1]


def table_of_answers(site: Site, browser: Any, round: str) -> list[tuple[Any, ...]]:
    """Anybody takes the workbook from the page, without an account, and opens it."""
    with visitor(site, browser, java_script_enabled=False) as page:
        page.goto(site.page(f"answers/{round}/"))
        assert page.locator("h1").inner_text() == "Table of answers"
        with page.expect_download() as coming:
            page.locator("main").get_by_role("link", name="XLSX").first.click()
        data = Path(coming.value.path()).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    head = next(i for i, row in enumerate(rows) if sum(c is not None for c in row) > 5)
    return [row for row in rows[head + 1 :] if any(row)]


@pytest.fixture
def people(site: Site, browser: Any):
    """Amina and Bruno, who are signed in already; Elif and Chen, who sign in by the form.

    Each has a browser of their own.
    """
    with (
        visitor(site, browser, "secretariat") as amina,
        visitor(site, browser, "drafter") as bruno,
        visitor(site, browser) as elif_,
        visitor(site, browser, width=360, java_script_enabled=False, has_touch=True) as chen,
    ):
        sign_in(site, elif_, "elif")
        sign_in(site, chen, "chen", "ar")
        yield amina, bruno, elif_, chen


def test_the_main_job_by_plain_forms_without_javascript(site, browser, tmp_path) -> None:
    text, table = tmp_path / "quays.md", tmp_path / "comments.csv"
    text.write_text(TEXT, encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    plain = {"java_script_enabled": False}
    with (
        visitor(site, browser, **plain) as amina,
        visitor(site, browser, **plain) as bruno,
        visitor(site, browser, **plain) as elif_,
        visitor(site, browser, width=360, has_touch=True, **plain) as chen,
    ):
        for name, page in (("amina", amina), ("bruno", bruno), ("elif", elif_)):
            sign_in(site, page, name)
        sign_in(site, chen, "chen", "ar")
        version = bring_in_text(site, bruno, text, "QUAY/1")
        publish(site, amina, version)
        round = open_round(site, amina, version, "QUAY/1")
        bring_in_comments(site, amina, round, table, scripts=False)
        code = comment_in_arabic(site, chen, round)
        verify_receipt(site, chen, code, tmp_path)
        close_round(site, amina, round)
        reasons = "Read again; the sentence is clearer so."
        assert answer_by_form(site, bruno, round, "accepted-with-modifications", reasons) == 2
        settle_by_form(site, elif_, round)
        elif_.goto(site.page(f"answers/{round}/desk/"))
        assert settled_of(elif_) == (3, 3)
        chen.goto(site.page(f"comments/receipt/{code}/", "ar"))
        assert reasons not in chen.locator("main").inner_text()  # settling tells nobody
        order_release(site, amina, round)
        following = next_draft(site, bruno, version, "QUAY/2")
        publish(site, amina, following)
        chen.goto(site.page(f"comments/receipt/{code}/", "ar"))
        chen.locator("main a[href*='/answers/receipt/']").first.click()
        assert reasons in chen.locator("main").inner_text()
        rows = table_of_answers(site, browser, round)
        assert len(rows) == 4, rows  # the comment that was withdrawn stays listed
        assert any(ARABIC + " وأين؟" in row for row in rows)
        assert any(reasons in row for row in rows)


REASONS = "Looked at again for the demonstration; the words stay clear."


def answer_by_keys(page: Any, desk: str, wanted: int) -> None:
    """The mouse is not touched: next open place, outcome, reasons, propose."""
    page.goto(desk)
    for _ in range(wanted):
        page.keyboard.press("4")
        page.keyboard.press("r")
        assert page.evaluate("document.activeElement.name") == "reasons"
        page.keyboard.type("Read again and kept, for the demonstration.")
        page.keyboard.press("Escape")
        with page.expect_navigation():
            page.keyboard.press("p")


def test_the_real_text_goes_the_whole_way_and_the_desk_by_the_keyboard_alone(
    site, browser, people, tmp_path
) -> None:
    """The real text with its real comments, where they are at hand; else a text made here."""
    amina, bruno, elif_, chen = people
    if REAL:
        folder = Path(REAL) / "comments"
        text, table = folder / "standard-iterators.md", folder / "standard-iterators-comments.csv"
        paragraphs, comments = 517, 112
    else:
        print("TRAVAUX_REAL_DATA is not set: a small text made here is taken.")
        text, table = tmp_path / "quays.md", tmp_path / "comments.csv"
        text.write_text(TEXT, encoding="utf-8")
        table.write_text(TABLE, encoding="utf-8")
        paragraphs, comments = 3, 2
    version = bring_in_text(site, bruno, text, "KEYS/1")
    bruno.goto(site.page(f"drafts/{version}/publish/"))
    facts = bruno.locator("main dl.facts").inner_text()
    assert re.search(rf"Numbered paragraphs\s+{paragraphs}\b", facts), facts
    publish(site, amina, version)
    round = open_round(site, amina, version, "KEYS/1")
    bring_in_comments(site, amina, round, table)
    comment_in_arabic(site, chen, round)
    close_round(site, amina, round)
    desk = site.page(f"answers/{round}/desk/")
    unanswered = f"{desk}?state=open"
    answer_by_keys(bruno, unanswered, 1)
    elif_.goto(f"{desk}?state=proposed")
    before, total = settled_of(elif_)
    assert total == comments + 1
    with elif_.expect_navigation():
        elif_.keyboard.press("s")
    elif_.goto(desk)
    assert settled_of(elif_)[0] == before + 1
    # The rest as a script would do it; a few are answered by hand, and one of them changes a word.
    for _ in range(1 + total // 50):  # the list of open comments has pages
        answer_by_form(site, bruno, round, "accepted", REASONS)
        site.travaux("answer", "settle", "--round", round, "--all", "--as", "elif@demo.example")
    elif_.goto(desk)
    assert settled_of(elif_) == (total, total)
    order_release(site, amina, round)
    following = next_draft(site, bruno, version, "KEYS/2")
    publish(site, amina, following)
    rows = table_of_answers(site, browser, round)
    assert len(rows) == total + 1  # the comment that was withdrawn stays listed
    assert any(REASONS in row for row in rows)
