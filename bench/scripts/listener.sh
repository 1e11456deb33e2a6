# q/s and CPU of the own DNS listener, beside PowerDNS's geoip backend, gdnsd, and PowerDNS in front of our pipe socket
. "$BENCH/scripts/share.inc"

names=16
need pdns_server pdns-server
need dnsperf dnsperf
need dig bind9-dnsutils
need gdnsd gdnsd
PATH=$PATH:/usr/sbin
need_backend pipe
need_backend geoip
build_java
"$java" -cp "$classpath" org.isochrone.bench.QueryFile "$work" $names

free_port() { echo $((30000 + RANDOM % 2000)); }

# answers PORT: whether a DNS server answers there.
answers() { dig +time=1 +tries=1 +noall +comments -p "$1" @127.0.0.1 "n0.b.$zone" A | grep -q 'status: NOERROR'; }

# our_listener: sets $port and $started.
our_listener() {
    port=$(free_port)
    start listener "$java" ${BENCH_JAVA_OPTIONS:-} -cp "$classpath" org.isochrone.bench.AnswerServer listen "$port"
    await 30 answers "$port" || { cat "$work/listener.log" >&2; fail "our listener does not answer."; }
}

# geoip: PowerDNS with the same map as a table of networks; sets $port and $started.
geoip() {
    local dir=$work/geoip i
    mkdir -p "$dir"
    {
        printf 'domains:\n- domain: %s\n  ttl: 60\n  records:\n    %s:\n' "$zone" "$zone"
        printf '      - {soa: ns.%s hostmaster.%s 1 7200 3600 1209600 60}\n      - {ns: ns.%s}\n' "$zone" "$zone" "$zone"
        for i in 11 12 13; do printf '    z192.0.2.%s.%s:\n      - {a: 192.0.2.%s}\n' "$i" "$zone" "$i"; done
        printf '  services:\n    n0.b.%s: &nets\n      default: z192.0.2.11.%s\n' "$zone" "$zone"
        awk -v z="$zone" '{printf "      %s: z%s.%s\n", $1, $2, z}' "$work/prefixes.txt"
        for ((i = 1; i < names; i++)); do printf '    n%s.b.%s: *nets\n' "$i" "$zone"; done
    } >"$dir/geo.yaml"
    port=$(free_port)
    cat >"$dir/pdns.conf" <<END
launch=geoip
consistent-backends=no
geoip-zones-file=$dir/geo.yaml
geoip-database-files=
local-address=127.0.0.1
local-port=$port
socket-dir=$dir
security-poll-suffix=
loglevel=3
receiver-threads=2
distributor-threads=1
edns-subnet-processing=yes
zone-cache-refresh-interval=0
END
    start geoip pdns_server --config-dir="$dir" --daemon=no --guardian=no --write-pid=no --disable-syslog
    await 60 answers "$port" || { cat "$work/geoip.log" >&2; fail "PowerDNS with the geoip backend does not answer."; }
}

# gdnsd_server: gdnsd with the same map as its nets; sets $port and $started.
gdnsd_server() {
    local dir=$work/gdnsd i
    mkdir -p "$dir/zones" "$dir/geoip" "$dir/run" "$dir/state"
    port=$(free_port)
    sed 's/\([^ ]*\) 192.0.2.\(.*\)/\1 => dc\2,/' "$work/prefixes.txt" >"$dir/geoip/nets"
    cat >"$dir/config" <<END
options => { listen => 127.0.0.1:$port, run_dir => $dir/run, state_dir => $dir/state, udp_threads => 2 }
plugins => { geoip => {
    maps => { m => { datacenters => [dc11, dc12, dc13], nets => nets } }
    resources => { r => { map => m, dcmap => {
        dc11 => 192.0.2.11, dc12 => 192.0.2.12, dc13 => 192.0.2.13 } } }
} }
END
    {
        printf '$TTL 60\n@ SOA ns hostmaster 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.53\n'
        for ((i = 0; i < names; i++)); do printf 'n%s.b DYNA geoip!r\n' "$i"; done
    } >"$dir/zones/$zone"
    start gdnsd gdnsd -c "$dir" start
    await 30 answers "$port" || { cat "$work/gdnsd.log" >&2; fail "gdnsd does not answer."; }
}

# behind_pipe: PowerDNS in front of our pipe socket; sets $port, and $started to our process.
behind_pipe() {
    local process
    start ours "$java" ${BENCH_JAVA_OPTIONS:-} -cp "$classpath" org.isochrone.bench.AnswerServer pipe "$work/ours.sock"
    process=$started
    await 30 grep -q ready "$work/ours.log" || fail "our answering process does not listen."
    pdns ours pipe "$work/ours.sock"
    pids_of_pipe=("$process" "$started")
}

kinds=(ours geoip gdnsd pipe)
declare -A ports processes rates cpus
our_listener && ports[ours]=$port processes[ours]=$started
geoip && ports[geoip]=$port processes[geoip]=$started
gdnsd_server && ports[gdnsd]=$port processes[gdnsd]=$started
behind_pipe && ports[pipe]=$port processes[pipe]=${pids_of_pipe[*]}

say "checking every answer"
for kind in "${kinds[@]}"; do check "$kind" "${ports[$kind]}" "$work/expected.txt"; done
say "warming up, $warmup s each"
for kind in ours pipe; do load "$kind" "${ports[$kind]}" "$warmup" >/dev/null; done

# ticks KIND: processor time of all processes of a kind.
ticks() { local sum=0 pid; for pid in ${processes[$1]}; do sum=$((sum + $(cpu_ticks "$pid"))); done; echo $sum; }

for ((round = 1; round <= rounds; round++)); do
    for kind in "${kinds[@]}"; do
        before=$(ticks "$kind")
        qps=$(load "$kind" "${ports[$kind]}" "$seconds")
        used=$(awk -v t=$(($(ticks "$kind") - before)) -v hz="$(getconf CLK_TCK)" -v n="$(completed)" 'BEGIN {print t / hz / n * 1e6}')
        rates[$kind]+=" $qps" cpus[$kind]+=" $used"
        say "round $round: $kind $qps q/s, $used us of CPU each"
    done
    kinds=("${kinds[@]:1}" "${kinds[0]}")
done
rate() { median ${rates[$1]}; }
figure listener-vs-geoip "$(divide "$(rate ours)" "$(rate geoip)" 3)" x
figure listener-vs-gdnsd "$(divide "$(rate ours)" "$(rate gdnsd)" 3)" x
figure listener-vs-pipe "$(divide "$(rate ours)" "$(rate pipe)" 3)" x
for kind in ours geoip gdnsd pipe; do
    figure "listener-$kind-qps" "$(divide "$(rate "$kind")" 1 0)" q/s
    figure "listener-$kind-cpu-us" "$(median ${cpus[$kind]})" us
done
