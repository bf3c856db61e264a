"""Obligations, counter-entries, rates and budget files by their actions and pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.core.funding.test_rates import ECB, workbook
from tests.funding.test_pages import BACKEND
from travaux.core.funding.budgets import FileLine
from travaux.funding import actions
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import ledger, stands
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal

AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def harbour(cast):
    """A budget of two lines and 150 received, 100 of it for the print alone."""
    lines = [
        FileLine("egm", "Meeting", Decimal(100), "meetings", "africa"),
        FileLine("print", "Printing", Decimal(100), "texts"),
    ]
    told = {"by": cast.amina, "process": cast.process, "at": AT}
    actions.keep_budget(lines=lines, language="en", source="note", **told)
    money(cast, kind="requirement", amount=Decimal(200))
    pledge = money(cast, kind="pledge", amount=Decimal(100), earmark="line:print")
    money(cast, kind="received", amount=Decimal(100), of=pledge.key)
    money(cast, kind="received", amount=Decimal(50))
    return cast


def money(cast, **also):
    given = {"currency": "USD", "source": "letter", "at": AT, "by": cast.amina} | also
    return actions.record_money(process=cast.process, **given)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        call(*args, **kwargs)
    assert found.value.code == code, found.value.code
    assert found.value.sentence


def test_obligations_need_money_of_the_stage_whose_earmark_allows_them(harbour):
    refused("obligation-not-covered-received", money, harbour, kind="obligated",
            amount=Decimal(60), line="egm")  # fmt: skip
    money(harbour, kind="obligated", amount=Decimal(50), line="egm")
    money(harbour, kind="obligated", amount=Decimal(100), line="print")
    refused("obligation-not-covered-received", money, harbour, kind="obligated",
            amount=Decimal("0.01"), line="print")  # fmt: skip
    money(harbour, kind="pledge", amount=Decimal(500))
    refused("obligation-not-covered-received", money, harbour, kind="obligated",
            amount=Decimal(1), line="egm")  # fmt: skip
    actions.keep_terms(
        by=harbour.amina, process=harbour.process, support=Decimal(0), lines="gross",
        obligate_from="pledge", source="rule", at=AT,
    )  # fmt: skip
    money(harbour, kind="obligated", amount=Decimal(1), line="egm")
    refused("spent-beyond-obligation", money, harbour, kind="spent", amount=Decimal(52), line="egm")
    money(harbour, kind="spent", amount=Decimal(40), line="egm")
    row = ledger(harbour.process, None).row("egm")
    assert (row.obligated, row.spent, row.to_spend) == (51, 40, 11)
    refused("line-unknown", money, harbour, kind="obligated", amount=Decimal(1), line="none")
    refused("line-unknown", money, harbour, kind="pledge", amount=Decimal(1), line="egm")
    refused("earmark-unknown", money, harbour, kind="pledge", amount=Decimal(1), earmark="line:x")


def test_lines_net_of_support_cost_need_more(harbour):
    told = {"by": harbour.amina, "process": harbour.process, "at": AT, "source": "rule"}
    actions.keep_terms(support=Decimal(13), lines="net", obligate_from="received", **told)
    refused("obligation-not-covered-received", money, harbour, kind="obligated",
            amount=Decimal(50), line="egm")  # fmt: skip
    money(harbour, kind="obligated", amount=Decimal(44), line="egm")  # 49.72 of 50
    assert ledger(harbour.process, None).row("egm").gross == 113
    refused("support-out-of-range", actions.keep_terms, support=Decimal(101), lines="net",
            obligate_from="received", **told)  # fmt: skip


def test_a_counter_entry_with_its_reason_takes_back_and_nothing_is_erased(harbour):
    wrong = money(harbour, kind="pledge", amount=Decimal(900))
    back = {"by": harbour.amina, "source": "", "reasons": {"en": "typed twice"}}
    later = datetime(2024, 6, 1, 9, 0, tzinfo=UTC)
    refused("reason-missing", actions.take_back, event=wrong, at=later, **back | {"reasons": {}})
    counter = actions.take_back(event=wrong, at=later, **back)
    assert stands(harbour.process, None).pledged == 150
    assert stands(harbour.process, date(2024, 5, 31)).pledged == 1050  # as it was known then
    assert MoneyEvent.objects.filter(pk=wrong.pk, amount=900).exists()
    refused("taken-back-already", actions.take_back, event=wrong, at=later, **back)
    refused("counter-entry-stands", actions.take_back, event=counter, at=later, **back)
    first = MoneyEvent.objects.get(kind="pledge", amount=100)
    refused("others-build-on-it", actions.take_back, event=first, at=later, **back)
    money(harbour, kind="obligated", amount=Decimal(50), line="egm")
    paid = MoneyEvent.objects.get(kind="received", amount=50)
    refused("obligations-build-on-it", actions.take_back, event=paid, at=later, **back)
    refused("money-recorded-by-secretariat", actions.take_back, event=wrong, at=later,
            **back | {"by": harbour.bruno})  # fmt: skip
    assert Line.objects.filter(what="funding.take_back").count() == 1


def test_another_currency_is_booked_by_the_rate_of_its_day(harbour):
    told = {"by": harbour.amina, "process": harbour.process, "at": AT}
    n = actions.import_rates(data=ECB, currencies={"USD", "CHF"}, since=date(2024, 1, 1), **told)
    assert n == 6
    assert actions.import_rates(data=ECB, currencies={"USD"}, since=date(2024, 1, 1), **told) == 0
    gift = money(harbour, kind="pledge", amount=Decimal(100), currency="EUR",
                 happened_on="2024-05-04")  # fmt: skip
    assert gift.booked == Decimal("107.44") and gift.rates[0]["rate"].startswith("1.0744")
    refused("rate-for-other-days", money, harbour, kind="pledge", amount=Decimal(1),
            currency="EUR", happened_on="2024-05-10")  # fmt: skip
    refused("currency-of-the-pledge", money, harbour, kind="received", amount=Decimal(1),
            of=gift.key)  # fmt: skip
    refused("rate-there-already", actions.keep_rate, base="EUR", currency="USD", rate=Decimal(1),
            first=date(2024, 5, 3), last=date(2024, 5, 3),
            source="European Central Bank, euro foreign exchange reference rates", **told)  # fmt: skip
    refused("rate-ends-before-it-begins", actions.keep_rate, base="EUR", currency="USD",
            rate=Decimal(1), first=date(2024, 5, 3), last=date(2024, 5, 2), source="x", **told)  # fmt: skip


def test_the_pages_of_the_ledger(harbour, client):
    code, first = harbour.process.code, MoneyEvent.objects.get(kind="pledge")
    event = reverse("funding:event", args=[code, first.key])
    lines = reverse("funding:lines", args=[code])
    for name in ("required", "pledged", "received"):
        page = client.get(reverse("funding:total", args=[code, name])).content.decode()
        assert f'class="fig">{ {"required": 200}.get(name, 150) }<' in page
    assert client.get(lines).status_code in {302, 403}
    assert "Make the counter-entry" not in client.get(event).content.decode()
    client.force_login(harbour.amina, backend=BACKEND)
    page = client.get(lines).content.decode()
    assert "Only these may pay" in page and "Meeting" in page
    assert (
        client.get(reverse("funding:lines-file", args=[code, "json"])).json()[1][
            "received" and "covered_if_received"
        ]
        == "100"
    )
    assert client.post(event, {"reason": "", "language": "en"}).status_code == 200
    page = client.post(event, {"reason": "x", "language": "en"}, follow=True).content.decode()
    assert "take those back first" in page
    wrong = money(harbour, kind="pledge", amount=Decimal(7))
    page = client.post(reverse("funding:event", args=[code, wrong.key]),
                       {"reason": "typed twice", "language": "en"}, follow=True).content.decode()  # fmt: skip
    assert "counter-entry" in page and "typed twice" in page
    client.post(event, {"do": "publish", "consent": "letter of 3 May"})
    assert MoneyEvent.objects.get(pk=first.pk).consent == "letter of 3 May"
    assert (
        client.post(reverse("funding:event", args=[code, first.key]), {"do": "publish"}).status_code
        == 302
    )
    terms = reverse("funding:terms", args=[code])
    assert "programme" in client.get(terms).content.decode().casefold()
    client.post(terms, {"support": "13", "lines": "net", "obligate_from": "signed", "source": "r"})
    assert ledger(harbour.process, None).terms.support == 13


def test_a_budget_file_is_looked_at_and_then_kept(harbour, client):
    client.force_login(harbour.amina, backend=BACKEND)
    address = reverse("funding:bring-in", args=[harbour.process.code])

    def send(rows, merge=None):
        file = SimpleUploadedFile("b.xlsx", workbook(rows, merge))
        return client.post(address, {"file": file}).content.decode()

    head = ["Code", "Line", "Amount"]
    page = send([head, ["a", "A", ""], ["b", "B", ""]], (1, 2, 2, 2, 900))
    assert "row 3: The amount or code is in a cell merged" in page and "Keep these" not in page
    assert "cannot cost less than nothing" in send([head, ["a", "A", -3]])
    page = send([head, ["egm", "Meeting, larger", 120], ["print", "Printing", 80]])
    kept = page.split('name="lines" value="')[1].split('"')[0]
    sent = client.post(address, {"lines": kept, "source": "file of May", "language": "en"})
    assert sent.status_code == 302
    assert ledger(harbour.process, None).row("egm").line.titles == {"en": "Meeting, larger"}
    broken = client.post(address, {"lines": kept[:-3] + "abc", "source": "x", "language": "en"})
    assert broken.status_code == 422 and harbour.process.budget_lines.count() == 2


def test_the_page_of_rates(harbour, client):
    address = reverse("funding:rates", args=[harbour.process.code])
    assert "No rate is on record" in client.get(address).content.decode()
    assert client.post(address, {"do": "file"}).status_code in {302, 403}
    client.force_login(harbour.amina, backend=BACKEND)
    file = SimpleUploadedFile("eurofxref-hist.csv", ECB)
    sent = {"do": "file", "file": file, "currencies": "usd, CHF", "since": "2024-01-01"}
    assert "Rates brought in: 6." in client.post(address, sent, follow=True).content.decode()
    typed = {"base": "usd", "rate": "0.934", "currency": "eur", "first": "2024-05-01",
             "last": "2024-05-31", "source": "UN"}  # fmt: skip
    assert "1 USD = 0.934 EUR" in client.post(address, typed, follow=True).content.decode()
    assert "currency of ISO 4217" in client.post(address, typed | {"base": "EUX"}).content.decode()
    got = client.get(reverse("funding:rates-file", args=[harbour.process.code, "json"])).json()
    assert len(got) == 7


def test_the_calculator_feeds_a_line(harbour, client):
    client.force_login(harbour.amina, backend=BACKEND)
    address = reverse("funding:travel", args=[harbour.process.code])
    assert "Table of per diem" in client.get(address).content.decode()

    def sent(**also):
        table = SimpleUploadedFile("d.csv", b"Place,Rate\nQuay,150\n")
        given = {"file": table, "place": "Quay", "mode": "in-person", "travellers": "10",
                 "nights": "3", "fare": "900", "terminals": "", "honoraria": "2",
                 "honorarium": "500"}  # fmt: skip
        return client.post(address, given | also).content.decode()

    assert "no rate for “Port”" in sent(place="Port").replace("&quot;", '"')
    assert "not negative" in sent(fare="-3")
    page = sent()
    assert "14,500" in page and "1,000" in page  # in person; online the honoraria alone
    kept = page.split('name="cost" value="')[1].split('"')[0]
    client.post(address, {"do": "line", "cost": kept, "line": "egm"})
    row = ledger(harbour.process, None).row("egm").line
    assert row.amount == 14500 and row.source.startswith("calculator: Quay")
    told = client.post(address, {"do": "line", "cost": kept[:-2] + "xx", "line": "egm"})
    assert "too old" in told.content.decode()
    refused("line-unknown", actions.estimate_line, by=harbour.amina, process=harbour.process,
            line="none", amount="1", source="x", at=AT)  # fmt: skip
