# lines per second of an nginx log with $tcpinfo_rtt that becomes bursts, against awk
. "$BENCH/scripts/common.inc"

need awk mawk
build_java
lines=${BENCH_LINES:-1000000}
runs=${BENCH_RUNS:-5}
log=$work/access.log
start=$(($(date +%s) / 300 * 300 - 7200))
bad=$("$java" -cp "$classpath" org.isochrone.bench.AccessLog "$work" "$lines" "$start")
say "$lines lines, $bad of them malformed, $(($(stat -c %s "$log") / 1048576)) MiB"

# seconds COMMAND...: prints the wall time of COMMAND.
seconds() {
    local before=$EPOCHREALTIME
    "$@" >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err" >&2; fail "$1 failed."; }
    awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.4f", b - a}'
}

# The peer: the last field, the address cut to its /24 or /48, the smallest per prefix and five minutes.
peer() {
    awk '$NF ~ /^[0-9]+$/ && NF > 8 {
        if (index($1, ":")) { split($1, g, ":"); prefix = g[1] ":" g[2] ":" g[3] }
        else { split($1, o, "."); prefix = o[1] "." o[2] "." o[3] }
        split($4, t, ":"); key = prefix " " t[2] int(t[3] / 5)
        if (!(key in least) || $NF + 0 < least[key]) least[key] = $NF + 0
    } END { for (key in least) n++; print n }' "$log"
}

"$java" -cp "$classpath" org.isochrone.bench.PassiveImportTime "$log" "$((runs + 3))" >"$work/ours"
awk -v l="$lines" -v b="$bad" '$2 != l || $3 != b {exit 1}' "$work/ours" || fail "lines were lost: $(tail -n 1 "$work/ours")"
bursts=$(awk 'END {print $4}' "$work/ours")
mapfile -t ours < <(tail -n "$runs" "$work/ours" | cut -d' ' -f1)
mapfile -t awks < <(for ((i = 0; i < 3; i++)); do seconds peer; echo; done)
[[ $(<"$work/out") -eq $bursts ]] || fail "awk found $(<"$work/out") groups, ours $bursts bursts."

pattern='$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $tcpinfo_rtt'
printf '[Application]\nData = %s\n[DNS]\nZone = bench.example\nNS1 = ns1.isp.net\nNS2 = ns2.isp.net\n[DB]\nType = embedded\nDatabase = bench\n[Memcached]\nServer = none\n' "$work/data" >"$work/isochrone.conf"
isochrone() { "$java" --enable-native-access=ALL-UNNAMED -cp "$classpath" org.isochrone.app.Main "$@" --config "$work/isochrone.conf"; }
isochrone topology import "$work/period.json" >"$work/out" 2>&1 || { cat "$work/out" >&2; fail "the topology was refused."; }
whole=$(seconds isochrone import rtt "$log" --format nginx --log-format "$pattern" --zone zone-0)
say "$(tail -n 1 "$work/out")"
grep -q "^$bursts bursts, $bursts of them new" "$work/out" || fail "not every burst was stored."
again=$(seconds isochrone import rtt "$log" --format nginx --log-format "$pattern" --zone zone-0)
grep -q "^$bursts bursts, 0 of them new" "$work/out" || fail "the same log again added bursts."

ours_s=$(median "${ours[@]}")
awk_s=$(median "${awks[@]}")
figure passive-import-ratio "$(divide "$awk_s" "$ours_s" 2)" x
figure passive-import-lines-per-second "$(divide "$lines" "$ours_s" 0)" lines/s
figure passive-import-awk-lines-per-second "$(divide "$lines" "$awk_s" 0)" lines/s
figure passive-import-sql-lines-per-second "$(divide "$lines" "$whole" 0)" lines/s
figure passive-import-sql-bursts "$bursts" bursts
figure passive-import-again-lines-per-second "$(divide "$lines" "$again" 0)" lines/s
