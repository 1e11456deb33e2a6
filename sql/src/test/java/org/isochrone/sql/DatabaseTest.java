package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.port.StoreException;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void thatNobodyListensIsSaidWithoutWhatPoolAndDriverTellOfThemselves() {
        // A port from which the kernel gives no connections away, and on which nothing is ever served.
        DbConfig config = DbConfig.from(new Settings(
                Map.of("DB.Port", new Setting("1", "test"), "DB.ConnectTimeout", new Setting("250ms", "test")),
                new Problems()));
        String reason = " (isochrone@127.0.0.1:1/isochrone): no connection to the server: Connection refused";
        try (Database database = Database.open(config, new Random(1))) {
            StoreException pooled = assertThrows(StoreException.class, () -> database.read("look", each -> 1));
            assertEquals("cannot look" + reason, pooled.getMessage());
            StoreException direct = assertThrows(StoreException.class, () -> new Migrations(database).status());
            assertEquals("cannot read the state of the migrations" + reason, direct.getMessage());
        }
    }
}
