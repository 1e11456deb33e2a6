package org.isochrone.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Table;
import org.isochrone.app.wiring.Stores;
import org.isochrone.pdns.answer.ContentConflicts;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.topology.DnsNames;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topology …}. */
final class TopologyCommand {
    private TopologyCommand() {}

    /** {@code topology import}. */
    @Command(
            name = "import",
            description = {
                "Makes a realm with its period the current one.",
                "",
                "FILE is what radosgw-admin prints: a period, a realm with its period, or a zonegroup map. Our own"
                        + " fields (DNS name, addresses, weight, location, steered names, namespaces) stand under the"
                        + " key steering. Steered names must lie inside [DNS] Zone. A file with any mistake changes"
                        + " nothing, and neither does one of another realm than the current one, unless"
                        + " --replace-realm is given."
            },
            footer = {
                "  isochrone topology import period.json",
                "  isochrone topology import other.json --replace-realm"
            })
    static final class Import extends Configured {
        @Parameters(index = "0", paramLabel = "FILE", description = "JSON of a period, a realm or a zonegroup map.")
        private Path file = Path.of("");

        @Option(
                names = "--replace-realm",
                description = "Allows a realm to take the place of another: its zones, names and buckets are answered"
                        + " no more.")
        private boolean replaceRealm;

        @Option(names = "--json", description = "Prints a JSON object.")
        private boolean json;

        Import(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            Configuration configuration = configuration();
            Topology topology = read(file);
            checkNames(topology, configuration.dns().zones(), file);
            try (Stores stores = Stores.open(configuration, context().clock())) {
                checkRealm(topology, stores.topologies().current());
                checkRecords(topology, configuration, stores);
                stores.topologies().save(topology);
            }
            unheardNames(topology).forEach(warning -> console().err().println("warning: " + warning));
            if (json) {
                console()
                        .json(Jsons.object(
                                "file", file.toString(),
                                "realm", topology.realm().name(),
                                "period", topology.period().id(),
                                "epoch", topology.period().epoch()));
            } else {
                console().line(file + ": " + topology + " is current");
            }
            return ExitCode.DONE;
        }

        private void checkRealm(Topology fresh, Optional<Topology> current) {
            Optional<Realm> other = current.map(Topology::realm)
                    .filter(realm -> !realm.id().equals(fresh.realm().id()));
            if (other.isPresent() && !replaceRealm) {
                throw new InvalidInputException(
                        file.toString(),
                        "must be of the current realm, " + named(other.get()) + ": " + named(fresh.realm())
                                + "; give --replace-realm if it is to take its place");
            }
        }

        /** A gateway takes a bucket's name from the header Host only below one of its zonegroup's hostnames. */
        private static Stream<String> unheardNames(Topology topology) {
            return topology.namespaces().stream()
                    .flatMap(namespace -> topology.period().zonegroups().stream()
                            .filter(group -> !group.hostnames().contains(namespace.suffix()))
                            .map(group -> "zonegroup " + group.name() + " has no " + namespace.suffix()
                                    + " among its hostnames: its gateways do not understand requests for BUCKET."
                                    + namespace.suffix()));
        }

        private static String named(Realm realm) {
            return "'" + realm.name() + "' (" + realm.id() + ")";
        }

        private static Topology read(Path file) {
            String text = TextFile.read(file);
            try {
                return TopologyJson.decode(text);
            } catch (InvalidInputException e) {
                throw new InvalidInputException(e.problems().stream()
                        .map(problem -> file + ": " + problem)
                        .toList());
            }
        }

        /** What was imported for a name stays true, or somebody takes it away first. */
        private static void checkRecords(Topology topology, Configuration configuration, Stores stores) {
            Problems problems = new Problems();
            for (DnsZone zone : stores.contents().zones()) {
                ContentConflicts.check(
                        zone, i -> "imported zone " + zone.apex(), topology, configuration.dns(), problems);
            }
            problems.throwIfAny();
        }

        /** A name that we are never asked for would be steered in vain. */
        private static void checkNames(Topology topology, List<String> zones, Path file) {
            Problems problems = new Problems();
            Stream.concat(
                            topology.names().stream().map(SteeredName::name),
                            topology.namespaces().stream().map(Namespace::suffix))
                    .filter(name -> zones.stream().noneMatch(zone -> DnsNames.within(name, zone)))
                    .forEach(name -> problems.error(
                            file.toString(),
                            "the name must lie inside [DNS] Zone (" + String.join(", ", zones) + "): '" + name + "'"));
            problems.throwIfAny();
        }
    }

    /** {@code topology show}. */
    @Command(
            name = "show",
            description = "Prints the current topology.",
            footer = {"  isochrone topology show", "  isochrone topology show --json > topology.json"})
    static final class Show extends Configured implements Callable<Integer> {
        @Option(names = "--json", description = "Prints it as topology import reads it.")
        private boolean json;

        Show(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            Topology topology;
            try (Stores stores = Stores.open(configuration(), context().clock())) {
                topology = Realms.topology(stores);
            }
            if (json) {
                console().json(JsonReader.parse(TopologyJson.encode(topology)));
            } else {
                console().line(topology.toString());
                console().text(zones(topology).text());
                console().text(names(topology).text());
            }
            return ExitCode.DONE;
        }

        private static Table zones(Topology topology) {
            Table table = new Table("zonegroup", "zone", "dns name", "addresses", "weight", "endpoints");
            for (Zonegroup group : topology.period().zonegroups()) {
                for (Zone zone : group.zones()) {
                    table.row(
                            group.name(),
                            zone.name(),
                            zone.steering().dnsName(),
                            String.join(
                                    " ",
                                    zone.steering().addresses().stream()
                                            .map(Object::toString)
                                            .toList()),
                            zone.steering().weight(),
                            String.join(" ", zone.endpoints()));
                }
            }
            return table;
        }

        private static Table names(Topology topology) {
            Table table = new Table("name", "answers", "from");
            topology.names()
                    .forEach(name -> table.row(
                            name.name(),
                            name.mode(),
                            topology.zonegroup(name.zonegroup())
                                    .map(Zonegroup::name)
                                    .orElse(name.zonegroup())));
            topology.namespaces()
                    .forEach(namespace ->
                            table.row("<bucket>." + namespace.suffix(), namespace.mode(), "the bucket's zonegroup"));
            return table;
        }
    }
}
