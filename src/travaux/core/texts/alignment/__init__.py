"""What became of each paragraph from one version of a text to the next, when no identity tells it."""

from travaux.core.texts.alignment.aligning import align
from travaux.core.texts.alignment.model import Alignment, Link, LinkKind

__all__ = ["Alignment", "Link", "LinkKind", "align"]
