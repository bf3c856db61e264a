"""Names of nominees go when a person is erased, or a call's answers are; codes and record stay."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.panels.models import Nominee, Offer, Panel
from travaux.panels.queries.regional import MARK
from travaux.plumbing.files import forget_files
from travaux.plumbing.models import Mail


@action
def erase_nominees(*, by: Actor | None, nominees: list[Nominee], subject: str, at: datetime) -> int:
    """Names and addresses go out of pools, offers and letters, and so does the table they came in.

    Codes, attributes, seats and dossiers stay: a choice can still be checked, and names nobody.
    """
    kept = [n for n in nominees if n.erased_at is None]
    if not kept:
        nothing_to_record()
        return 0
    keys = [n.pk for n in kept]
    Nominee.objects.filter(pk__in=keys).update(name="", person=None, erased_at=at)
    offers = Offer.objects.filter(nominee__in=keys)
    marks = [f"{MARK}{key}" for key in offers.values_list("key", flat=True)]
    Mail.objects.filter(once__in=marks).delete()
    _forget_told(offers)
    offers.update(email="")
    panels = Panel.objects.filter(nominees__in=keys, pool_file__isnull=False).distinct()
    files = [p.pool_file for p in panels.select_related("pool_file") if p.pool_file is not None]
    Panel.objects.filter(pk__in=[p.pk for p in panels]).update(pool_file=None)
    forget_files({f.pk: f for f in files}.values())
    facts = {"nominees": len(kept), "tables": len(files)}
    record(by=by, subject=subject, at=at, facts=facts)
    return len(kept)


def _forget_told(offers: QuerySet[Offer]) -> None:
    """Mails that told authorities who accepted or declined go with the name they hold."""
    keys = set(offers.values_list("key", flat=True))
    about = offers.values_list("panel__key", flat=True).distinct()
    told = Mail.objects.filter(about__in=list(about), once__startswith="offer-answer:")
    gone = [
        pk for pk, once in told.values_list("pk", "once") if once and once.split(":")[1] in keys
    ]
    Mail.objects.filter(pk__in=gone).delete()
