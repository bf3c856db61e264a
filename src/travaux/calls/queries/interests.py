"""What nominees wrote of their interests: seen by them alone, and proposed when they declare."""

from __future__ import annotations

from travaux.calls.models import Application, Call, Kind
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import Form, tagged, without_tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.people.models import Person

TAG = "interests"  # confidential; "interests-funding" says under which heading it is declared


def form_for(call: Call, *, is_applicant: bool = False) -> Form:
    """The form as it reads for the applicant, or for everybody else: without interests."""
    form = form_from_plain(call.form)
    return form if is_applicant else without_tagged(form, TAG)


def declared_in_nominations(person: Person, process_code: str) -> dict[str, str]:
    """What a person wrote of interests in their latest nomination: heading -> words."""
    latest = (
        Application.objects.filter(
            person=person,
            call__process__code=process_code,
            call__kind=Kind.NOMINATION,
            state=ApplicationState.SUBMITTED,
            erased_at__isnull=True,
        )
        .select_related("call")
        .order_by("-submitted_at", "-pk")
        .first()
    )
    if latest is None:
        return {}
    told = {}
    for question in tagged(form_from_plain(latest.call.form), TAG):
        heading = next((t.partition("-")[2] for t in question.tags if t.startswith(f"{TAG}-")), "")
        words = str(latest.answers.get(question.name, "") or "").strip()
        if heading and words:
            told[heading] = words
    return told
