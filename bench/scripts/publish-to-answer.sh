# ms from a published map, and from a change of health, to the first changed answer through PowerDNS
. "$BENCH/scripts/share.inc"

changes=${BENCH_CHANGES:-50}
need pdns_server pdns-server
need memcached memcached
need dig bind9-dnsutils
PATH=$PATH:/usr/sbin
need_backend remote
build_java

cache=$((32000 + RANDOM % 1000)) dns=$((33000 + RANDOM % 1000))
start memcached memcached -l 127.0.0.1 -p "$cache" -u "$(id -un)"
printf '[Application]\nData = %s\n[DNS]\nZone = %s\nNS1 = ns1.isp.net\nNS2 = ns2.isp.net\nSocketPipe = off\nSocketRemote = %s\nListen = off\n[DB]\nType = embedded\nDatabase = bench\n[Memcached]\nServer = 127.0.0.1\nPort = %s\n[Http]\nListen = off\n' \
    "$work/data" "$zone" "$work/remote.sock" "$cache" >"$work/isochrone.conf"
start daemon "$java" --enable-native-access=ALL-UNNAMED -cp "$classpath" org.isochrone.bench.PublishTime \
    "$work/isochrone.conf" "$dns" "$changes"
daemon=$started
await 60 grep -q ready "$work/daemon.log" || { cat "$work/daemon.log" >&2; fail "the daemon does not listen."; }
mkdir -p "$work/pdns"
cat >"$work/pdns/pdns.conf" <<END
launch=remote
remote-connection-string=unix:path=$work/remote.sock,timeout=1000
local-address=127.0.0.1
local-port=$dns
socket-dir=$work/pdns
security-poll-suffix=
loglevel=3
receiver-threads=2
distributor-threads=1
consistent-backends=no
edns-subnet-processing=yes
END
start pdns pdns_server --config-dir="$work/pdns" --daemon=no --guardian=no --write-pid=no --disable-syslog
say "$changes maps and $changes changes of health, at random moments"
wait "$daemon" || { tail -20 "$work/daemon.log" >&2; fail "an answer did not change."; }

# share KIND PERCENT: prints that percentile of the milliseconds.
share_of() {
    sed -n "s/^$1 //p" "$work/daemon.log" | sort -g |
        awk -v p="$2" '{v[NR] = $1} END {i = int((NR * p + 99) / 100); print v[i < 1 ? 1 : i]}'
}
for kind in map health; do
    figure "publish-to-answer-$kind-p50-ms" "$(share_of $kind 50)" ms
    figure "publish-to-answer-$kind-p99-ms" "$(share_of $kind 99)" ms
done
