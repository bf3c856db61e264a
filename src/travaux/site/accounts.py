"""How the account library meets the house: joining is an action, mails go through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current_request
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from travaux.people.actions import register_person
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import current, to_django
from travaux.plumbing.mail import write_mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open; addresses are confirmed by mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait five minutes, or set a new password by mail."
        ),
    }

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Person:
        """Somebody joins: one action, one line of the record."""
        given = form.cleaned_data
        return register_person(
            by=None,
            email=given["email"],
            name=given.get("name", ""),
            language=given.get("language") or current(),
            password=given.get("password1"),
            at=clock.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Word the mail in the reader's language and put it into the outbox."""
        request = current_request.request
        person = Person.objects.filter(email__iexact=email).first()
        tongue = person.language if person else current()
        told = {"request": request, "email": email, **context}
        if request is not None:
            told["current_site"] = RequestSite(request)
        with translation.override(to_django(tongue)):
            message = self.render_mail(template_prefix, email, told)
        write_mail(person or email, message.subject, message.body, about="account", language=tongue)
