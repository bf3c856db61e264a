"""The document tree, paragraph anchors and the differences between versions of a text."""
