package org.isochrone.app.cli;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.config.HttpConfig;
import org.isochrone.app.config.PeerHosts;
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
            "Problems are told with file, line and legal range; a key that nothing reads is a warning, and so is a"
                    + " value that the sysconfig file has otherwise, and a peer of [Application] Peers that cannot be"
                    + " reached. Exit code 0 if there is no problem, 1 otherwise."
        },
        footer = {
            "  isochrone config check --config ./isochrone.conf",
            "  isochrone config check --config /etc/latency.pdns.plugin.conf",
            "  isochrone config check --set DNS.TTL=30 --json"
        })
final class ConfigCommand extends Configured {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Option(
            names = "--json",
            description = "Prints a JSON object with file, whether it was found, errors, warnings and peers.")
    private boolean json;

    ConfigCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Configuration checked = Configuration.read(sources(), problems);
        DnsConfig dns = checked.dns();
        dns.keys().ifPresent(folder -> KeyFolder.read(folder, dns.zones(), problems));
        Map<String, PeerHosts.State> peers = peers(checked);
        peers.forEach((host, state) -> {
            if (state == PeerHosts.State.AWAY) {
                problems.warning("[Application] Peers", host + " " + state.words() + " and is passed over");
            }
        });
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
                            Jsons.texts(problems.warnings()),
                            "peers",
                            states(peers)));
        } else {
            problems.errors().forEach(error -> console().line("error: " + error));
            problems.warnings().forEach(warning -> console().line("warning: " + warning));
            peers.forEach((host, state) -> console().line("peer " + host + " " + state.words()));
            List<String> errors = problems.errors();
            Optional<String> note = withoutFile();
            note.ifPresent(console()::line);
            String read = note.isPresent() ? "the configuration without a file" : file;
            console()
                    .line(
                            errors.isEmpty()
                                    ? read + " is in order"
                                    : read + ": " + Words.count(errors.size(), "problem"));
        }
        return problems.errors().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Map<String, PeerHosts.State> peers(Configuration read) {
        int port = read.http().listen().map(InetSocketAddress::getPort).orElse(0);
        return PeerHosts.look(read.application().peers(), port == 0 ? HttpConfig.DEFAULT_PORT : port, PATIENCE);
    }

    private static Json states(Map<String, PeerHosts.State> peers) {
        Map<String, Json> states = new LinkedHashMap<>();
        peers.forEach((host, state) -> states.put(host, new Json.Str(Words.lower(state))));
        return new Json.Obj(states);
    }
}
