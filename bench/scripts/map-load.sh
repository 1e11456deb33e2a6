# ms from the bytes of a map of 1 million prefixes to a map that answers
. "$BENCH/scripts/common.inc"

build_java
"$java" -Xmx4g -cp "$classpath" org.isochrone.bench.MapLoadTime load "${BENCH_PREFIXES:-1000000}" "${BENCH_ZONES:-32}" \
    "${BENCH_RUNS:-7}" || fail "the measurement failed."
