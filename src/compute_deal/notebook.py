"""What every chapter imports: the evidence loaded, the charts' look set, the helpers at hand."""

from compute_deal.charts import theme  # noqa: F401 (importing it sets the charts' look)
from compute_deal.charts.tables import Table
from compute_deal.evidence import load
from compute_deal.results import Result, publish

__all__ = ["Result", "Table", "evidence", "publish"]

evidence = load()
