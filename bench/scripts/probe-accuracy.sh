# error of ICMP round trips against the true delays of a simulated internet, as share of fping's
. "$BENCH/scripts/common.inc"

targets=${BENCH_TARGETS:-300}
turns=${BENCH_ROUNDS:-5}
seconds=${BENCH_SECONDS:-5}
warmup=${BENCH_WARMUP:-15}

need fping fping
need ip iproute2
need nsenter util-linux
need gcc gcc
[[ $EUID -eq 0 ]] || fail "network namespaces and TUN devices need root."
build_java

# From 1 to 300 ms, none of them a whole number of milliseconds.
mkdir -p "$BENCH/target"
gcc -O2 -Wall -Wextra -Werror "$ROOT/probe/src/test/resources/org/isochrone/probe/testnet/simnet.c" -o "$BENCH/target/simnet"
{
    echo "seed 1"
    echo "zone bench 20.0.0.1 2a0f::1"
    awk -v n="$targets" 'BEGIN {
        for (i = 0; i < n; i++) {
            printf "path bench 20.%d.%d.0/24 %d open=443\n", 1 + int(i / 256), i % 256, 1003 + int(298937 * ((i * 37) % n) / n)
        }
    }'
} >"$work/table"
awk '$1 == "path" {sub("0/24", "9", $3); print $3}' "$work/table" >"$work/targets"

mkfifo "$work/control"
exec 9<>"$work/control"
# Background jobs of a script read from /dev/null unless told otherwise.
start simnet sh -c 'exec "$0" "$1" "$2" <"$3"' "$BENCH/target/simnet" "$work/table" "$work/truth" "$work/control"
await 10 grep -q ready "$work/simnet.log" || {
    cat "$work/simnet.log" >&2
    fail "no simulated internet on this machine."
}
zone=$(awk '$2 == "bench" {print $3}' "$work/simnet.log")
# Datagram sockets for us, so that no process is woken up by the other's replies; fping as root takes a raw one.
nsenter --net="$zone" -- sysctl -qw net.ipv4.ping_group_range="0 2147483647"
say "$targets targets, one probe a second to each; $turns turns of $seconds s each, by turns"
nsenter --net="$zone" -- "$java" --enable-native-access=ALL-UNNAMED -cp "$classpath" org.isochrone.bench.ProbeAccuracy \
    "$work/targets" "$work/measured" "$turns" "$seconds" "$warmup" || fail "the measurement failed."
echo log >&9
await 30 grep -q logged "$work/simnet.log" || fail "the simulated internet wrote no log."
"$java" -cp "$classpath" org.isochrone.bench.AccuracyReport "$work/measured" "$work/truth"
