"""Measure how fast Anthropic's Messages API answers: first token, whole answer, speed, limits."""
