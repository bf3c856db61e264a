"""Budget files name meetings, rounds and languages; every heading that the house writes is read."""

from __future__ import annotations

import pytest

from travaux.core.funding.budgets import read_budget

TARGETS = {
    "meeting": {"m1": "Second expert meeting", "m2": "Twin", "m3": "Twin"},
    "round": {"r1": "Round on the first draft"},
}


def read(*rows: str, targets=TARGETS):
    data = "\n".join(("Code,Amount,Meeting,Round of comments,Language", *rows)).encode()
    return read_budget(data, "b.csv", "USD", None, targets)


def test_meeting_and_round_by_key_or_by_name():
    found = read("a,1,m1,r1,fr", "b,2, second  EXPERT meeting ,round on the first draft,", "c,3,,,")
    assert not found.problems
    assert [(x.meeting, x.round, x.language) for x in found.lines] == [
        ("m1", "r1", "fr"), ("m1", "r1", ""), ("", "", ""),
    ]  # fmt: skip


def test_what_is_not_there_is_told_at_its_row():
    found = read("a,1,Nowhere,,", "b,2,twin,,", "c,3,,r9,", "d,4,,,xx")
    assert [(p.where, p.code) for p in found.problems] == [
        ("row 2", "budget-meeting-unknown"), ("row 3", "budget-target-not-clear"),
        ("row 4", "budget-round-unknown"), ("row 5", "budget-language-unknown"),
    ]  # fmt: skip
    free = read("a,1,Nowhere,Some round,ar", targets=None)
    assert not free.problems and free.lines[0].meeting == "Nowhere"


@pytest.mark.parametrize(
    "heading",
    [
        "Code,Ligne budgétaire,Estimation,Monnaie,Jalon,Réunion,Série d'observations,Langue",
        "Código,Línea presupuestaria,Estimación,Moneda,Hito,Reunión,Ronda de observaciones,Idioma",
        "Код,Строка бюджета,Смета,Валюта,Контрольный этап,Совещание,Раунд представления замечаний,Язык",
        "代码,预算项目,估算,货币,里程碑,会议,征求意见轮次,语言",
        "الرمز,بند الميزانية,التقدير,العملة,معلم رئيسي,الاجتماع,جولة التعليقات,اللغة",
    ],
)
def test_headings_of_every_language_of_the_house(heading):
    data = f"{heading}\negm-1,Quay,1000,USD,egm-1,m1,r1,zh\n".encode()
    found = read_budget(data, "b.csv", "USD", {"egm-1"}, TARGETS)
    (line,) = found.lines
    assert not found.problems
    assert (line.title, int(line.amount), line.milestone) == ("Quay", 1000, "egm-1")
    assert (line.meeting, line.round, line.language) == ("m1", "r1", "zh")
