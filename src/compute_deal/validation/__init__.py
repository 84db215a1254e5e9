"""The checks of the methods."""
