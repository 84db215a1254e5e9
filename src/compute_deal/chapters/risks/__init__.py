"""The chapter on risks."""
