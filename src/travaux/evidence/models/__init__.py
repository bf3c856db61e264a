"""Questions of the assessment, surveys and their answers, and what else is known."""

from travaux.evidence.models.findings import (
    Finding,
    FindingAuthor,
    FindingRating,
    FindingSource,
    FindingState,
)
from travaux.evidence.models.questions import (
    AssessmentQuestion,
    Level,
    Source,
    SourceKind,
    Theme,
)
from travaux.evidence.models.releases import EvidenceRelease, Stage

__all__ = [
    "AssessmentQuestion",
    "EvidenceRelease",
    "Finding",
    "FindingAuthor",
    "FindingRating",
    "FindingSource",
    "FindingState",
    "Level",
    "Source",
    "SourceKind",
    "Stage",
    "Theme",
]
