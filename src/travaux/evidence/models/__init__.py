"""Questions of the assessment, surveys and their answers, and what else is known."""

from travaux.evidence.models.findings import (
    Finding,
    FindingAuthor,
    FindingRating,
    FindingSource,
    FindingState,
)
from travaux.evidence.models.indicators import How, Indicator, Observation, SeriesFile
from travaux.evidence.models.literature import Likeness, Reading, Settlement, Work
from travaux.evidence.models.questions import (
    AssessmentQuestion,
    Level,
    Source,
    SourceKind,
    Theme,
)
from travaux.evidence.models.releases import (
    EvidenceRelease,
    Stage,
)
from travaux.evidence.models.surveys import (
    Access,
    AnswerFile,
    Device,
    Edition,
    EditionState,
    Invitation,
    PlaceGuess,
    Response,
    ResponseFile,
    ResponseState,
    Sampling,
    Survey,
    SurveyState,
    Unit,
)

__all__ = [
    "Access",
    "AnswerFile",
    "AssessmentQuestion",
    "Device",
    "Edition",
    "EditionState",
    "EvidenceRelease",
    "Finding",
    "FindingAuthor",
    "FindingRating",
    "FindingSource",
    "FindingState",
    "How",
    "Indicator",
    "Invitation",
    "Level",
    "Likeness",
    "Observation",
    "PlaceGuess",
    "Reading",
    "Response",
    "ResponseFile",
    "ResponseState",
    "Sampling",
    "SeriesFile",
    "Settlement",
    "Source",
    "SourceKind",
    "Stage",
    "Survey",
    "SurveyState",
    "Theme",
    "Unit",
    "Work",
]
