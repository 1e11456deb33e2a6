package org.isochrone.steering.testkit.memory;

import java.util.List;
import java.util.TreeMap;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.port.ContentStore;

/** DNS zones in memory. Safe for any thread. */
public final class MemoryContentStore implements ContentStore {
    private final TreeMap<String, DnsZone> zones = new TreeMap<>();
    private long revision;

    @Override
    public synchronized void replace(DnsZone zone) {
        if (!zone.equals(zones.put(zone.apex(), zone))) {
            revision++;
        }
    }

    @Override
    public synchronized boolean remove(String apex) {
        boolean there = zones.remove(apex) != null;
        revision += there ? 1 : 0;
        return there;
    }

    @Override
    public synchronized List<DnsZone> zones() {
        return List.copyOf(zones.values());
    }

    @Override
    public synchronized long revision() {
        return revision;
    }
}
