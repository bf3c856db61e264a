"""Rates by their days; the files of the United Nations and of the European Central Bank."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from travaux.core.funding.budgets import read_budget
from travaux.core.funding.rate_files import read_rates
from travaux.core.funding.rates import Rate, convert
from travaux.core.problems import Unusable

# the shape of eurofxref-hist.csv: newest first, a comma at the end, N/A where there is none
ECB = (
    b"Date,USD,JPY,CHF,RUB,\n2024-05-06,1.0776,165.7,0.9760,N/A,\n"
    b"2024-05-03,1.0744,164.4,0.9743,N/A,\n2024-05-02,1.0698,166.6,0.9796,N/A,\n"
)
# eurofxref.csv: one day, blanks after the commas, the day in words
ECB_DAY = b"Date, USD, JPY, CHF, \n03 May 2024, 1.0744, 164.4, 0.9743, \n"
# the shape of the Treasury's download: lines of heading, then tab-separated columns
UN = (
    b"United Nations Operational Rates of Exchange\r\n\r\n"
    b"Country\tCurrency\tAbbreviation\tEffective Date\tOperational Rate\r\n"
    b"Austria\tEuro\tEUR\t01 May 2024\t0.934\r\nFrance\tEuro\tEUR\t01 May 2024\t0.934\r\n"
    b"Kenya\tShilling\tKES\t01 May 2024\t1,132.5\r\nKenya\tShilling\tKES\t16 May 2024\t130\r\n"
)
SINCE = date(2024, 1, 1)


def test_the_banks_file_holds_over_weekends_and_until_the_next_row():
    found = {r.first: r for r in read_rates(ECB, {"USD"}, SINCE)}
    assert found[date(2024, 5, 3)].last == date(2024, 5, 5)  # Friday to Sunday
    assert found[date(2024, 5, 2)].last == date(2024, 5, 2)
    assert found[date(2024, 5, 6)].rate == Decimal("1.0776")
    (one,) = read_rates(ECB_DAY, {"CHF"}, SINCE)
    assert (one.base, one.rate, one.last) == ("EUR", Decimal("0.9743"), date(2024, 5, 5))
    with pytest.raises(Unusable, match="rates-none-wanted"):
        read_rates(ECB, {"RUB"}, SINCE)


def test_the_treasurys_file_holds_for_its_month_or_until_the_next_rate():
    found = read_rates(UN, {"EUR", "KES"}, SINCE)
    assert [(r.currency, r.first.day, r.last.day, str(r.rate)) for r in found] == [
        ("EUR", 1, 31, "0.934"), ("KES", 1, 15, "1132.5"), ("KES", 16, 31, "130"),
    ]  # fmt: skip
    assert read_rates(UN.replace(b"\t", b","), {"EUR"}, SINCE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"nothing here\n", "rates-unreadable"),
        (UN.replace(b"0.934", b"soon"), "rate-not-a-number"),
        (ECB.replace(b"1.0744", b"-1"), "rate-not-a-number"),
        (b"\x00\xff\xfe", "rates-unreadable"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(data, code):
    with pytest.raises(Unusable, match=code):
        read_rates(data, {"EUR", "USD"}, SINCE)


def test_a_rate_of_another_day_and_a_missing_one_are_told_apart():
    un = [Rate("USD", "EUR", Decimal("0.934"), date(2024, 5, 1), date(2024, 5, 31))]
    with pytest.raises(Unusable) as other:
        convert(Decimal(10), "EUR", "USD", date(2024, 6, 1), un)
    assert other.value.code == "rate-for-other-days"
    assert other.value.problem.facts["last"] == "2024-05-31"
    with pytest.raises(Unusable, match="rate-missing"):
        convert(Decimal(10), "CHF", "USD", date(2024, 5, 1), un)
    with pytest.raises(Unusable, match="currency-unknown"):
        convert(Decimal(10), "EUX", "USD", date(2024, 5, 1), un)


def test_across_the_euro_by_two_rates_of_one_day():
    found = convert(
        Decimal(100), "CHF", "USD", date(2024, 5, 4), read_rates(ECB, {"USD", "CHF"}, SINCE)
    )
    assert found.amount == (Decimal(100) / Decimal("0.9743") * Decimal("1.0744")).quantize(
        Decimal("0.01")
    )
    assert [r.currency for r in found.used] == ["CHF", "USD"]


def workbook(rows, merge=None):
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    if merge:
        sheet.merge_range(*merge)
    book.close()
    return out.getvalue()


def test_a_budget_file_is_read_and_its_faults_stand_at_their_rows():
    rows = [["Code", "Line", "Amount", "Currency", "Milestone"],
            ["egm", "Meeting", 1000, "USD", "egm-1"], ["print", "Printing", 250.5, "", ""],
            ["", "Total", 1250.5, "", ""]]  # fmt: skip
    good = read_budget(workbook(rows), "b.xlsx", "USD", {"egm-1"})
    assert not good.problems and good.total == Decimal("1250.5")
    bad = [rows[0], ["a", "", "-5"], ["b", "", "x"], ["b", "", 1, "EUX"], ["c", "", 1, "EUR"],
           ["Ü!", "", 1], ["d", "", 1, "", "nowhere"]]  # fmt: skip
    found = [(p.where, p.code) for p in read_budget(workbook(bad), "b.xlsx", "USD").problems]
    assert found == [
        ("row 2", "budget-amount-negative"), ("row 3", "budget-amount-unreadable"),
        ("row 4", "currency-unknown"), ("row 4", "budget-code-twice"),
        ("row 5", "budget-currency-differs"), ("row 6", "budget-code-missing"),
        ("row 7", "budget-milestone-unknown"),
    ]  # fmt: skip
    merged = workbook([rows[0], ["a", "", ""], ["b", "", ""]], (1, 2, 2, 2, 900))
    assert [(p.where, p.code) for p in read_budget(merged, "b.xlsx", "USD").problems] == [
        ("row 3", "budget-amount-merged")
    ]
    with pytest.raises(Unusable, match="budget-without-heading"):
        read_budget(workbook([["x", "y"]]), "b.xlsx", "USD")
