"""Every page of the demonstration in a real browser: axe-core, a phone, Arabic, the weight."""

from __future__ import annotations

import pytest

from tests.journeys.live_site import CHROMIUM, CODE, sign_in, too_wide, violations, visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
FIRST_VIEW = 50_000  # bytes over the line, pictures aside
WIDTHS = (1280, 360)
PARTS = 4

# text that people see: not what they typed into a field, not code, not the hint that shows a form
_SEEN = """(judge) => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim(), at = walk.currentNode.parentElement;
    if (!words || at.closest('script,style,code,kbd,textarea,.hint,.src,[translate=no]')) continue;
    if (JUDGE) found.push(words.slice(0, 100));
  }
  return [...new Set(found)];
}"""
# 11/25/2026, 2026-11-25, Nov 25, 2026
DATES = _SEEN.replace(
    "JUDGE",
    r"/\b\d{1,2}\/\d{1,2}\/\d{4}|\b(19|20)\d\d-\d\d-\d\d|\b[A-Z][a-z]{2,8}\.? \d{1,2}, (19|20)\d\d/"
    ".test(words)",
)
# on an Arabic page: Latin words in a row that are neither marked as another language nor a name
ENGLISH = _SEEN.replace(
    "JUDGE",
    r"/[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/.test(words) && !at.closest('bdi,option,.said')"
    " && at.closest('[lang]').lang === 'ar'",
)


# in parts, so that two processes share them out; one browser would also grow from page to page
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_fits_a_phone_and_speaks_its_language(
    site, browser, language, part
) -> None:
    """As the person who sees most of it: at 1280 and 360 px axe-core finds nothing, nothing scrolls
    sideways, no script or style is stopped, dates have the month in words, nothing is left English.
    """
    wrong: list[str] = []
    pages = [
        *site.told["pages"],
        {"name": "nowhere", "who": "anonymous", "address": "/en/no/where/"},
    ]
    forbidden = f"/en/{CODE}/drafts/import/"
    pages.append({"name": "forbidden", "who": "contributor", "address": forbidden})
    pages = pages[part::PARTS]
    for who in sorted({page["who"] for page in pages}):
        with visitor(site, browser, who) as tab:
            for page in pages:
                if page["who"] != who:
                    continue
                address = page["address"].replace("/en/", f"/{language}/", 1)
                found: list[str] = []
                tab.complaints.clear()
                answer = tab.goto(site.address + address)
                if page["name"] in {"nowhere", "forbidden"}:
                    assert answer.status in {403, 404}, address
                    tab.complaints.clear()  # the status itself
                elif answer.status != 200:
                    wrong.append(f"{page['name']} as {who} ({address}): status {answer.status}")
                    continue
                assert tab.locator("html").get_attribute("dir") == (
                    "rtl" if language == "ar" else "ltr"
                )
                for width in WIDTHS:
                    tab.set_viewport_size({"width": width, "height": 800})
                    found += [f"{width} px: {v}" for v in violations(tab)]
                    if (wide := too_wide(tab)) > 0:
                        found.append(f"{width} px: {wide} px too wide")
                found += [f"not a date of ours: {words}" for words in tab.evaluate(DATES)]
                if language == "ar":
                    found += [f"left in English: {words}" for words in tab.evaluate(ENGLISH)]
                found += tab.complaints
                wrong += [f"{page['name']} as {who} ({address}): {f}" for f in found]
    assert not wrong, f"{len(wrong)} faults\n" + "\n".join(wrong[:40])


@pytest.mark.xdist_group("browser-1")
def test_the_first_view_of_a_page_is_light(site, browser) -> None:
    """All bytes over the line for somebody who comes for the first time, pictures aside."""
    heavy = {}
    own = {p["name"]: p["address"] for p in site.told["pages"]}
    main = {
        name: own[name]
        for name in (
            "reports:overview", "reports:mandate", "roadmap:roadmap", "funding:funding",
            "drafts:list", "comments:reading", "comments:comment", "consultations:round",
            "comments:list", "answers:table", "reports:report", "journal:record", "account_login",
        )
    }  # fmt: skip
    for name, address in main.items():
        with visitor(site, browser) as page:
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            kinds: dict[str, str] = {}
            sizes: dict[str, int] = {}
            session.on(
                "Network.responseReceived",
                lambda e, kinds=kinds: kinds.__setitem__(e["requestId"], e["type"]),
            )
            session.on(
                "Network.loadingFinished",
                lambda e, sizes=sizes: sizes.__setitem__(e["requestId"], e["encodedDataLength"]),
            )
            page.goto(site.address + address)
            page.wait_for_load_state("networkidle")
            total = sum(size for key, size in sizes.items() if kinds.get(key) != "Image")
            assert {"Document", "Stylesheet"} <= set(kinds.values()), kinds
            assert total > 2000, (name, sizes)
            heavy[name] = total
    print({name: f"{total / 1000:.1f} kB" for name, total in heavy.items()})
    assert not {name: total for name, total in heavy.items() if total > FIRST_VIEW}


ROLES = [
    "amina",
    "bruno",
    "elif",
    "mei",
    "hana",
    "farid",
    "greta",
    "olu",
    "rosa",
    "ivan",
    "noor",
    "paz",
    "chen",
]


@pytest.mark.xdist_group("browser-2")
def test_everybody_of_the_demonstration_is_tried(site) -> None:
    assert set(ROLES) == set(site.passwords)


@pytest.mark.xdist_group("browser-2")
@pytest.mark.parametrize("who", ROLES)
def test_each_role_signs_in_and_out(site, browser, who) -> None:
    """By e-mail and password; the secretariat by a second factor, too."""
    with visitor(site, browser) as page:
        sign_in(site, page, who)
        page.goto(f"{site.address}/en/me/")
        assert page.locator("main h1").inner_text() == who.title()
        page.locator("footer button").click()
        page.goto(f"{site.address}/en/me/")
        assert "/accounts/login/" in page.url


@pytest.mark.xdist_group("browser-2")
def test_the_password_of_the_secretariat_alone_opens_nothing(site, browser) -> None:
    with visitor(site, browser) as page:
        page.goto(f"{site.address}/en/accounts/login/")
        page.fill("input[name=login]", "amina@demo.example")
        page.fill("input[name=password]", site.passwords["amina"])
        page.locator("main form button").first.click()
        page.fill("input[name=code]", "000000")
        page.locator("main form button").first.click()
        assert page.locator(".error, [role=alert]").count()
        page.goto(site.page("drafts/import/"))
        assert "/accounts/" in page.url
