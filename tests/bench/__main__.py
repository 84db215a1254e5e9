"""All measurements: `make bench`."""

import tempfile
from pathlib import Path

from tests.bench import bench_build, bench_evidence, bench_risk, bench_site

with tempfile.TemporaryDirectory() as plain:
    bench_build.main(Path(plain))
    bench_evidence.main()
    bench_risk.main()
    bench_site.main(Path(plain, "_build", "html"))
