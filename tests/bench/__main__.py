"""All measurements: `make bench`."""

from tests.bench import bench_build, bench_evidence, bench_risk, bench_site

bench_build.main()
bench_evidence.main()
bench_risk.main()
bench_site.main()
