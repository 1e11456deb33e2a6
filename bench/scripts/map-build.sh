# seconds and heap from estimates of 1 million prefixes and 32 zones to a published map, and how both grow
. "$BENCH/scripts/common.inc"

build_java
# shellcheck disable=SC2086 # several sizes
"$java" -Xmx2g -XX:+UseParallelGC -cp "$classpath" org.isochrone.bench.MapBuildTime "${BENCH_ZONES:-32}" "${BENCH_RUNS:-5}" \
    ${BENCH_PREFIXES:-10000 30000 100000 300000 1000000} || fail "the measurement failed."
