# bytes of a map of 1 million prefixes, compressed and not
. "$BENCH/scripts/common.inc"

build_java
"$java" -Xmx4g -cp "$classpath" org.isochrone.bench.MapLoadTime size "${BENCH_PREFIXES:-1000000}" "${BENCH_ZONES:-32}" ||
    fail "the measurement failed."
