package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.isochrone.app.config.Configuration;
import org.isochrone.pdns.dns.zone.KeyMaker;
import org.isochrone.steering.config.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dnssec …}. */
final class DnssecCommand {
    private DnssecCommand() {}

    /** {@code dnssec key}. */
    @Command(
            name = "key",
            description = {
                "Makes a key for signing a zone, in the folder of [DNS] Keys.",
                "",
                "ECDSA P-256 with SHA-256, one key for everything. The zone is signed as soon as the daemon has read the"
                        + " key, within a minute, if PowerDNS has remote-dnssec=yes. Give the DS record that is printed"
                        + " to the parent zone after that, and not before."
            },
            footer = "  isochrone dnssec key example.com")
    static final class Key extends Configured {
        @Parameters(index = "0", paramLabel = "ZONE", description = "One of [DNS] Zone.")
        private String zone = "";

        @Option(names = "--json", description = "Prints a JSON object with file, dnskey and ds.")
        private boolean json;

        Key(Context context) {
            super(context);
        }

        @Override
        public Integer call() throws IOException {
            Configuration configuration = configuration();
            Path folder = configuration
                    .dns()
                    .keys()
                    .orElseThrow(
                            () -> new InvalidInputException("[DNS] Keys", "is missing: it names the folder of keys"));
            String apex = ServedZone.named(configuration, "ZONE", zone);
            KeyMaker.Made made = KeyMaker.make(folder, apex, new SecureRandom());
            if (json) {
                console().json(Jsons.object("file", made.file().toString(), "dnskey", made.dnskey(), "ds", made.ds()));
            } else {
                console().line(made.file().toString());
                console().line(apex + ". IN DNSKEY " + made.dnskey());
                console().line(apex + ". IN DS " + made.ds());
            }
            return ExitCode.DONE;
        }
    }
}
