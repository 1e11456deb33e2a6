package org.isochrone.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.isochrone.app.imports.Imports;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import …}: each takes a file whole or not at all. */
abstract class ImportCommand extends Configured {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A CSV file with a header line, or a list; may be packed with gzip.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    /**
     * What became of a file.
     *
     * @param text for people
     * @param facts the same for programs
     */
    record Taken(String text, Map<String, Json> facts) {
        static Taken of(long count, String one, String name) {
            return new Taken(Words.count(count, one), Map.of(name, Json.Num.of(count)));
        }
    }

    ImportCommand(Context context) {
        super(context);
    }

    @Override
    public final Integer call() {
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            Taken taken = take(file, stores);
            if (json) {
                Map<String, Json> members = new LinkedHashMap<>();
                members.put("file", new Json.Str(file.toString()));
                members.putAll(taken.facts());
                console().json(new Json.Obj(members));
            } else {
                console().line(file + ": " + taken.text());
            }
        }
        return ExitCode.DONE;
    }

    /** Takes the file in and returns what became of it. */
    abstract Taken take(Path path, Stores stores);

    /** {@code import buckets}. */
    @Command(
            name = "buckets",
            description = "Imports which zonegroup holds a bucket: columns bucket,zonegroup (name or id).",
            footer = "  isochrone import buckets buckets.csv")
    static final class Buckets extends ImportCommand {
        Buckets(Context context) {
            super(context);
        }

        @Override
        Taken take(Path path, Stores stores) {
            return Taken.of(Imports.buckets(path, Realms.topology(stores), stores.topologies()), "bucket", "buckets");
        }
    }

    /** {@code import clients}. */
    @Command(
            name = "clients",
            description = "Imports client prefixes: column prefix, and any of asn,country,lat,lon.",
            footer = "  isochrone import clients clients.csv")
    static final class Clients extends ImportCommand {
        Clients(Context context) {
            super(context);
        }

        @Override
        Taken take(Path path, Stores stores) {
            return Taken.of(Imports.clients(path, stores.clients()), "client prefix", "clients");
        }
    }

    /** {@code import networks}. */
    @Command(
            name = "networks",
            description = {
                "Imports covering networks: column prefix, and any of asn,country,lat,lon.",
                "",
                "What is known of a network is believed of the clients inside it that were never measured."
            },
            footer = "  isochrone import networks networks.csv")
    static final class Networks extends ImportCommand {
        Networks(Context context) {
            super(context);
        }

        @Override
        Taken take(Path path, Stores stores) {
            return Taken.of(Imports.networks(path, stores.clients()), "network", "networks");
        }
    }

    /** {@code import targets}. */
    @Command(
            name = "targets",
            description = "Imports what peers may probe: columns prefix,address,method (tcp, dns, icmp), perhaps port.",
            footer = "  isochrone import targets targets.csv")
    static final class Targets extends ImportCommand {
        Targets(Context context) {
            super(context);
        }

        @Override
        Taken take(Path path, Stores stores) {
            return Taken.of(Imports.targets(path, stores.clients()), "target", "targets");
        }
    }

    /** {@code import hitlist}. */
    @Command(
            name = "hitlist",
            description = {
                "Imports addresses that peers may try: one per line, # begins a comment.",
                "",
                "Peers find out which of them answer, and by which method: ICMP, TCP port 443, DNS."
            },
            footer = "  isochrone import hitlist hitlist.txt.gz")
    static final class Hitlist extends ImportCommand {
        Hitlist(Context context) {
            super(context);
        }

        @Override
        Taken take(Path path, Stores stores) {
            Imports.Offered offered = Imports.hitlist(path, stores.targets());
            return new Taken(
                    Words.count(offered.lines(), "address") + ", " + Words.count(offered.added(), "target")
                            + " to try new",
                    Map.of("addresses", Json.Num.of(offered.lines()), "new_targets", Json.Num.of(offered.added())));
        }
    }
}
