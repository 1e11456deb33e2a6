# (prefix, zone) pairs per second from raw bursts to estimates; a round that goes on beside a full one
. "$BENCH/scripts/common.inc"

build_java
"$java" -Xmx4g -XX:+UseParallelGC -cp "$classpath" org.isochrone.bench.EstimateTime "${BENCH_PREFIXES:-50000}" \
    "${BENCH_ZONES:-8}" 20 "${BENCH_RUNS:-5}" || fail "the measurement failed."
"$java" -Xmx4g -XX:+UseParallelGC -cp "$classpath" org.isochrone.bench.RoundTime "${BENCH_PREFIXES:-100000}" \
    "${BENCH_ZONES:-8}" 20 "${BENCH_RUNS:-5}" || fail "the measurement of rounds failed."
