package org.isochrone.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.whatif.Outcome;
import org.isochrone.steering.whatif.WhatIf.Answer;
import org.isochrone.steering.whatif.WhatIf.Change;

/** The answer to a what-if question, for people and for programs. */
final class WhatIfText {
    private static final double PERCENT = 100;

    private final Answer answer;
    private final Topology topology;
    private final int most;
    private final long margin;

    /** Names the {@code most} who suffer most; less than {@code margin}, nanoseconds, is no suffering. */
    WhatIfText(Answer answer, Topology topology, int most, long margin) {
        this.answer = answer;
        this.topology = topology;
        this.most = most;
        this.margin = margin;
    }

    String text() {
        Table zones = new Table("zone", "traffic now %", "traffic then %");
        for (String zone : zones()) {
            zones.row(name(zone), percent(share(answer.before(), zone)), percent(share(answer.after(), zone)));
        }
        Table rtts = new Table("round trip", "now", "then");
        rtts.row(
                "mean ms",
                Words.millis(answer.before().meanNanos()),
                Words.millis(answer.after().meanNanos()));
        rtts.row(
                "p95 ms",
                Words.millis(answer.before().p95Nanos()),
                Words.millis(answer.after().p95Nanos()));
        rtts.row(
                "known of traffic %",
                percent(answer.before().knownShare()), percent(answer.after().knownShare()));
        StringBuilder text = new StringBuilder(zones.text() + "\n" + rtts.text() + "\n");
        text.append(percent(answer.slower(margin)))
                .append(" % of the traffic would be slower by more than ")
                .append(Words.millis(margin))
                .append(" ms, ")
                .append(percent(answer.faster(margin)))
                .append(" % faster\n");
        Map<String, double[]> countries = countries();
        if (!countries.isEmpty()) {
            Table table = new Table("country", "slower traffic %", "by ms");
            countries.forEach((country, sums) -> table.row(
                    country.isEmpty() ? "unknown" : country,
                    percent(sums[0]),
                    Words.millis(Math.round(sums[1] / sums[0]))));
            text.append('\n').append(table.text());
            Table worst = new Table("prefix", "country", "from", "to", "ms now", "then", "traffic %");
            suffering()
                    .forEach(change -> worst.row(
                            change.prefix(),
                            change.country(),
                            name(change.from()),
                            name(change.to()),
                            Words.millis(change.beforeNanos()),
                            Words.millis(change.afterNanos()),
                            percent(change.share())));
            text.append('\n').append(worst.text());
        }
        return text.toString();
    }

    Json json() {
        return Jsons.object(
                "now", json(answer.before()),
                "then", json(answer.after()),
                "slower_percent", PERCENT * answer.slower(margin),
                "faster_percent", PERCENT * answer.faster(margin),
                "margin_nanos", margin,
                "countries",
                        Jsons.array(
                                countries().entrySet(),
                                each -> Jsons.object(
                                        "country", each.getKey(),
                                        "slower_percent", PERCENT * each.getValue()[0],
                                        "mean_nanos", Math.round(each.getValue()[1] / each.getValue()[0]))),
                "suffering", Jsons.array(suffering(), this::json));
    }

    private Json json(Outcome outcome) {
        return Jsons.object(
                "zones",
                Jsons.array(
                        outcome.shares().entrySet(),
                        each -> Jsons.object(
                                "zone", name(each.getKey()), "traffic_percent", PERCENT * each.getValue())),
                "mean_nanos",
                outcome.meanNanos(),
                "p95_nanos",
                outcome.p95Nanos(),
                "known_percent",
                PERCENT * outcome.knownShare());
    }

    private Json json(Change change) {
        return Jsons.object(
                "prefix", change.prefix().toString(),
                "country", change.country(),
                "from", name(change.from()),
                "to", name(change.to()),
                "before_nanos", change.beforeNanos(),
                "after_nanos", change.afterNanos(),
                "traffic_percent", PERCENT * change.share());
    }

    private List<Change> suffering() {
        return answer.changes().stream().filter(this::suffers).limit(most).toList();
    }

    private boolean suffers(Change change) {
        return change.slowerNanos() > margin;
    }

    /** By country: the share of traffic that suffers, and the sum of share times how much slower it is. */
    private Map<String, double[]> countries() {
        Map<String, double[]> sums = new TreeMap<>();
        answer.changes().stream().filter(this::suffers).forEach(change -> {
            double[] sum = sums.computeIfAbsent(change.country(), first -> new double[2]);
            sum[0] += change.share();
            sum[1] += change.share() * change.slowerNanos();
        });
        return sums;
    }

    private Set<String> zones() {
        Set<String> zones = new TreeSet<>(answer.before().shares().keySet());
        zones.addAll(answer.after().shares().keySet());
        return zones;
    }

    private static double share(Outcome outcome, String zone) {
        return outcome.shares().getOrDefault(zone, 0.0);
    }

    private String name(String zone) {
        return MapDiffCommand.zone(topology, zone);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", PERCENT * share);
    }
}
