"""The evidence: tables and sources of `data/`, read and checked, handed out with unit, range and source."""

from compute_deal.evidence.loading import load
from compute_deal.evidence.problems import EvidenceError, Problem
from compute_deal.evidence.reads import traced
from compute_deal.evidence.sources import Source
from compute_deal.evidence.store import Evidence, Fact
from compute_deal.evidence.units import is_unit

__all__ = ["Evidence", "EvidenceError", "Fact", "Problem", "Source", "is_unit", "load", "traced"]
