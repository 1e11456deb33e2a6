# highest sustained ICMP probes per second without a lost reply on loopback, as multiple of fping's
. "$BENCH/scripts/probe.inc"

# Longer than the ten seconds for which fping remembers a probe: what is faster than that allows does not last.
seconds=${BENCH_SECONDS:-15}
rounds=${BENCH_ROUNDS:-3}

# Its sequence numbers end the run when 65,535 probes are less than ten seconds old, so that each of them is a little
# over 6,500 probes a second at best; the shortest interval that it survives is searched from below.
peer=0
for interval in 0.16 0.14 0.12 0.11 0.10 0.09 0.08 0.06 0.04 0.02 0; do
    if run_fping 90000 -i "$interval" && [[ $replies = 90000 ]]; then
        rate=$(divide 90000 "$elapsed" 0)
        say "fping -i $interval: $rate probes/s"
        peer=$((rate > peer ? rate : peer))
    else
        say "fping -i $interval: $(grep -m1 -E 'error|received' "$work/fping.out" || true)"
        break
    fi
done
((peer > 0)) || fail "fping failed at every interval."

sprint=0 ours=() cpus=()
for ((round = 1; round <= rounds; round++)); do
    run_fping 65000 -i 0 || fail "fping failed."
    rate=$(divide 65000 "$elapsed" 0)
    say "round $round: fping -i 0, 65,000 probes and no more: $rate probes/s, $((65000 - replies)) lost," \
        "$(divide "$(divide "$cpu" 65000 9)" 0.000001 2) us of CPU each"
    [[ $replies = 65000 ]] && sprint=$((rate > sprint ? rate : sprint))
    run_ours flat-out "$seconds" 512
    [[ $sent = "$replies" ]] || fail "we lost $((sent - replies)) of $sent replies."
    ours+=("$(divide "$sent" "$elapsed" 0)") cpus+=("$(divide "$(divide "$cpu" "$sent" 9)" 0.000001 3)")
    say "round $round: ours, $seconds s: ${ours[-1]} probes/s, none lost, ${cpus[-1]} us of CPU each"
done
pps=$(median "${ours[@]}")
figure probe-rate-ratio "$(divide "$pps" "$peer" 2)" x
figure probe-rate-sprint-ratio "$(divide "$pps" "$sprint" 2)" x
figure probe-rate-pps "$(divide "$pps" 1 0)" probes/s
figure probe-rate-fping-pps "$peer" probes/s
figure probe-rate-fping-sprint-pps "$sprint" probes/s
figure probe-rate-cpu-us "$(median "${cpus[@]}")" us
