package org.isochrone.app.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.dnssec.KeyFolder;
import org.isochrone.pdns.dnssec.ZoneKeys;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that zones are signed with, read again from their folder from time to time, so that keys are exchanged
 * without a restart. While the folder is not in order the keys read last are used. Safe for any thread.
 */
public final class KeyKeeper implements Supplier<ZoneKeys> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);

    private final Optional<Path> folder;
    private final List<String> zones;
    private volatile ZoneKeys keys;
    private List<String> told = List.of();

    /**
     * Reads the keys.
     *
     * @throws InvalidInputException naming all that is wrong with them
     */
    public KeyKeeper(DnsConfig dns) {
        folder = dns.keys();
        zones = dns.zones();
        Problems problems = new Problems();
        keys = read(problems);
        problems.throwIfAny();
        folder.ifPresent(_ -> LOG.info("{}", keys));
    }

    @Override
    public ZoneKeys get() {
        return keys;
    }

    /** Takes the keys that are there now, unless something is wrong with them. */
    public synchronized void refresh() {
        Problems problems = new Problems();
        ZoneKeys now = read(problems);
        if (!problems.errors().isEmpty()) {
            if (!problems.errors().equals(told)) {
                problems.errors().forEach(problem -> LOG.error("the keys read last are used: {}", problem));
            }
        } else if (!now.equals(keys)) {
            keys = now;
            LOG.info("{}", now);
        }
        told = problems.errors();
    }

    private ZoneKeys read(Problems problems) {
        return folder.map(path -> KeyFolder.read(path, zones, problems)).orElse(ZoneKeys.NONE);
    }
}
