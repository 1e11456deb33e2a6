# resident memory of daemon and relay with one thousand and one million client prefixes
. "$BENCH/scripts/share.inc"

need dnsperf dnsperf
build_java
c_program relay_time
"$java" -cp "$classpath" org.isochrone.bench.QueryFile "$work"
mib() { divide "$1" 1024 1; }

# The options of ./isochrone pdns.
options="-XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:MaxNewSize=64m"
for prefixes in 1000 1000000; do
    rm -f "$work/pipe.sock"
    "$java" -cp "$classpath" org.isochrone.bench.WorldFile "$work/map" "$prefixes"
    start "daemon-$prefixes" "$java" $options -cp "$classpath" org.isochrone.bench.AnswerServer pipe "$work/pipe.sock" "$work/map"
    daemon=$started
    await 120 grep -q ready "$work/daemon-$prefixes.log" || { cat "$work/daemon-$prefixes.log" >&2; fail "the daemon does not listen."; }
    fresh=$(awk '/^VmRSS/ {print $2}' "/proc/$daemon/status")
    read -r _ _ relay private _ last < <("$BENCH/target/relay_time" 20000 n0.b.bench.example \
        "$ROOT/isochrone" pdns --stdio --socket "$work/pipe.sock")
    [[ $last = *192.0.2.* ]] || fail "the relay did not carry the daemon's answer, but: $last"
    asked=$(awk '/^VmRSS/ {print $2}' "/proc/$daemon/status")
    "${java%java}jcmd" "$daemon" GC.run >/dev/null
    heap=$("${java%java}jcmd" "$daemon" GC.heap_info | sed -n 's/.* used \([0-9]*\)K.*/\1/p' | head -1)
    say "$prefixes prefixes: daemon $(mib "$fresh") MiB after the start, $(mib "$asked") MiB after 20,000 questions"
    figure "memory-daemon-$prefixes-rss-mib" "$(mib "$asked")" MiB
    figure "memory-daemon-$prefixes-heap-mib" "$(mib "$heap")" MiB
    figure "memory-relay-$prefixes-rss-mib" "$(mib "$relay")" MiB
    figure "memory-relay-$prefixes-private-mib" "$(mib "$private")" MiB
    stop "$daemon"
done
