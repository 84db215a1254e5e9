"""The chapter on what to do."""
