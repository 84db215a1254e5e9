"""The chapter on the deal."""
