"""Whatever changes an application holds its call first: nobody waits for somebody who waits for them."""

from __future__ import annotations

import pytest
from django.db.models.query import QuerySet

from tests.calls.makers import DURING, a_call, a_draft, an_application, pdf
from tests.calls.test_on_behalf import dispute, enter
from tests.calls.test_referrals import an_office
from tests.cast import person
from travaux.calls import actions
from travaux.calls.actions.leaving import forget_applicant
from travaux.calls.actions.on_behalf import withdraw_disowned

pytestmark = pytest.mark.django_db
OURS = {"Call", "CountryTally", "Application", "Link", "Attachment"}


@pytest.fixture
def order(monkeypatch):
    """The rows of this room in the order in which they are locked or changed."""
    seen: list[str] = []

    def watch(name: str, what: str) -> None:
        plain = getattr(QuerySet, name)

        def watched(self, *args, **kwargs):
            if self.model.__name__ in OURS:
                seen.append(f"{what} {self.model.__name__}")
            return plain(self, *args, **kwargs)

        monkeypatch.setattr(QuerySet, name, watched)

    for name, what in (("select_for_update", "lock"), ("update", "change"), ("delete", "change")):
        watch(name, what)
    return seen


def test_every_action_on_what_was_handed_in_locks_the_call_first(cast, order) -> None:
    call = a_call(cast)
    office = an_office(cast, "ministry", "ministry@a.example")

    def nominee(name):
        return an_application(
            cast, call, person(name), given_names=name, email=f"{name.lower()}@example.org"
        )

    def held_first(act, **told) -> object:
        order.clear()
        made = act(at=DURING, **told)
        assert order and order[0] == "lock Call", (act.__name__, order[:4])
        return made

    ida = nominee("Ida")
    link = held_first(actions.send_authority_link, by=cast.amina, application=ida, contact=office)
    held_first(actions.confirm_by_link, by=None, link=link, letter=pdf())
    typed = {**ida.typed, "years": "3"}
    held_first(actions.save_application, by=ida.person, call=call, application=ida, typed=typed)
    ida.refresh_from_db()
    held_first(actions.submit_application, by=ida.person, application=ida)  # undoes it
    link.refresh_from_db()
    held_first(actions.confirm_by_link, by=None, link=link, letter=pdf())
    link.refresh_from_db()
    held_first(actions.revoke_by_link, by=None, link=link)
    ida.refresh_from_db()
    held_first(actions.confirm_nomination, by=cast.farid, application=ida, letter=pdf())
    held_first(actions.revoke_confirmation, by=cast.farid, application=ida)
    held_first(actions.withdraw_application, by=ida.person, application=ida)
    draft = a_draft(cast, call, cast.dana)
    held_first(actions.discard_application, by=cast.dana, application=draft)
    jon = nominee("Jon")
    held_first(forget_applicant, by=None, person=jon.person, email="jon@example.org")
    paper = held_first(enter, cast=cast, call=call)
    dispute(paper)
    paper.refresh_from_db()
    typed = {**paper.typed, "years": "4"}
    held_first(actions.mend_on_behalf, by=cast.amina, application=paper, typed=typed)
    held_first(withdraw_disowned, by=None, application=paper)
    asked = actions.begin_nomination(
        by=cast.farid, call=call, name="Kit", email="kit@example.org", language="en", at=DURING
    )
    held_first(actions.take_over_nomination, by=person("Kit"), link=asked)
