package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.isochrone.app.config.ApplicationConfig;
import org.isochrone.app.log.LogLevels;
import org.isochrone.app.rgwpdns.RgwPdns;
import org.isochrone.app.rgwpdns.RgwPdnsConf;
import org.isochrone.app.wiring.AtEnd;
import org.isochrone.steering.config.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rgw-pdns}. */
@Command(
        name = "rgw-pdns",
        description = {
            "Answers for the buckets of RADOS Gateways, in the place of Ceph's pdns-backend-rgw.py.",
            "",
            "Reads its rgw-pdns.conf as it is, and answers GET /dns/lookup/NAME/TYPE, as PowerDNS asks with"
                    + " remote-connection-string=http:url=http://127.0.0.1:6780/dns. Zonegroups and buckets come from"
                    + " the gateways' admin API; there is no database and nothing is measured, so clients are spread"
                    + " over the zones of a zonegroup by weight. For the fastest zone use isochrone pdns with [Rgw]"
                    + " Endpoint.",
            "",
            "The file is ./rgw-pdns.conf, ~/rgw-pdns.conf or /etc/ceph/rgw-pdns.conf, whichever is there first."
        },
        footer = "  isochrone rgw-pdns --config /etc/ceph/rgw-pdns.conf")
final class RgwPdnsCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--config", paramLabel = "FILE", description = "The rgw-pdns.conf to read.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "Where it is kept where buckets lie, for a start without gateways; default: /var/lib/isochrone.")
    private Path data = ApplicationConfig.DEFAULT_DATA;

    RgwPdnsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(context.environment().getOrDefault("HOME", "/"));
        Problems problems = new Problems();
        RgwPdnsConf conf = RgwPdnsConf.read(RgwPdnsConf.find(config, home), problems);
        problems.warnings().forEach(warning -> context.console().err().println("warning: " + warning));
        LogLevels.daemon(conf.debug());
        RgwPdns running = new RgwPdns(conf, data, context.clock());
        AtEnd.run(running::close);
        context.console()
                .line("isochrone is ready: remote http://"
                        + running.address().getAddress().getHostAddress() + ":"
                        + running.address().getPort() + "/dns");
        // Nothing counts it down: the process goes on until it is ended.
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }
}
