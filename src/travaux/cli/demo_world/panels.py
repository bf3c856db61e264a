"""The expert group of the demonstration: chosen out of 62 invented nominees, adopted, changed once.

Nominees, states, scores and the authority's decision are invented; nobody real stands behind them.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

FROZEN = datetime(2024, 8, 28, 9, 0, tzinfo=UTC)
ADOPTED = date(2024, 9, 2)
OFFERED = datetime(2024, 9, 4, 9, 0, tzinfo=UTC)
ANSWER_UNTIL = date(2024, 9, 30)
LETTERS = ("en", "fr", "es", "ar", "zh", "ru")  # in which language one letter after another goes
LEFT = date(2024, 11, 15)
FIRST = (
    "Abena", "Bashir", "Carina", "Dilan", "Edda", "Faisal", "Gita", "Hugo", "Imani", "Jiro",
    "Katya", "Lukas", "Meera", "Nadim", "Olena", "Pavel", "Quynh", "Rafael", "Selin", "Tomas",
)  # fmt: skip
LAST = (
    "Arvo", "Bellin", "Corta", "Dorne", "Esker", "Falun", "Gresh", "Holm", "Istra", "Joram",
    "Kelda", "Lorne", "Marn",
)  # fmt: skip
REGIONS = (
    ("African Group", 11),
    ("Asia-Pacific Group", 11),
    ("Eastern European Group", 5),
    ("Latin American and Caribbean Group", 6),
    ("Western European and others", 7),
)
EXPERTISE = (
    "Urban planning",
    "Data and digital rights",
    "Infrastructure and services",
    "Social inclusion",
    "Local finance",
)
LEVELS = ("National", "Local or regional", "Outside government")
PEOPLE = 62
QUOTAS = """feature,value,min,max
Gender,Women,14,16
Gender,Men,14,16
Region,African Group,6,8
Region,Asia-Pacific Group,6,8
Region,Eastern European Group,4,5
Region,Latin American and Caribbean Group,5,6
Region,Western European and others,5,7
Expertise,Urban planning,9,
Expertise,Data and digital rights,9,
Expertise,Infrastructure and services,8,
Expertise,Social inclusion,8,
Expertise,Local finance,6,
Level of government,National,10,14
Level of government,Local or regional,8,12
Level of government,Outside government,6,10
"""
FULL_MAILBOX = """From: MAILER-DAEMON@mail.demo.example
To: no-reply@demo.example
Subject: Delivery delayed (invented)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

The mailbox is full (invented).

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.demo.example

Final-Recipient: rfc822; {address}
Action: delayed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 mailbox full (invented)

--b1
Content-Type: message/rfc822

Message-ID: {id}

--b1--
"""
FEATURES = ("Gender", "Region", "State", "Expertise", "Level of government")
TITLES = {
    "en": "Expert Working Group",
    "fr": "Groupe de travail d’experts",
    "es": "Grupo de trabajo de expertos",
    "ar": "فريق الخبراء العامل",
    "zh": "专家工作组",
    "ru": "Рабочая группа экспертов",
}


def table() -> bytes:
    """The invented nominees, each with a code, a name, attributes and a score."""
    states = [region for region, count in REGIONS for _ in range(count)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "name", *FEATURES, "score"])
    for n in range(PEOPLE):
        state = n % len(states)
        letters = chr(65 + state % 26) * (1 + state // 26)
        fields = {EXPERTISE[n % 5], EXPERTISE[(n * 3 + n // 5) % 5]}
        writer.writerow(
            [
                f"P{n + 1:02}",
                f"{FIRST[n % 20]} {LAST[n % 13]}",
                "Women" if (n * 7) % 12 < 5 else "Men",
                states[state],
                f"State {letters}",
                ";".join(sorted(fields)),
                LEVELS[(n * 2 + n // 7) % 3],
                f"{55 + (n * 37) % 41}.{(n * 3) % 10}",
            ]
        )
    return out.getvalue().encode()


def tell(world: Any) -> None:
    """A group is prepared, frozen, computed by merit, adopted with one departure, and changed."""
    from travaux.core.panels.instance import AtMost
    from travaux.core.panels.reading import read_quotas
    from travaux.panels import actions, queries
    from travaux.panels.computing import recommend

    by = next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")
    panel = actions.start_panel(
        by=by, process=world.process, titles=TITLES, seats=(30, 30), demonstration=True, at=FROZEN
    )
    actions.take_pool(
        by=by,
        panel=panel,
        data=table(),
        code_column="code",
        name_column="name",
        score_column="score",
        features=FEATURES,
        at=FROZEN,
    )
    quotas, _, _ = read_quotas(QUOTAS.encode())
    settings = queries.Settings((30, 30), quotas, (AtMost("State", 1),))
    panel = actions.set_quotas(by=by, panel=panel, settings=settings, at=FROZEN)
    actions.set_method(
        by=by,
        panel=panel,
        method="merit",
        names_announced="Invented call for nominations, paragraph 6",
        at=FROZEN,
    )
    panel = actions.freeze_panel(by=by, panel=panel, at=FROZEN)
    dossier, facts = recommend(panel, lambda *_: None)
    made = actions.record_recommendation(
        by=by, panel=panel, dossier=dossier, facts=facts, at=FROZEN.replace(hour=12)
    )
    out, into = _like(panel, made)
    panel = actions.adopt_panel(
        by=by,
        panel=panel,
        authority="The Executive Director (invented decision)",
        adopted_on=ADOPTED,
        source="Invented note to file",
        changes=[
            actions.Change(
                out,
                into,
                "The first withdrew before the decision; the next one is adopted instead.",
            )
        ],
        at=datetime(2024, 9, 2, 14, 0, tzinfo=UTC),
    )
    seat = queries.history_of(panel).exclude(nominee__code=into).first()
    assert seat is not None
    coming = queries.not_chosen(panel).get(code=_replacement(panel, seat.nominee.code))
    actions.end_seat(
        by=by,
        seat=seat,
        end="left",
        until=LEFT,
        reason="Took up another post (invented).",
        replacement=coming,
        at=datetime(2024, 11, 15, 9, 0, tzinfo=UTC),
    )
    world.panels["experts"] = panel
    _offer_places(panel, by)


def _offer_places(panel: Any, by: Any) -> None:
    """Those not chosen are offered a place in their region: some accept, some decline, some wait."""
    from travaux.correspondence.actions import send_mails
    from travaux.panels import actions, queries

    actions.offer_places(
        by=by, panel=panel, feature="Region", until=ANSWER_UNTIL, at=OFFERED,
        names_announced="Invented call for nominations, paragraph 7",
    )  # fmt: skip
    offers = list(queries.offers_of(panel))
    for n, offer in enumerate(offers):
        if n % 8 != 7:  # the others wait for an address
            address = f"{offer.nominee.code.lower()}@demo.example"
            actions.address_offer(
                by=by, offer=offer, email=address, language=LETTERS[n % 6], at=OFFERED
            )
    letters = queries.letters_of(offers)
    sent = [letters[o.key] for n, o in enumerate(offers) if o.key in letters and n % 8 != 6]
    send_mails(by=by, process_code=panel.process.code, mails=sent, at=OFFERED)
    _came_back(sent[0])
    for n, offer in enumerate(offers):
        at = OFFERED.replace(day=10 + n % 7)
        if n % 8 in (0, 1, 3, 4):
            actions.answer_offer(by=None, offer=offer, answer="accepted", at=at)
        elif n % 8 == 2:
            actions.answer_offer(by=None, offer=offer, answer="declined", at=at)
        elif n % 16 == 7:
            actions.record_offer_answer(
                by=by, offer=offer, answer="accepted", at=at,
                source="Telephone call of the nominee (invented)",
            )  # fmt: skip


def _came_back(mail: Any) -> None:
    """One letter came back, for the mailbox was full: no fault that stops mails to the address."""
    from travaux.people.actions import take_in_bounce
    from travaux.plumbing.mail import message_id

    report = FULL_MAILBOX.format(address=mail.to, id=message_id(mail))
    take_in_bounce(by=None, data=report.encode(), at=OFFERED.replace(hour=10))


def _like(panel: Any, made: Any) -> tuple[str, str]:
    """The last one chosen, and who would come instead with the least break."""
    out = made.selected[-1]
    return out, _replacement(panel, out, tuple(made.selected))


def _replacement(panel: Any, leaves: str, group: tuple[str, ...] = ()) -> str:
    from travaux.panels.queries import replacement_for

    return replacement_for(panel, leaves, group).comes
