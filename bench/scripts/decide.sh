# ns per decision with a map of 100,000 prefixes, against a hash table from /24 to zones
. "$BENCH/scripts/common.inc"

build_java
# BENCH_JMH: further options of JMH, such as "-f 1 -i 2 -wi 1" for a short try or "-prof gc".
"$java" -cp "$classpath" org.openjdk.jmh.Main "DecideBenchmark" -rf csv -rff "$work/jmh.csv" ${BENCH_JMH:-} \
    >"$work/jmh.log" 2>&1 || {
    cat "$work/jmh.log" >&2
    fail "JMH failed."
}
sed -n '/^Benchmark  /,$p' "$work/jmh.log" | sed 's/^/# /'

# score METHOD: prints the nanoseconds of one operation.
score() { awk -F, -v name="\"org.isochrone.bench.DecideBenchmark.$1\"" '$1 == name {print $5}' "$work/jmh.csv"; }

figure decide-ratio "$(divide "$(score decide)" "$(score table)" 2)" x
figure decide-ns "$(divide "$(score decide)" 1 1)" ns
figure decide-table-ns "$(divide "$(score table)" 1 1)" ns
