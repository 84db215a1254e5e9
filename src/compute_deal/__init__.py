"""Analysis of the Anthropic–SpaceX compute deal: evidence, models, and how both are shown."""
