# (prefix, zone) pairs per second from raw bursts to estimates
. "$BENCH/scripts/common.inc"

build_java
"$java" -Xmx4g -XX:+UseParallelGC -cp "$classpath" org.isochrone.bench.EstimateTime "${BENCH_PREFIXES:-50000}" \
    "${BENCH_ZONES:-8}" 20 "${BENCH_RUNS:-5}" || fail "the measurement failed."
