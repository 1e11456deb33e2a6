package org.isochrone.app.state;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.answer.Contents;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.port.ContentStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The written records of the DNS zones as one reference that is swapped whole: whoever answers reads it without
 * waiting. Kept fresh from the store, and a copy of it on disk; while the store is away what was known last is served.
 * Safe for any thread.
 */
public final class ContentKeeper implements Supplier<Contents> {
    private static final Logger LOG = LoggerFactory.getLogger(ContentKeeper.class);

    private final ContentStore store;
    private final ContentFile file;
    private final Outage outage;
    private final Outage disk;
    private final DnsConfig config;
    private volatile Contents contents;
    private Optional<Long> revision = Optional.empty();
    private List<DnsZone> zones = List.of();
    private List<DnsZone> written = List.of();

    /** Takes the zones of {@code config} from {@code store}, with a copy at {@code path}. */
    public ContentKeeper(ContentStore store, Path path, DnsConfig config, InstantSource clock) {
        this.store = store;
        this.file = new ContentFile(path);
        this.config = config;
        this.contents = new Contents(List.of(), config);
        this.outage = new Outage("the store of DNS zones", clock);
        this.disk = new Outage("the disk", clock);
    }

    @Override
    public Contents get() {
        return contents;
    }

    /** Takes what was kept on disk, for the case that the store is away; a damaged file is told of and passed over. */
    public synchronized void fromDisk() {
        try {
            written = file.read();
            if (!written.isEmpty()) {
                show(written, ", as kept on disk");
            }
        } catch (RuntimeException e) {
            LOG.error("what was kept of DNS zones on disk cannot be used: {}", e.getMessage());
        }
    }

    /** Takes the zones if they have changed. */
    public synchronized void refresh() {
        outage.guard(
                () -> {
                    long now = store.revision();
                    if (revision.filter(known -> known == now).isEmpty()) {
                        List<DnsZone> fresh = store.zones();
                        if (revision.isPresent() || !fresh.equals(zones)) {
                            show(fresh, "");
                        }
                        revision = Optional.of(now);
                    }
                },
                "what was known last is served");
        keep();
    }

    private void show(List<DnsZone> fresh, String source) {
        zones = fresh;
        contents = new Contents(zones, config);
        zones.forEach(zone -> LOG.info(
                "DNS zone {}, {} records{}", zone.apex(), zone.records().size(), source));
    }

    private void keep() {
        if (!zones.equals(written) && disk.guard(() -> file.write(zones), "DNS zones are kept in memory only")) {
            written = zones;
        }
    }
}
