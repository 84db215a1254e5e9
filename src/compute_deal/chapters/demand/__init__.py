"""The chapter on demand."""
