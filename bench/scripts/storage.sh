# bytes per burst on disk, and bytes of the hourly roll-ups per burst
. "$BENCH/scripts/bursts.inc"

build_java
open_server
tables prepare 100000
tables ingest 0 "$((bursts * 4 / 5))" 8 >/dev/null
total=$(sql "SELECT COUNT(*) FROM burst")
tables rollup >"$work/rollup"
read -r _ nanos hours <"$work/rollup"

# bytes TABLE: what its partitions take on disk beyond empty ones, once the server has written everything.
bytes() { sql "SELECT SUM(data_length + index_length) - 16384 * COUNT(*) FROM information_schema.partitions WHERE table_schema = 'bench' AND table_name = '$1'"; }

sql "ANALYZE TABLE burst, burst_hour, country_hour, peer_hour" >/dev/null
say "$total bursts of $hours hours over 100000 client prefixes; rolled up in $(divide "$nanos" 1000000000 1) s"
for table in burst burst_hour country_hour peer_hour; do
    say "$table: $(sql "SELECT COUNT(*) FROM $table") rows, $(bytes "$table") bytes"
done
figure storage-bytes-per-burst "$(divide "$(bytes burst)" "$total" 1)" bytes
figure storage-prefix-hours-bytes-per-burst "$(divide "$(bytes burst_hour)" "$total" 1)" bytes
figure storage-hours-bytes-per-burst "$(divide "$(($(bytes country_hour) + $(bytes peer_hour)))" "$total" 2)" bytes
figure rollup-bursts-per-second "$(divide "$total" "$(divide "$nanos" 1000000000 3)" 0)" bursts/s
