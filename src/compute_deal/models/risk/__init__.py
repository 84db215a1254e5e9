"""Risk of the contract: price process, exit game, hazards, simulated value, sensitivity, stress."""
