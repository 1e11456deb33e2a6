package org.isochrone.app.rgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;

/** Signatures are those of the computed vectors, for every request without a body. */
final class SignatureTest {
    private static final Instant AT = Instant.parse("2026-11-20T10:08:00Z");

    @Test
    void areThoseOfTheVectors() throws IOException {
        String text = Files.readString(SharedData.require("rgw-samples/auth_vectors.COMPUTED.json"));
        JsonCursor vectors = JsonCursor.root(JsonReader.parse(text), new Problems());
        Signature.Credentials by =
                new Signature.Credentials(vectors.requiredText("access_key"), vectors.requiredText("secret_key"), "us");
        List<String> checked = new ArrayList<>();
        for (JsonCursor vector : vectors.items("v2")) {
            if (vector.requiredText("method").equals("GET")) {
                URI uri = URI.create("http://rgw1:8080" + vector.requiredText("request_uri"));
                Map<String, String> headers = Signature.V2.headers(uri, by, AT);
                assertEquals(vector.requiredText("date"), headers.get("Date"));
                assertEquals(vector.requiredText("authorization"), headers.get("Authorization"));
                checked.add("v2");
            }
        }
        for (JsonCursor vector : vectors.items("v4")) {
            URI uri = URI.create("http://" + vector.requiredText("host") + vector.requiredText("path") + "?"
                    + vector.requiredText("canonical_query"));
            Map<String, String> headers = Signature.V4.headers(uri, by, AT);
            assertEquals(vector.requiredText("x-amz-date"), headers.get("x-amz-date"));
            assertEquals(vector.requiredText("authorization"), headers.get("Authorization"));
            checked.add("v4");
        }
        assertEquals(List.of("v2", "v2", "v2", "v4"), checked);
    }

    @Test
    void neverShowTheSecret() {
        assertFalse(new Signature.Credentials("who", "secret", "us").toString().contains("secret"));
    }
}
