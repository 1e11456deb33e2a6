package org.isochrone.probe.health;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reply to an HTTP/1.1 request, as far as a check needs it (RFC 9112 sections 4, 6.3 and 7.1). Immutable.
 *
 * @param status of the final reply: what only says that more will come is passed over
 * @param body the beginning of the body, without its transfer coding; empty if nobody asked for it
 */
record HttpReply(int status, String body) {
    /** So much of a body is looked at. */
    static final int MAX_BODY = 64 * 1024;

    private static final int MAX_HEAD = 64 * 1024;
    private static final int SWITCHING = 101;
    private static final int FIRST_FINAL = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");

    /**
     * Reads a reply.
     *
     * @param withBody whether the body is read too; it ends at {@link #MAX_BODY}, or where the server says
     * @throws IOException if it is no HTTP/1 reply, or ends too soon
     */
    static HttpReply read(InputStream in, boolean withBody) throws IOException {
        while (true) {
            int[] budget = {MAX_HEAD};
            String first = line(in, budget);
            Matcher matcher = STATUS_LINE.matcher(first);
            if (!matcher.matches()) {
                throw new IOException("no HTTP/1 reply: '" + shown(first) + "'");
            }
            int status = Integer.parseInt(matcher.group(1));
            long length = Long.MAX_VALUE;
            boolean chunked = false;
            for (String line = line(in, budget); !line.isEmpty(); line = line(in, budget)) {
                String field = line.toLowerCase(Locale.ROOT);
                if (field.startsWith("content-length:")) {
                    length = length(field.substring(field.indexOf(':') + 1).strip());
                }
                chunked |= field.startsWith("transfer-encoding:")
                        && field.stripTrailing().endsWith("chunked");
            }
            boolean last = status >= FIRST_FINAL || status == SWITCHING;
            if (last) {
                boolean any = withBody && status >= FIRST_FINAL && status != NO_CONTENT && status != NOT_MODIFIED;
                return new HttpReply(status, any ? body(in, chunked, length) : "");
            }
        }
    }

    private static String body(InputStream in, boolean chunked, long length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (chunked) {
            for (long size = chunk(in); size > 0 && body.size() < MAX_BODY; size = chunk(in)) {
                body.writeBytes(in.readNBytes((int) Math.min(size, MAX_BODY - body.size())));
                if (body.size() < MAX_BODY) {
                    line(in, new int[] {2});
                }
            }
        } else {
            body.writeBytes(in.readNBytes((int) Math.min(length, MAX_BODY)));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static long chunk(InputStream in) throws IOException {
        String line = line(in, new int[] {MAX_HEAD});
        Matcher matcher = CHUNK_SIZE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("not the size of a chunk: '" + shown(line) + "'");
        }
        return Long.parseLong(matcher.group(1), 16);
    }

    private static long length(String text) throws IOException {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IOException("not a Content-Length: '" + shown(text) + "'", e);
        }
    }

    /** Reads up to a line's end, which is CR LF, or LF as old servers write it; takes what it reads off the budget. */
    private static String line(InputStream in, int[] budget) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(line.isEmpty() ? "closed without a reply" : "closed inside the reply");
            }
            if (--budget[0] <= 0) {
                throw new IOException("the head of the reply is longer than " + MAX_HEAD + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private static String shown(String text) {
        String safe = text.replaceAll("[^ -~]", "?");
        return safe.length() <= 60 ? safe : safe.substring(0, 60) + "…";
    }
}
