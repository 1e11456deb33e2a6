# start-up time and memory of ./isochrone --version and of the stdio relay, against a bare JVM
. "$BENCH/scripts/common.inc"

runs=${BENCH_RUNS:-20}
questions=100
name=n0.b.bench.example

c_program spawn_time
c_program relay_time
c_program pipe_const
find_java
mkdir -p "$BENCH/target/bare"
"${java%/java}/javac" -d "$BENCH/target/bare" "$BENCH/src/main/java/org/isochrone/bench/Bare.java"
bare=("$java" -Xshare:auto -cp "$BENCH/target/bare" org.isochrone.bench.Bare)

relay=("$ROOT/isochrone" pdns --stdio --socket "$work/pipe.sock")

say "first start, which builds if it has to: not counted"
"$ROOT/isochrone" --version || fail "./isochrone --version failed."

say "--version, $runs runs each"
ours_ms=() bare_ms=() ours_kib=0 bare_kib=0
for half in 1 2; do
    out=$("$BENCH/target/spawn_time" $(((runs + 1) / 2)) "${bare[@]}")
    read -r ms kib <<<"$out"
    bare_ms+=("$ms") bare_kib=$((kib > bare_kib ? kib : bare_kib))
    out=$("$BENCH/target/spawn_time" $(((runs + 1) / 2)) "$ROOT/isochrone" --version)
    read -r ms kib <<<"$out"
    ours_ms+=("$ms") ours_kib=$((kib > ours_kib ? kib : ours_kib))
done
version_ms=$(median "${ours_ms[@]}")
bare_version_ms=$(median "${bare_ms[@]}")

# relay_runs COMMAND...: five starts, 100 questions each; sets helo (ms), question (us), rss, private and peak (KiB) to
# medians, last to the last line of an answer.
relay_runs() {
    local helos=() questions_us=() rsss=() privates=() peaks=() out a b c d e
    for _ in 1 2 3 4 5; do
        out=$("$BENCH/target/relay_time" "$questions" "$name" "$@" 2>>"$work/relay.log") || {
            cat "$work/relay.log" >&2
            fail "the coprocess failed: $*"
        }
        read -r a b c d e last <<<"$out"
        helos+=("$a") questions_us+=("$b") rsss+=("$c") privates+=("$d") peaks+=("$e")
    done
    helo=$(median "${helos[@]}") question=$(median "${questions_us[@]}")
    rss=$(median "${rsss[@]}") private=$(median "${privates[@]}") peak=$(median "${peaks[@]}")
}

say "stdio relay without a daemon, 5 runs each"
relay_runs "${bare[@]}" relay
bare_helo=$helo bare_rss=$rss bare_private=$private bare_question=$question
relay_runs "${relay[@]}"
[[ $last = END ]] || fail "the relay did not answer END while the daemon was away, but: $last"
away_helo=$helo away_rss=$rss away_private=$private away_peak=$peak away_question=$question

say "stdio relay in front of a constant-answer daemon, 5 runs"
start daemon "$BENCH/target/pipe_const" "$work/pipe.sock" bench.example
await 30 grep -q ready "$work/daemon.log" || fail "the constant-answer daemon does not listen."
relay_runs "${relay[@]}"
[[ $last = *192.0.2.1 ]] || fail "the relay did not carry the daemon's answer, but: $last"

mib() { divide "$1" 1024 1; }
figure startup-version-ratio "$(divide "$version_ms" "$bare_version_ms" 2)" x
figure relay-helo-ratio "$(divide "$away_helo" "$bare_helo" 2)" x
figure relay-rss-ratio "$(divide "$away_rss" "$bare_rss" 2)" x
figure startup-version-ms "$version_ms" ms
figure startup-bare-ms "$bare_version_ms" ms
figure startup-version-rss-mib "$(mib "$ours_kib")" MiB
figure startup-bare-rss-mib "$(mib "$bare_kib")" MiB
figure relay-helo-ms "$away_helo" ms
figure relay-bare-helo-ms "$bare_helo" ms
figure relay-rss-mib "$(mib "$away_rss")" MiB
figure relay-peak-rss-mib "$(mib "$away_peak")" MiB
figure relay-private-mib "$(mib "$away_private")" MiB
figure relay-bare-rss-mib "$(mib "$bare_rss")" MiB
figure relay-bare-private-mib "$(mib "$bare_private")" MiB
figure relay-daemon-rss-mib "$(mib "$rss")" MiB
figure relay-question-us "$question" us
figure relay-away-question-us "$away_question" us
figure relay-bare-question-us "$bare_question" us
