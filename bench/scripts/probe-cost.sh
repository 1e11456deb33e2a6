# CPU seconds for 100,000 ICMP probes to loopback addresses at the same rate, as share of fping's
. "$BENCH/scripts/probe.inc"

rounds=${BENCH_ROUNDS:-5}
half=50000

ours=() peer=() ratios=() startups=()
for ((round = 1; round <= rounds; round++)); do
    # fping tells no two probes apart that are 65,536 apart and less than ten seconds old, so that it takes two runs.
    run_fping $half -i 0.2 || { cat "$work/fping.out" >&2; fail "fping failed."; }
    [[ $replies = "$half" ]] || fail "fping lost $((half - replies)) replies."
    first=$cpu first_elapsed=$elapsed
    run_fping $half -i 0.2 || fail "fping failed."
    [[ $replies = "$half" ]] || fail "fping lost $((half - replies)) replies."
    peer+=("$(awk -v a="$first" -v b="$cpu" 'BEGIN {print a + b}')")
    rate=$(awk -v a="$first_elapsed" -v b="$elapsed" -v n="$half" 'BEGIN {printf "%d", 2 * n / (a + b)}')
    run_ours paced $((2 * half)) "$rate"
    [[ $sent = $((2 * half)) && $replies = "$sent" ]] || fail "we lost $((2 * half - replies)) replies."
    ours+=("$cpu") startups+=("$startup")
    ratios+=("$(divide "${ours[-1]}" "${peer[-1]}" 4)")
    say "round $round, $rate probes/s: fping ${peer[-1]} s, ours ${ours[-1]} s and $startup s of start-up;" \
        "$(divide 100000 "$elapsed" 0) probes/s in fact"
done
figure probe-cost-ratio "$(divide "$(median "${ratios[@]}")" 1 3)" x
figure probe-cost-cpu-s "$(divide "$(median "${ours[@]}")" 1 2)" s
figure probe-cost-fping-cpu-s "$(divide "$(median "${peer[@]}")" 1 2)" s
figure probe-cost-startup-cpu-s "$(divide "$(median "${startups[@]}")" 1 2)" s
