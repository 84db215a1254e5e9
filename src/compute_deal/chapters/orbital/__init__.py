"""The chapter on orbital compute."""
