# ns per look-up in a map of 1 million prefixes, against the MaxMind DB reader and a binary search
. "$BENCH/scripts/common.inc"

build_java
# BENCH_JMH: further options of JMH, such as "-f 1 -i 2 -wi 1" for a short try.
# shellcheck disable=SC2086 # several options
"$java" -Xmx3g -cp "$classpath" org.isochrone.bench.MapLookup ${BENCH_JMH:-} >"$work/jmh.log" 2>&1 || {
    cat "$work/jmh.log" >&2
    fail "JMH failed."
}
sed -n '/^Benchmark  /,/^$/p' "$work/jmh.log" | sed 's/^/# /'
grep '^figure' "$work/jmh.log"
