package org.isochrone.app.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.answer.Contents;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.port.ContentStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.memory.MemoryContentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentKeeperTest {
    private static final DnsZone ZONE = new DnsZone(
            "a.example", List.of(new DnsRecord("www.a.example", 60, "TXT", "\"say \\\"hi\\\" \\\\ \\233\"")));

    private static final DnsConfig CONFIG = DnsConfig.from(new Settings(
            Map.of(
                    "DNS.Zone", new Setting("a.example", "test"),
                    "DNS.NS1", new Setting("ns1.example.org", "test"),
                    "DNS.NS2", new Setting("ns2.example.org", "test")),
            new Problems()));

    private static final ContentStore AWAY = new ContentStore() {
        @Override
        public void replace(DnsZone zone) {
            throw away();
        }

        @Override
        public boolean remove(String apex) {
            throw away();
        }

        @Override
        public List<DnsZone> zones() {
            throw away();
        }

        @Override
        public long revision() {
            throw away();
        }

        private StoreException away() {
            return new StoreException("away", new IllegalStateException("as the test wants it"));
        }
    };

    @TempDir
    private Path folder = Path.of("");

    private ContentKeeper keeper(ContentStore store) {
        ContentKeeper keeper = new ContentKeeper(store, folder.resolve("zones.json"), CONFIG, InstantSource.system());
        keeper.fromDisk();
        return keeper;
    }

    @Test
    void zonesSurviveARestartWhileTheStoreIsAway() {
        MemoryContentStore store = new MemoryContentStore();
        store.replace(ZONE);
        ContentKeeper before = keeper(store);
        Contents nothing = before.get();
        before.refresh();
        assertNotSame(nothing, before.get());

        ContentKeeper after = keeper(AWAY);
        Contents kept = after.get();
        assertEquals(List.of(ZONE), new ContentFile(folder.resolve("zones.json")).read());
        after.refresh();
        assertSame(kept, after.get(), "what was known last is served");
    }

    @Test
    void onlyAChangeIsTaken() {
        MemoryContentStore store = new MemoryContentStore();
        store.replace(ZONE);
        ContentKeeper keeper = keeper(store);
        keeper.refresh();
        Contents first = keeper.get();
        keeper.refresh();
        assertSame(first, keeper.get());
        store.remove("a.example");
        keeper.refresh();
        assertNotSame(first, keeper.get());
        assertEquals(List.of(), new ContentFile(folder.resolve("zones.json")).read());
    }

    @Test
    void whatTheDiskDidNotTakeIsKeptAsSoonAsItDoes() throws IOException {
        Path inTheWay = folder.resolve("zones.json/is a folder");
        Files.createDirectories(inTheWay);
        MemoryContentStore store = new MemoryContentStore();
        store.replace(ZONE);
        ContentKeeper keeper = keeper(store);
        keeper.refresh();
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        keeper.refresh();
        assertEquals(List.of(ZONE), new ContentFile(folder.resolve("zones.json")).read());
    }

    @Test
    void aDamagedFileIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("zones.json"), "{\"zones\":[{\"apex\":\"a.example\",\"records\":[[\"x\"]]}]}");
        ContentKeeper keeper = keeper(AWAY);
        Contents nothing = keeper.get();
        keeper.refresh();
        assertSame(nothing, keeper.get());
    }
}
