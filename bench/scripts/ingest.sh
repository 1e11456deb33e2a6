# bursts per second that peers store with full durability, as share of LOAD DATA of the same rows into the same table
. "$BENCH/scripts/bursts.inc"

rounds=${BENCH_ROUNDS:-5}
peers=${BENCH_PEERS:-8}
build_java
open_server
tables prepare 100000
before=$((bursts / 4))
sql "SELECT CONCAT(INET6_NTOA(network), '/', length), prefix_key FROM client_prefix;
    SELECT name, peer_key FROM peer" >"$disk/keys.tsv"
tables rows "$before" "$bursts" "$peers" "$disk/keys.tsv" "$disk/rows.tsv"
columns="at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received, rtt_min_ns, rtt_median_ns, rtt_max_ns, @target, batch"

# empty: makes the table as it was before the first burst, in a server that has nothing left to write.
empty() {
    sql "TRUNCATE TABLE burst; TRUNCATE TABLE burst_batch; UPDATE peer SET last_batch = 0, last_sequence = 1;
        SET GLOBAL innodb_max_dirty_pages_pct = 0"
    await 60 clean || fail "the server does not come to rest."
    sql "SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT"
}
clean() { [[ $(sql "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'innodb_buffer_pool_pages_dirty'") -le 10 ]]; }

# count: how many bursts there are.
count() { sql "SELECT COUNT(*) FROM burst"; }

say "$bursts bursts of $peers peers"
ours=() loads=() shares=()
for ((round = 1; round <= rounds; round++)); do
    empty
    start_ns=$(date +%s%N)
    sql "LOAD DATA LOCAL INFILE '$disk/rows.tsv' INTO TABLE burst ($columns) SET target = UNHEX(@target)"
    loads+=("$(divide "$((bursts * 1000))" "$((($(date +%s%N) - start_ns) / 1000000))" 0)")
    [[ $(count) -eq $bursts ]] || fail "LOAD DATA stored $(count) bursts."
    empty
    tables ingest 0 "$bursts" "$peers" >"$work/ours"
    ours+=("$(divide "$((bursts * 1000))" "$(($(awk '{print $2}' "$work/ours") / 1000000))" 0)")
    [[ $(count) -eq $((before + bursts)) ]] || fail "ours stored $(count) bursts."
    shares+=("$(divide "${ours[-1]}" "${loads[-1]}" 4)")
    say "round $round: ours ${ours[-1]}/s, LOAD DATA ${loads[-1]}/s, ratio ${shares[-1]}"
done

figure ingest-ratio "$(median "${shares[@]}")" x
figure ingest-rows-per-second "$(median "${ours[@]}")" rows/s
figure ingest-load-data-rows-per-second "$(median "${loads[@]}")" rows/s
