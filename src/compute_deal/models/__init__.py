"""Models: pure functions and frozen dataclasses on numbers; they read no file and draw nothing."""
