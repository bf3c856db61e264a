"""What this room looks at: the mandate's state, the figures of a report, the overview."""

from travaux.reports.queries.biography import Biography, biography_of
from travaux.reports.queries.board import figures, steps_and_money
from travaux.reports.queries.clearing import report_to_clear
from travaux.reports.queries.mandate import ClauseStatus, DeliverableStatus, mandate_status
from travaux.reports.queries.needs import figures_of, report_figures
from travaux.reports.queries.overview import Overview, overview

__all__ = [
    "Biography",
    "ClauseStatus",
    "DeliverableStatus",
    "Overview",
    "biography_of",
    "figures",
    "figures_of",
    "mandate_status",
    "overview",
    "report_figures",
    "report_to_clear",
    "steps_and_money",
]
