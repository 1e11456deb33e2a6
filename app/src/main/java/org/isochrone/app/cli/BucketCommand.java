package org.isochrone.app.cli;

import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.topology.Zonegroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bucket …}. */
final class BucketCommand {
    private BucketCommand() {}

    /** {@code bucket locate}. */
    @Command(
            name = "locate",
            description = {
                "Tells which zonegroup holds a bucket, and who says so.",
                "",
                "The table of buckets comes first (isochrone import buckets), then the gateways of [Rgw] Endpoint."
                        + " Fails if nobody knows the bucket."
            },
            footer = {"  isochrone bucket locate photos", "  isochrone bucket locate acme/photos --json"})
    static final class Locate extends Configured {
        @Parameters(index = "0", paramLabel = "BUCKET", description = "Its name; TENANT/NAME for a tenant's.")
        private String bucket = "";

        @Option(names = "--json", description = "Prints a JSON object.")
        private boolean json;

        Locate(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            Configuration configuration = configuration();
            try (Snapshots.Known known =
                    Snapshots.readAll(configuration, context().clock())) {
                BucketPlace place = known.snapshot().buckets().place(bucket);
                String zonegroup = place.held()
                        .map(held -> known.snapshot()
                                .topology()
                                .zonegroupNamed(held)
                                .map(Zonegroup::name)
                                .orElse(held + " (not in this period)"))
                        .orElse("");
                String state = Words.lower(place.state());
                if (json) {
                    console()
                            .json(Jsons.object(
                                    "bucket", bucket, "state", state, "zonegroup", zonegroup, "story", place.story()));
                } else {
                    Table table = new Table("bucket", "state", "zonegroup", "who says so");
                    table.row(bucket, state, zonegroup.isEmpty() ? "-" : zonegroup, place.story());
                    console().text(table.text());
                }
                return place.held().isPresent() ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }
}
