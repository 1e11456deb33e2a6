# bursts per second that a build's read of its window takes, as share of mariadb --quick to /dev/null; and its heap
. "$BENCH/scripts/bursts.inc"

bursts=${BENCH_BURSTS:-10000000}

rounds=${BENCH_ROUNDS:-5}
build_java
open_server
tables prepare 100000
say "storing $bursts bursts"
tables ingest 0 "$((bursts * 4 / 5))" 8 >/dev/null
total=$(sql "SELECT COUNT(*) FROM burst WHERE at >= '2026-03-01'")
hours=$((bursts / 400000 + 2))
BENCH_JAVA_OPTIONS="-Xmx256m ${BENCH_JAVA_OPTIONS:-}"

# ours: reads the window with a heap of 256 MiB; sets rate and heap.
ours() {
    tables window 2026-03-01T00:00:00Z "$hours" >"$work/window"
    read -r _ nanos rows heap <"$work/window"
    [[ $rows -eq $total ]] || fail "ours read $rows of $total bursts."
    rate=$(divide "$((rows * 1000))" "$((nanos / 1000000))" 0)
}

# peer: the same columns of the same rows in the same order through the command-line client.
peer() {
    local start_ns
    start_ns=$(date +%s%N)
    sql "SELECT at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received, rtt_min_ns, rtt_median_ns,
        rtt_max_ns, target FROM burst WHERE at >= '2026-03-01' ORDER BY at, peer_key, peer_sequence" --quick >/dev/null
    peer_rate=$(divide "$((total * 1000))" "$((($(date +%s%N) - start_ns) / 1000000))" 0)
}

ours
peer
say "$total bursts; the first time, not counted: ours $rate/s, mariadb --quick $peer_rate/s"
rates=() shares=() heaps=()
for ((round = 1; round <= rounds; round++)); do
    ours
    peer
    rates+=("$rate") shares+=("$(divide "$rate" "$peer_rate" 4)") heaps+=("$(divide "$heap" 1048576 0)")
    say "round $round: ours $rate/s, mariadb --quick $peer_rate/s, ratio ${shares[-1]}, peak heap ${heaps[-1]} MiB"
done

figure window-read-ratio "$(median "${shares[@]}")" x
figure window-read-rows-per-second "$(median "${rates[@]}")" rows/s
figure window-read-peak-heap "$(median "${heaps[@]}")" MiB
