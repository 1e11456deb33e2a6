package org.isochrone.app.rgw;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a GET without a body is signed, so that a gateway knows who asks [1, 2]. The query of a request must be in
 * canonical form already: sorted by name, all but unreserved characters percent-encoded.
 *
 * <p>[1] Signing and authenticating REST requests (version 2), Amazon S3 developer guide. The query is not signed. [2]
 * Signature version 4, ditto; service {@code s3}.
 */
public enum Signature {
    /** Version 2: HMAC-SHA1 of method, date and path; for gateways before Jewel. */
    V2 {
        @Override
        Map<String, String> headers(URI uri, Credentials by, Instant at) {
            String date = HTTP_DATE.format(at);
            String toSign = "GET\n\n\n" + date + "\n" + uri.getRawPath();
            String signature = Base64.getEncoder()
                    .encodeToString(hmac("HmacSHA1", by.secretKey().getBytes(StandardCharsets.UTF_8), toSign));
            return Map.of("Date", date, "Authorization", "AWS " + by.accessKey() + ":" + signature);
        }
    },
    /** Version 4: HMAC-SHA256 of the whole request. */
    V4 {
        @Override
        Map<String, String> headers(URI uri, Credentials by, Instant at) {
            String time = BASIC_TIME.format(at);
            String scope = time.substring(0, DAY_LENGTH) + "/" + by.region() + "/s3/aws4_request";
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            String request = "GET\n" + uri.getRawPath() + "\n" + query + "\nhost:" + host(uri)
                    + "\nx-amz-content-sha256:" + EMPTY_HASH + "\nx-amz-date:" + time + "\n\n" + SIGNED + "\n"
                    + EMPTY_HASH;
            String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(request);
            byte[] key = ("AWS4" + by.secretKey()).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/", -1)) {
                key = hmac("HmacSHA256", key, part);
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("x-amz-date", time);
            headers.put("x-amz-content-sha256", EMPTY_HASH);
            headers.put(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=" + by.accessKey() + "/" + scope + ", SignedHeaders=" + SIGNED
                            + ", Signature=" + HexFormat.of().formatHex(hmac("HmacSHA256", key, toSign)));
            return headers;
        }
    };

    private static final int DAY_LENGTH = 8;
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
    private static final String EMPTY_HASH = hash("");
    private static final DateTimeFormatter BASIC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss +0000", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * Who asks.
     *
     * @param accessKey may be told
     * @param secretKey must not
     * @param region of the credential's scope in version 4; gateways take any
     */
    record Credentials(String accessKey, String secretKey, String region) {
        @Override
        public String toString() {
            return accessKey;
        }
    }

    /** Returns the headers that a GET of {@code uri} needs at a moment, beside {@code Host}. */
    abstract Map<String, String> headers(URI uri, Credentials by, Instant at);

    /** The header {@code Host} as the HTTP client sends it: without the port where the scheme implies it. */
    private static String host(URI uri) {
        boolean implied =
                uri.getPort() == -1 || uri.getPort() == (uri.getScheme().equals("https") ? 443 : 80);
        return implied ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
