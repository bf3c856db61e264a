"""The assessment: how well its questions are covered by what is known."""
