"""The deal: what it pays, when it can end, and what it is worth."""
