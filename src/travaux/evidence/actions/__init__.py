"""Everything that changes in this room."""

from travaux.evidence.actions.answering import (
    begin_response,
    keep_answers,
    set_response_aside,
    submit_response,
    take_from_device,
)
from travaux.evidence.actions.bringing import (
    bring_answers,
)
from travaux.evidence.actions.findings import (
    change_finding,
    forget_author,
    name_finding_author,
    put_finding_to_authors,
    rate_finding,
    release_finding_author,
    reopen_finding,
    rest_finding_on,
    settle_finding,
    state_finding,
    take_source_out_of_finding,
    withdraw_finding,
)
from travaux.evidence.actions.indicators import (
    bring_series,
    confirm_series,
    describe_indicator,
)
from travaux.evidence.actions.leaving import (
    forget_respondent,
)
from travaux.evidence.actions.literature import (
    bring_literature,
    decide_likeness,
    note_retrieval,
    read_work,
    settle_reading,
)
from travaux.evidence.actions.questions import (
    ask_question,
    change_question,
    name_source,
    retire_question,
    take_out_source,
)
from travaux.evidence.actions.releases import (
    release_evidence,
)
from travaux.evidence.actions.surveys import (
    begin_edition,
    begin_translation,
    change_survey,
    close_survey,
    confirm_place,
    give_device,
    invite_to_survey,
    issue_edition,
    prepare_survey,
    publish_results,
    reopen_survey,
    replace_survey_form,
    revoke_device,
)

__all__ = [
    "ask_question",
    "begin_edition",
    "begin_response",
    "begin_translation",
    "bring_answers",
    "bring_literature",
    "bring_series",
    "change_finding",
    "change_question",
    "change_survey",
    "close_survey",
    "confirm_place",
    "confirm_series",
    "decide_likeness",
    "describe_indicator",
    "forget_author",
    "forget_respondent",
    "give_device",
    "invite_to_survey",
    "issue_edition",
    "keep_answers",
    "name_finding_author",
    "name_source",
    "note_retrieval",
    "prepare_survey",
    "publish_results",
    "put_finding_to_authors",
    "rate_finding",
    "read_work",
    "release_evidence",
    "release_finding_author",
    "reopen_finding",
    "reopen_survey",
    "replace_survey_form",
    "rest_finding_on",
    "retire_question",
    "revoke_device",
    "set_response_aside",
    "settle_finding",
    "settle_reading",
    "state_finding",
    "submit_response",
    "take_from_device",
    "take_out_source",
    "take_source_out_of_finding",
    "withdraw_finding",
]
