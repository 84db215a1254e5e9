"""Orbital compute: sunlight, heat, mass, links, life-cycle cost, learning and the published models."""
