"""The chapter on the market."""
