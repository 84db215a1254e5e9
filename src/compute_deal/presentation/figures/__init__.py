"""The report's figures, one module for each chapter."""
