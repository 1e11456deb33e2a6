package org.isochrone.steering.decision;

import static org.isochrone.steering.decision.Fixture.group;
import static org.isochrone.steering.decision.Fixture.topology;
import static org.isochrone.steering.decision.Fixture.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.ToldBuckets;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Namespace.UnknownBucket;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Zonegroup;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Snapshot snapshot = Snapshot.of(
            topology(
                    List.of(
                            new SteeredName("www.a.test", "eu", AnswerMode.CNAME),
                            new SteeredName("*.wild.a.test", "us", AnswerMode.ADDRESS),
                            new SteeredName("x.known.wild.a.test", "eu", AnswerMode.ADDRESS)),
                    List.of(
                            new Namespace("o.a.test", AnswerMode.CNAME, UnknownBucket.NXDOMAIN),
                            new Namespace("any.a.test", AnswerMode.CNAME, UnknownBucket.NEAREST)),
                    named("name of eu", group("eu", zone("fra", 1, "192.0.2.1"))),
                    group("us", zone("nyc", 1, "192.0.2.2"))),
            new Buckets(Map.of("photos", "us", "my.dotted.bucket", "eu", "orphan", "removed-zonegroup")));

    private String bound(String name) {
        return Names.find(snapshot, name)
                .map(binding -> binding.owner() + "|" + binding.bucket() + "|" + binding.zonegroup())
                .orElse("none");
    }

    @Test
    void findsSteeredNamesBucketsAndWildcards() {
        assertEquals("www.a.test||eu", bound("www.a.test"));
        assertEquals("o.a.test|photos|us", bound("photos.o.a.test"));
        assertEquals("o.a.test|my.dotted.bucket|eu", bound("my.dotted.bucket.o.a.test"));
        assertEquals("any.a.test|new|", bound("new.any.a.test"));
        assertEquals("any.a.test|photos|us", bound("photos.any.a.test"));
        assertEquals("*.wild.a.test||us", bound("p.q.wild.a.test"));
        assertEquals("o.a.test||", bound("o.a.test"), "a namespace itself goes to any zone of the realm");
    }

    @Test
    void aWildcardStopsAtTheClosestNameThatExists() {
        assertEquals("x.known.wild.a.test||eu", bound("x.known.wild.a.test"));
        assertEquals(
                "none", bound("y.known.wild.a.test"), "known.wild.a.test exists, so *.wild does not reach below it");
        assertEquals("none", bound("known.wild.a.test"), "RFC 4592: an empty non-terminal is not replaced");
        assertEquals("none", bound("wild.a.test"));
    }

    @Test
    void unknownNamesAndBucketsAreNotBound() {
        assertEquals("none", bound("nope.a.test"));
        assertEquals("none", bound("nope.o.a.test"));
        assertEquals("none", bound("orphan.o.a.test"), "its zonegroup left the period");
        assertEquals("none", bound("xwww.a.test"));
    }

    @Test
    void knowsEmptyNonTerminals() {
        assertTrue(Names.emptyNonTerminal(snapshot, "known.wild.a.test"));
        assertTrue(Names.emptyNonTerminal(snapshot, "wild.a.test"));
        assertTrue(Names.emptyNonTerminal(snapshot, "dotted.bucket.o.a.test"));
        assertTrue(Names.emptyNonTerminal(snapshot, "bucket.o.a.test"));
        assertFalse(Names.emptyNonTerminal(snapshot, "nope.o.a.test"));
        assertFalse(Names.emptyNonTerminal(snapshot, "nope.a.test"));
    }

    @Test
    void tellsThatThereIsNoBucketForAsLongAsItIsSo() {
        BucketPlace absent = new BucketPlace(BucketPlace.State.ABSENT, "", false, () -> "told");
        Map<String, BucketPlace> told = new HashMap<>();
        Set<String> between = new HashSet<>();
        BucketSource source = new ToldBuckets(bucket -> told.getOrDefault(bucket, absent), between);
        Buckets buckets = new Buckets(Map.of("photos", "us"), source);
        Snapshot asking = snapshot.withTopology(snapshot.topology(), buckets);
        for (String other : List.of("photos.o.a.test", "gone.any.a.test", "o.a.test", "www.a.test", "gone.a.test")) {
            assertEquals(Optional.empty(), Names.noBucket(asking, other), other);
        }
        NoBucket gone = Names.noBucket(asking, "gone.o.a.test").orElseThrow();
        assertEquals(new NoBucket("gone", absent, false), gone);
        assertTrue(gone.still(buckets));
        between.add("gone");
        assertFalse(gone.still(buckets), "a dotted bucket came into being below it");
        assertTrue(Names.noBucket(asking, "gone.o.a.test").orElseThrow().nonTerminal());
        between.clear();
        told.put("gone", new BucketPlace(BucketPlace.State.HELD, "us", true, () -> "told"));
        assertFalse(gone.still(buckets), "it came into being itself");
    }

    @Test
    void explainsAStepForEveryTurn() {
        Explanation explanation =
                Explanation.explain(snapshot, "WWW.a.test.", Client.resolver(IpAddress.parse("10.0.0.1")), NOW);
        assertEquals(
                List.of("client", "period", "map", "name", "zones with NAME", "map", "answer"),
                explanation.steps().stream().map(Explanation.Step::what).toList());
        assertEquals(
                List.of("fra"),
                explanation.decisions().values().stream()
                        .map(d -> d.zones().getFirst().id())
                        .toList());
    }

    @Test
    void bucketsThatNoTableNamesAreWhereASourceSays() {
        Map<String, BucketPlace> told = Map.of(
                "held", new BucketPlace(BucketPlace.State.HELD, "us", true, () -> "told"),
                "stale", new BucketPlace(BucketPlace.State.HELD, "name of eu", false, () -> "told long ago"),
                "left", new BucketPlace(BucketPlace.State.HELD, "removed-zonegroup", true, () -> "told"),
                "absent", new BucketPlace(BucketPlace.State.ABSENT, "", false, () -> "told"));
        BucketPlace unknown = new BucketPlace(BucketPlace.State.UNKNOWN, "", false, () -> "nobody told");
        BucketSource source = new ToldBuckets(bucket -> told.getOrDefault(bucket, unknown), Set.of("between"));
        Snapshot asking = snapshot.withTopology(snapshot.topology(), new Buckets(Map.of("photos", "us"), source));
        assertEquals("o.a.test|photos|us|true", settled(asking, "photos.o.a.test"), "the table comes first");
        assertEquals("o.a.test|held|us|true", settled(asking, "held.o.a.test"));
        assertEquals("o.a.test|stale|eu|false", settled(asking, "stale.o.a.test"), "before Jewel names are told");
        assertEquals("none", settled(asking, "left.o.a.test"));
        assertEquals("none", settled(asking, "absent.o.a.test"));
        assertEquals("any.a.test|absent||false", settled(asking, "absent.any.a.test"));
        assertEquals(
                "o.a.test|new||false", settled(asking, "new.o.a.test"), "an NXDOMAIN would be kept, so it is answered");
        assertTrue(Names.emptyNonTerminal(asking, "between.o.a.test"));
        assertTrue(Names.learnsBelow(asking, "a.test"));
        assertTrue(Names.learnsBelow(asking, "o.a.test"));
        assertFalse(Names.learnsBelow(asking, "any.a.test"), "every bucket's name is there already");
        assertFalse(Names.learnsBelow(asking, "b.test"));
        assertFalse(Names.learnsBelow(snapshot, "a.test"));
        assertTrue(Explanation.explain(asking, "stale.o.a.test", Client.resolver(IpAddress.parse("10.0.0.1")), NOW)
                .steps()
                .contains(new Explanation.Step("bucket", "held by name of eu: told long ago")));
    }

    private static Zonegroup named(String name, Zonegroup group) {
        return new Zonegroup(
                group.id(),
                name,
                group.master(),
                group.endpoints(),
                group.hostnames(),
                group.masterZone(),
                group.zones(),
                group.other());
    }

    private static String settled(Snapshot in, String name) {
        return Names.find(in, name)
                .map(found -> found.owner() + "|" + found.bucket() + "|" + found.zonegroup() + "|" + found.settled())
                .orElse("none");
    }
}
