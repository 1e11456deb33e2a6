package org.isochrone.sql;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.ContentStore;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.port.SampleStore;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.testkit.contract.BurstStoreContract;
import org.isochrone.steering.testkit.contract.ChangeStoreContract;
import org.isochrone.steering.testkit.contract.ClientStoreContract;
import org.isochrone.steering.testkit.contract.ContentStoreContract;
import org.isochrone.steering.testkit.contract.DoubtStoreContract;
import org.isochrone.steering.testkit.contract.HealthStoreContract;
import org.isochrone.steering.testkit.contract.MapStoreContract;
import org.isochrone.steering.testkit.contract.PeerEventsContract;
import org.isochrone.steering.testkit.contract.ProbeWorkContract;
import org.isochrone.steering.testkit.contract.SampleStoreContract;
import org.isochrone.steering.testkit.contract.TopologyStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The migrations and the stores on the embedded server, as its user: what holds on MariaDB 10.11 holds on 11.4. */
class EmbeddedStoresTest {
    private static final DbConfig SETTINGS = DbConfig.at("", 0, "", "", "isochrone");

    /** All but those whose rows the migrations made. */
    private static final String TABLES = "SELECT table_name AS name FROM information_schema.tables"
            + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name NOT IN"
            + " ('schema_history', 'sketch_bucket', 'topology_state', 'dns_state')";

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static EmbeddedMariaDb server;

    @SuppressWarnings("NullAway.Init") // by @BeforeEach
    private Database database;

    @BeforeAll
    static void start() {
        server = EmbeddedMariaDb.start(folder.resolve("database"), 0, SETTINGS.database());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Migrates once and then only empties the tables, since a hundred tests would migrate for minutes. */
    @BeforeEach
    void open() {
        database = Database.open(server.config(SETTINGS), new Random(1));
        if (new Migrations(database).migrate() > 0) {
            return;
        }
        database.write("empty all tables", connection -> {
            Rows.update(connection, "SET SESSION foreign_key_checks = 0", _ -> {});
            for (String table : Rows.select(connection, TABLES, _ -> {}, row -> row.getString("name"))) {
                Rows.update(connection, "DELETE FROM " + table, _ -> {});
            }
            Rows.update(connection, "UPDATE topology_state SET topology_id = NULL, revision = 0", _ -> {});
            Rows.update(connection, "UPDATE dns_state SET revision = 0", _ -> {});
            return Rows.update(connection, "SET SESSION foreign_key_checks = 1", _ -> {});
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Nested
    class Bursts extends BurstStoreContract {
        @Override
        protected BurstStore store() {
            return new SqlBurstStore(database);
        }
    }

    @Nested
    class Maps extends MapStoreContract {
        @Override
        protected MapStore store() {
            return new SqlMapStore(database);
        }

        @Override
        protected Arrivals arrived() {
            return SqlMapStoreTest.arrived(database);
        }
    }

    @Nested
    class Topologies extends TopologyStoreContract {
        @Override
        protected TopologyStore store() {
            return new SqlTopologyStore(database, InstantSource.system());
        }
    }

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected ClientStore store() {
            return new SqlClientStore(database, InstantSource.system());
        }
    }

    @Nested
    class Contents extends ContentStoreContract {
        @Override
        protected ContentStore store() {
            return new SqlContentStore(database, InstantSource.system());
        }
    }

    @Nested
    class Health extends HealthStoreContract {
        @Override
        protected HealthStore store() {
            return new SqlHealthStore(database);
        }
    }

    @Nested
    class Doubts extends DoubtStoreContract {
        @Override
        protected DoubtStore store() {
            return new SqlDoubtStore(database);
        }
    }

    @Nested
    class Samples extends SampleStoreContract {
        @Override
        protected SampleStore store() {
            return new SqlSampleStore(database);
        }

        @Override
        protected List<DecisionSample> kept() {
            return SqlSampleStoreTest.kept(database);
        }
    }

    @Nested
    class Events extends PeerEventsContract {
        @Override
        protected PeerEvents store() {
            return new SqlPeerEvents(database);
        }
    }

    @Nested
    class Changes extends ChangeStoreContract {
        @Override
        protected ChangeStore store() {
            return SqlChangeStoreTest.furnished(database);
        }
    }

    @Nested
    class Work extends ProbeWorkContract {
        @Override
        protected Stores stores() {
            return new Stores(
                    new SqlClientStore(database, InstantSource.system()),
                    new SqlTargetStore(database, InstantSource.system()),
                    new SqlProbeWork(database));
        }
    }
}
