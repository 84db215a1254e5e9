"""Check the evidence and say what is wrong with it: `python -m compute_deal.evidence`."""

import sys

from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.loading import note_passed

if __name__ == "__main__":
    try:
        evidence = load()
    except EvidenceError as error:
        sys.exit(str(error))
    note_passed()
    rows = sum(len(table) for table in evidence.tables.values())
    print(f"The evidence holds: {rows} rows in {len(evidence.tables)} tables, {len(evidence.sources)} sources.")
