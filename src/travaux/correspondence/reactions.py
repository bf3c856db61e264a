"""What this room does because of what happened below it."""

from __future__ import annotations

from travaux.correspondence.actions import (
    Outgoing,
    forget_submitters,
    number_mails,
    register_received,
)
from travaux.correspondence.models.register import Form
from travaux.correspondence.queries.register import entries_about
from travaux.people.facts import AuthorityAsked, AuthorityNamed, PersonErased
from travaux.people.models import Naming


def on_erased(fact: PersonErased) -> None:
    """Whoever leaves is named nowhere in what was entered on their behalf."""
    forget_submitters(by=fact.by, email=fact.email, at=fact.at)


def _about(naming: Naming) -> tuple[tuple[str, str, str], ...]:
    return (("naming", naming.key, naming.contact.office or naming.contact.key),)


def on_authority_asked(fact: AuthorityAsked) -> None:
    """A mail that asks an authority to name its focal point goes out under a number."""
    contact = fact.naming.contact
    one = Outgoing(fact.mail, contact.office, _about(fact.naming), contact, Form.MAIL)
    number_mails(
        by=fact.by,
        process_code=contact.process_code,
        sent=[one],
        demonstration=contact.demonstration,
        at=fact.at,
    )


def on_authority_named(fact: AuthorityNamed) -> None:
    """The signed letter of the authority is entered among what came in, linked to the question."""
    naming, contact = fact.naming, fact.naming.contact
    asked = entries_about(naming.process_code, "naming", naming.key).first()
    register_received(
        by=naming,
        process_code=naming.process_code,
        subject=asked.subject if asked is not None else fact.letter.name,
        party=contact.office,
        contact=contact,
        language=contact.language,
        about=_about(naming),
        kept=fact.letter,
        demonstration=contact.demonstration,
        at=fact.at,
    )
