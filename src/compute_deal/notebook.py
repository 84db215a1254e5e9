"""What every chapter imports: the evidence under the reader's assumptions, the charts' look, the helpers at hand."""

import os

from IPython import get_ipython

from compute_deal.charts import theme  # noqa: F401 (importing it sets the charts' look)
from compute_deal.charts.tables import Table
from compute_deal.evidence import Evidence, load
from compute_deal.evidence.changes import parse_changes
from compute_deal.results import publish

__all__ = ["Table", "assume", "publish"]

# Jupyter says so where a reader runs the notebook; where the project does, its outputs are the bare ones.
if "JPY_SESSION_NAME" in os.environ and (shell := get_ipython()):
    shell.extension_manager.load_extension("compute_deal.book.live")


def assume(changes: str = "") -> Evidence:
    """Return the evidence, with other values in some of its rows.

    Parameters
    ----------
    changes : str, optional
        Rows and values, such as "csa_fee=1.0e9 csa_end=2028-05": numbers in the unit of the row, dates in ISO form.

    Returns
    -------
    Evidence

    Raises
    ------
    ValueError
        If a change is not of this form.
    KeyError
        If there is no such row.
    EvidenceError
        If the row cannot have the value.

    Examples
    --------
    >>> assume("csa_fee=1.0e9").number("csa_fee", "USD/month")
    1000000000.0
    """
    return load().with_values(**parse_changes(changes))
