"""Presentation: results as prose, tables and charts, in one style for every medium."""
