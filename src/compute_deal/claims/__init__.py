"""The claims' rules: what an expression over the evidence comes to, and which verdict follows from it."""
