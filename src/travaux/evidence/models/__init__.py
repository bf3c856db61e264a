"""Questions of the assessment, surveys and their answers, and what else is known."""

from travaux.evidence.models.questions import (
    AssessmentQuestion,
    Level,
    Source,
    SourceKind,
    Theme,
)

__all__ = ["AssessmentQuestion", "Level", "Source", "SourceKind", "Theme"]
