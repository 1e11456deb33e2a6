# time to plan a full round over 100,000 client prefixes and 8 zones, and to claim it
. "$BENCH/scripts/common.inc"

build_java
"$java" --enable-native-access=ALL-UNNAMED -cp "$classpath" org.isochrone.bench.PlanningTime \
    "$work/db" "${BENCH_PREFIXES:-100000}" "${BENCH_ZONES:-8}" || fail "the measurement failed."
