"""The chapter on the claims."""
