package org.isochrone.app.cli;

import java.nio.file.Files;
import java.util.List;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Words;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.dnssec.KeyFolder;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config check}. */
@Command(
        name = "check",
        description = {
            "Reads the configuration as every other command does and tells all that is wrong with it.",
            "",
            "Problems are told with file, line and legal range; a key that nothing reads is a warning. Exit code 0"
                    + " if there is no problem, 1 otherwise."
        },
        footer = {
            "  isochrone config check --config ./isochrone.conf",
            "  isochrone config check --set DNS.TTL=30 --json"
        })
final class ConfigCommand extends Configured {
    @Option(
            names = "--json",
            description = "Prints a JSON object with file, whether it was found, errors and warnings.")
    private boolean json;

    ConfigCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Problems problems = new Problems();
        DnsConfig dns = Configuration.read(sources(), problems).dns();
        dns.keys().ifPresent(folder -> KeyFolder.read(folder, dns.zones(), problems));
        String file = sources().path().toString();
        boolean found = Files.exists(sources().path());
        if (json) {
            console()
                    .json(Jsons.object(
                            "file",
                            new Json.Str(file),
                            "found",
                            found,
                            "errors",
                            Jsons.texts(problems.errors()),
                            "warnings",
                            Jsons.texts(problems.warnings())));
        } else {
            problems.errors().forEach(error -> console().line("error: " + error));
            problems.warnings().forEach(warning -> console().line("warning: " + warning));
            List<String> errors = problems.errors();
            if (!found && errors.stream().noneMatch(error -> error.startsWith(file))) {
                console().line("note: " + file + " does not exist; defaults, environment and --set hold");
            }
            String read = found ? file : "the configuration without a file";
            console()
                    .line(
                            errors.isEmpty()
                                    ? read + " is in order"
                                    : read + ": " + Words.count(errors.size(), "problem"));
        }
        return problems.errors().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
