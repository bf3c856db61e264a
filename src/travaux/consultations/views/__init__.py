"""Pages of tracks and rounds."""
