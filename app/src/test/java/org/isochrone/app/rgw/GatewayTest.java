package org.isochrone.app.rgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway tells where buckets lie, in the words of its generation, to whoever signs as it wants. */
final class GatewayTest {
    @AutoClose
    private final StandInGateway there = new StandInGateway();

    private static RgwConfig config(Signature signature, String secret, URI... endpoints) {
        return new RgwConfig(
                List.of(endpoints),
                "admin",
                StandInGateway.ACCESS,
                secret,
                signature,
                "us-east-1",
                Duration.ofMinutes(5),
                Duration.ofDays(7));
    }

    private Gateway gateway(URI... endpoints) {
        return new Gateway(config(Signature.V4, StandInGateway.SECRET, endpoints), InstantSource.system());
    }

    private static String sample(String name) throws IOException {
        return Files.readString(SharedData.require("rgw-samples/" + name));
    }

    @ParameterizedTest
    @EnumSource
    void findsBucketsOfBothGenerations(Signature signature) throws IOException {
        there.replies("/admin/metadata/bucket?format=json&key=bltest1", sample("metadata_bucket.json"))
                .replies(
                        "/admin/metadata/bucket.instance?format=json&key=bltest1%3Ae34456f0-d371-4384-9007-70c60563fb0b.4281.17",
                        sample("metadata_bucket_instance.json"))
                .replies("/admin/metadata/bucket?format=json&key=my-new-bucket", """
                        {"data": {"bucket": {"bucket_id": "default.2670570.1"}}}""")
                .replies(
                        "/admin/metadata/bucket.instance?format=json&key=my-new-bucket%3Adefault.2670570.1",
                        sample("metadata_bucket_instance_hammer_region.json"));
        try (Gateway gateway =
                new Gateway(config(signature, StandInGateway.SECRET, there.uri()), InstantSource.system())) {
            assertEquals(Optional.of("513b96de-2450-4292-a86a-314abbe29766"), gateway.zonegroup("bltest1"));
            assertEquals(Optional.of("default"), gateway.zonegroup("my-new-bucket"), "a name, before Jewel");
            assertEquals(Optional.empty(), gateway.zonegroup("nope"));
        }
    }

    @Test
    void whoMayReadBucketsOnlyIsGivenTheirStatistics() throws IOException {
        there.allowsBucketsOnly();
        there.replies("/admin/bucket?bucket=test1&format=json&stats=true", sample("bucket_stats_test1.json"))
                .replies("/admin/bucket?bucket=other&format=json&stats=true", sample("bucket_stats_nautilus.json"));
        try (Gateway gateway = gateway(there.uri())) {
            assertEquals(Optional.of("513b96de-2450-4292-a86a-314abbe29766"), gateway.zonegroup("test1"));
            assertEquals(Optional.of("c6f894d0-256a-425f-92ec-b5c41366c1cb"), gateway.zonegroup("other"));
        }
        assertEquals(3, there.asked().size(), "metadata is not tried again: " + there.asked());
    }

    @Test
    void aBucketThatIsRefusedSaysNothingOfTheGatewayOnceItHasToldOfAnother() {
        there.bucket("photos", "zonegroup", "eu")
                .refuses("A_B!", 400, "InvalidBucketName")
                .refuses("odd", 400, "InvalidArgument")
                .refuses("secret", 403, "AccessDenied");
        try (Gateway gateway = gateway(there.uri())) {
            assertEquals(Optional.empty(), gateway.zonegroup("A_B!"), "no bucket can have that name");
        }
        try (Gateway gateway = gateway(there.uri())) {
            GatewayException first = assertThrows(GatewayException.class, () -> gateway.zonegroup("odd"));
            assertFalse(first instanceof RefusedBucketException, "it may be no gateway at all");
            assertEquals(Optional.of("eu"), gateway.zonegroup("photos"));
            RefusedBucketException odd = assertThrows(RefusedBucketException.class, () -> gateway.zonegroup("odd"));
            assertTrue(String.valueOf(odd.getMessage()).contains("InvalidArgument"), odd.toString());
            assertThrows(RefusedBucketException.class, () -> gateway.zonegroup("secret"));
        }
    }

    @Test
    void aTenantsBucketIsAskedForAsOneValue() {
        there.bucket("acme/big & small+1", "zonegroup", "eu");
        try (Gateway gateway = gateway(there.uri())) {
            assertEquals(Optional.of("eu"), gateway.zonegroup("acme:big & small+1"));
        }
    }

    @Test
    void aGatewayThatFailsIsPassedOver() {
        there.bucket("photos", "zonegroup", "eu");
        try (StandInGateway broken = new StandInGateway();
                Gateway gateway = gateway(goneAway(), broken.uri(), there.uri())) {
            broken.refuses(503);
            assertEquals(Optional.of("eu"), gateway.zonegroup("photos"));
            assertEquals(Optional.of("eu"), gateway.zonegroup("photos"));
            assertEquals(1, broken.asked().size(), "the one that replied is asked first from then on");
            there.refuses(500);
            GatewayException none = assertThrows(GatewayException.class, () -> gateway.zonegroup("photos"));
            assertTrue(said(none).contains("HTTP 50"), said(none));
        }
    }

    private static String said(GatewayException by) {
        return String.valueOf(by.getMessage());
    }

    private static URI goneAway() {
        try (StandInGateway gone = new StandInGateway()) {
            return gone.uri();
        }
    }

    @Test
    void whatItDoesNotUnderstandIsNoAbsence() {
        there.replies("/admin/metadata/bucket?format=json&key=photos", "<html>");
        try (Gateway gateway = gateway(there.uri());
                Gateway stranger = new Gateway(config(Signature.V4, "wrong", there.uri()), InstantSource.system())) {
            GatewayException garbage = assertThrows(GatewayException.class, () -> gateway.zonegroup("photos"));
            assertTrue(said(garbage).contains("<html>"), said(garbage));
            GatewayException refused = assertThrows(GatewayException.class, () -> stranger.zonegroup("photos"));
            assertTrue(said(refused).contains("metadata=read"), said(refused));
            there.refuses(301);
            GatewayException moved = assertThrows(GatewayException.class, () -> gateway.zonegroup("photos"));
            assertTrue(said(moved).contains("HTTP 301"), said(moved));
            assertTrue(there.asked().stream().noneMatch("/elsewhere"::equals), "a redirect is not followed");
        }
    }

    @Test
    void listsPageByPage() {
        there.replies("/admin/metadata/bucket?format=json&marker=m%2F1&max-entries=1000", "");
        GatewayReplies.Page first = GatewayReplies.page("""
                {"keys": ["a", "b"], "truncated": "true", "marker": "m/1"}""");
        assertEquals(new GatewayReplies.Page(List.of("a", "b"), Optional.of("m/1")), first);
        assertEquals(
                new GatewayReplies.Page(List.of("x"), Optional.empty()), GatewayReplies.page("[\"x\"]"), "all at once");
        there.bucket("photos", "zonegroup", "eu").bucket("acme/logs", "zonegroup", "us");
        try (Gateway gateway = gateway(there.uri())) {
            assertEquals(
                    List.of("acme/logs", "photos"),
                    gateway.names(Optional.empty()).names());
        }
    }
}
