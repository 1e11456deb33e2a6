package org.isochrone.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.pdns.answer.ContentConflicts;
import org.isochrone.pdns.dns.zone.ZoneReader;
import org.isochrone.steering.config.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import zone}. */
@Command(
        name = "zone",
        description = {
            "Imports a zone file, whose records are served beside the steered names.",
            "",
            "FILE is a master file as RFC 1035 describes it, with $ORIGIN, $TTL and $GENERATE. The zone must be one of"
                    + " [DNS] Zone. Its SOA and NS records take the place of the configured ones; the serial told is its"
                    + " own plus the map's. Addresses of steered names come from the topology and are refused here;"
                    + " other types may stand beside them, but not beside a steered CNAME. All mistakes are told with"
                    + " their lines, and a file with any changes nothing. What was imported of the zone before is"
                    + " replaced."
        },
        footer = {
            "  isochrone import zone example.com.zone --zone example.com",
            "  isochrone import zone --zone example.com --remove"
        })
final class ImportZoneCommand extends Configured {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The zone file.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--zone", paramLabel = "NAME", required = true, description = "The zone's name.")
    private String zone = "";

    @Option(names = "--remove", description = "Forgets what was imported of the zone; without FILE.")
    private boolean remove;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    ImportZoneCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (remove == file.isPresent()) {
            throw new ParameterException(spec.commandLine(), "give either FILE or --remove");
        }
        Configuration configuration = configuration();
        String apex = ServedZone.named(configuration, "--zone", zone);
        try (Stores stores = Stores.open(configuration, context().clock())) {
            if (remove) {
                boolean there = stores.contents().remove(apex);
                tell(apex + (there ? ": removed" : ": nothing was imported of it"), apex, "removed", there);
            } else {
                take(file.orElseThrow(), apex, configuration, stores);
            }
        }
        return ExitCode.DONE;
    }

    private void take(Path path, String apex, Configuration configuration, Stores stores) {
        Problems problems = new Problems();
        ZoneReader.Read read = ZoneReader.read(path, apex, configuration.dns().serversWithAddresses(), problems);
        stores.topologies()
                .current()
                .ifPresent(topology -> ContentConflicts.check(
                        read.zone(), read.places()::get, topology, configuration.dns(), problems));
        problems.warnings().forEach(warning -> console().err().println("warning: " + warning));
        problems.throwIfAny();
        stores.contents().replace(read.zone());
        int records = read.zone().records().size();
        tell(path + ": " + Words.count(records, "record") + " of " + apex, apex, "records", records);
    }

    private void tell(String text, String apex, String what, Object value) {
        if (json) {
            console().json(Jsons.object("zone", apex, what, value));
        } else {
            console().line(text);
        }
    }
}
