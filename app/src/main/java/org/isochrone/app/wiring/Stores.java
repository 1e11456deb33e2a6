package org.isochrone.app.wiring;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.Retention;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlChangeStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.sql.SqlContentStore;
import org.isochrone.sql.SqlDoubtStore;
import org.isochrone.sql.SqlHealthStore;
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlPeerEvents;
import org.isochrone.sql.SqlProbeWork;
import org.isochrone.sql.SqlSampleStore;
import org.isochrone.sql.SqlTargetStore;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.build.SteeringStores;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.ContentStore;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.SampleStore;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.port.TopologyStore;

/** Every store, over one pool of connections. Safe for any thread. Close it to close the pool. */
public final class Stores implements AutoCloseable {
    private final Optional<EmbeddedMariaDb> server;
    private final Database database;
    private final TopologyStore topologies;
    private final ClientStore clients;
    private final BurstStore bursts;
    private final MapStore maps;
    private final HealthStore health;
    private final DoubtStore doubts;
    private final ChangeStore changes;
    private final ContentStore contents;
    private final TargetStore targets;
    private final ProbeWork work;
    private final SampleStore samples;
    private final PeerEvents events;

    private Stores(Optional<EmbeddedMariaDb> server, Database database, InstantSource clock) {
        this.server = server;
        this.database = database;
        this.topologies = new SqlTopologyStore(database, clock);
        this.clients = new SqlClientStore(database, clock);
        this.bursts = new SqlBurstStore(database);
        this.maps = new SqlMapStore(database);
        this.health = new SqlHealthStore(database);
        this.doubts = new SqlDoubtStore(database);
        this.changes = new SqlChangeStore(database);
        this.contents = new SqlContentStore(database, clock);
        this.targets = new SqlTargetStore(database, clock);
        this.work = new SqlProbeWork(database);
        this.samples = new SqlSampleStore(database);
        this.events = new SqlPeerEvents(database);
    }

    /**
     * Opens the stores of a configuration; succeeds while the database is away, only their use fails then. An embedded
     * database is started first, and brought to the version of this program.
     *
     * @throws java.io.UncheckedIOException if the embedded database cannot be started, or another process uses it
     */
    public static Stores open(Configuration configuration, InstantSource clock) {
        DbConfig config = configuration.db();
        return switch (config.type()) {
            case MYSQL -> new Stores(Optional.empty(), Database.open(config, new SecureRandom()), clock);
            case EMBEDDED -> {
                EmbeddedMariaDb server =
                        EmbeddedMariaDb.start(configuration.application().data().resolve("db"), 0, config.database());
                try {
                    yield migrated(server, config, clock);
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
        };
    }

    private static Stores migrated(EmbeddedMariaDb server, DbConfig config, InstantSource clock) {
        Database database = Database.open(server.config(config), new SecureRandom());
        try {
            Stores stores = new Stores(Optional.of(server), database, clock);
            stores.migrations().migrate();
            return stores;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Leaves it to the caller to close this when the JVM ends, before which an embedded database does not go. */
    void closedByCaller() {
        server.ifPresent(EmbeddedMariaDb::endedByCaller);
    }

    /** Returns where topologies and buckets are kept. */
    public TopologyStore topologies() {
        return topologies;
    }

    /** Returns where some of the decisions are kept. */
    public SampleStore samples() {
        return samples;
    }

    /** Returns where clients, networks, targets and counts are kept. */
    public ClientStore clients() {
        return clients;
    }

    /** Returns where bursts are kept. */
    public BurstStore bursts() {
        return bursts;
    }

    /** Returns where maps are kept. */
    public MapStore maps() {
        return maps;
    }

    /** Returns where health and overrides are kept. */
    public HealthStore health() {
        return health;
    }

    /** Returns where it is kept why a build is held. */
    public DoubtStore doubts() {
        return doubts;
    }

    /** Returns where it is kept what maps changed. */
    public ChangeStore changes() {
        return changes;
    }

    /** Returns where the written records of DNS zones are kept. */
    public ContentStore contents() {
        return contents;
    }

    /** Returns where it is kept whom peers may probe. */
    public TargetStore targets() {
        return targets;
    }

    /** Returns the stores of what builds maps. */
    public SteeringStores steering() {
        return new SteeringStores(topologies, clients, bursts, health, maps, doubts, changes);
    }

    /** Returns the stores of a peer. */
    PeerStores peer() {
        return new PeerStores(clients, maps, targets, work, bursts, events);
    }

    /** Returns what brings the schema to the version of this program. */
    public Migrations migrations() {
        return new Migrations(database);
    }

    /** Returns what keeps the hourly roll-ups true to the bursts. */
    public RollUp rollUp() {
        return new RollUp(database);
    }

    /** Returns what makes room for new days and deletes what is old. */
    public Retention retention() {
        return new Retention(database);
    }

    /** Returns the database itself, for reports and grants. */
    public Database database() {
        return database;
    }

    @Override
    public void close() {
        try (Closing closing = new Closing()) {
            server.ifPresent(running -> closing.add("embedded database", running));
            closing.add("database", database);
        }
    }
}
