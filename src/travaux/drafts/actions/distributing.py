"""To whom the documents of a process go."""

from __future__ import annotations

from datetime import datetime

from travaux.drafts.queries.standing import DISTRIBUTION, distribution_of_process
from travaux.drafts.rules import may_set_distribution
from travaux.drafts.states import Distribution
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def set_distribution(
    *, by: Person, process: Process, distribution: str, at: datetime, seen: str | None = None
) -> None:
    """General, limited, restricted, or "" for not said; published versions that say it keep theirs.

    `seen` is what the person looked at: given, nothing that changed meanwhile is overwritten.
    """
    require(may_set_distribution(by, process, at))
    if distribution and distribution not in Distribution.values:
        raise refuse("distribution-unknown")
    held = Process.objects.select_for_update().get(pk=process.pk)
    before = distribution_of_process(held)
    if seen is not None and seen != before:
        raise refuse("moved-meanwhile")
    if before == distribution:
        nothing_to_record()
        return
    policies = {key: value for key, value in held.policies.items() if key != DISTRIBUTION}
    if distribution:
        policies[DISTRIBUTION] = distribution
    Process.objects.filter(pk=process.pk).update(policies=policies)
    process.policies = policies
    record(
        by=by,
        subject=process.code,
        process=process.code,
        at=at,
        facts={"before": before, "after": distribution},
    )
