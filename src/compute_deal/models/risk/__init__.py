"""Risk of the contract: price process, exit game, hazards, stress."""
