# bursts per second written to the spool, each batch safe on disk, as share of dd; and replayed; bytes per burst
. "$BENCH/scripts/common.inc"

bursts=${BENCH_BURSTS:-200000}
batch=1000
rounds=${BENCH_ROUNDS:-5}
# Beside the project and not in $work, which may be on a tmpfs, where nothing ever reaches a disk.
mkdir -p "$BENCH/target"
disk=$(mktemp -d "$BENCH/target/spool.XXXXXX")
trap 'rm -rf "$disk"; clean_up' EXIT
build_java

# ours DIRECTORY TIMES: measures the spool, the last time counts; sets write_ns, replay_ns, bytes.
ours() {
    "$java" -cp "$classpath" org.isochrone.bench.SpoolBench "$1" "$bursts" "$batch" "$2" >"$work/ours" ||
        fail "the spool lost a burst or changed it."
    write_ns=$(awk '$1 == "write" {v = $2} END {print v}' "$work/ours")
    replay_ns=$(awk '$1 == "replay" {v = $2} END {print v}' "$work/ours")
    bytes=$(awk '$1 == "bytes" {v = $2} END {print v}' "$work/ours")
}

# peer: writes as many bytes in as many pieces with dd, each safe on disk before the next; sets peer_ns.
peer() {
    local start
    start=$(date +%s%N)
    dd if=/dev/zero of="$disk/peer" bs=$((bytes * batch / bursts)) count=$((bursts / batch)) oflag=append,dsync \
        conv=notrunc 2>"$work/dd" || fail "dd failed: $(cat "$work/dd")"
    peer_ns=$(($(date +%s%N) - start))
    rm "$disk/peer"
}

say "$bursts bursts in batches of $batch; $(stat -f -c %T "$disk") on this disk"
writes=() replays=() peers=() shares=()
for ((round = 1; round <= rounds; round++)); do
    mkdir "$disk/$round"
    ours "$disk/$round" 3
    peer
    writes+=("$(divide "$((bursts * 1000))" "$((write_ns / 1000000))" 0)")
    replays+=("$(divide "$((bursts * 1000))" "$((replay_ns / 1000000))" 0)")
    peers+=("$(divide "$((bursts * 1000))" "$((peer_ns / 1000000))" 0)")
    shares+=("$(divide "$peer_ns" "$write_ns" 4)")
    say "round $round: written ${writes[-1]}/s, dd ${peers[-1]}/s, share ${shares[-1]}; replayed ${replays[-1]}/s"
done

figure spool-write-share "$(median "${shares[@]}")" x
figure spool-written-per-second "$(median "${writes[@]}")" bursts/s
figure spool-replayed-per-second "$(median "${replays[@]}")" bursts/s
figure spool-dd-per-second "$(median "${peers[@]}")" bursts/s
figure spool-bytes-per-burst "$(divide "$bytes" "$bursts" 1)" bytes
