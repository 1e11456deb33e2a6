package org.isochrone.app.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.probe.DryRun;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.plan.Claim;

/** How a dry run is printed: one line per burst, in the order in which they would be sent. */
record DryRunText(List<DryRun.Planned> planned) {
    String table() {
        Table table = new Table(
                "target", "method", "port", "packets", "prefix", "use", "due", "since", "zone is", "weight", "refused");
        for (DryRun.Planned each : planned) {
            Claim claim = each.claim();
            Target target = claim.target();
            table.row(
                    target.address().toString(),
                    word(target.method()),
                    target.port() == 0 ? "" : String.valueOf(target.port()),
                    String.valueOf(each.packets()),
                    claim.pair().prefix().toString(),
                    word(claim.use()),
                    word(claim.due()),
                    since(claim),
                    word(claim.pair().reason()),
                    String.valueOf(claim.pair().weight()),
                    each.refusal().orElse(""));
        }
        return table.text() + summary();
    }

    private String summary() {
        int packets = planned.stream().mapToInt(DryRun.Planned::packets).sum();
        long bursts = planned.stream().filter(each -> each.packets() > 0).count();
        return Words.count(bursts, "burst") + ", " + Words.count(packets, "packet") + ", " + (planned.size() - bursts)
                + " refused; nothing was sent\n";
    }

    Json json() {
        return Jsons.array(planned, DryRunText::json);
    }

    private static Json json(DryRun.Planned each) {
        Claim claim = each.claim();
        return Jsons.object(
                "target", claim.target().address().toString(),
                "method", word(claim.target().method()),
                "port", claim.target().port(),
                "packets", each.packets(),
                "prefix", claim.pair().prefix().toString(),
                "use", word(claim.use()),
                "due", word(claim.due()),
                "since", since(claim),
                "zone_is", word(claim.pair().reason()),
                "weight", claim.pair().weight(),
                "refused", each.refusal().orElse(""));
    }

    private static String since(Claim claim) {
        return claim.dueAt().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String word(Enum<?> constant) {
        return constant == TargetChoice.Use.SOUND
                ? "sound out"
                : Words.lower(constant).replace('_', ' ');
    }
}
