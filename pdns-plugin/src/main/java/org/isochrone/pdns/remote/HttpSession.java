package org.isochrone.pdns.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;
import org.jspecify.annotations.Nullable;

/**
 * Answers one request over HTTP after the other in the same memory. A question is written down as it comes over a
 * socket, so that the answer to one that was asked before is found in the same way; what is no question, or an odd one,
 * is left to {@link RemoteCall}. For one thread at a time.
 */
final class HttpSession {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final String LOOKUP = "lookup";
    private static final String PARAMETERS = "parameters=";

    private final RemoteSession session;
    private final byte[] body = new byte[RemoteServer.MAX_LINE + 1];
    private final Span text = new Span();
    private final Bytes line = new Bytes();
    private final Bytes out = new Bytes();

    HttpSession(RemoteContext context) {
        session = new RemoteSession(context, Transport.HTTP);
    }

    /** Answers a request. */
    void serve(HttpExchange exchange) throws IOException {
        out.truncate(0);
        int status = answer(exchange);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, out.length() == 0 ? -1 : out.length());
        out.writeTo(exchange.getResponseBody());
    }

    private int answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (!path.equals(RemoteHttp.BASE) && !path.startsWith(RemoteHttp.BASE + "/")) {
            return NOT_FOUND;
        }
        int call = Math.min(path.length(), RemoteHttp.BASE.length() + 1);
        // to its end even where it says nothing, or the server makes room to read it itself
        int length = exchange.getRequestBody().readNBytes(body, 0, body.length);
        if (length > RemoteServer.MAX_LINE) {
            return TOO_LARGE;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> get(path, call, exchange.getRequestHeaders());
            case "POST" -> post(path, call, length);
            default -> session.refuse(out);
        }
        return OK;
    }

    private void get(String path, int call, Headers headers) {
        String remote = headers.getFirst("X-RemoteBackend-remote");
        String realRemote = headers.getFirst("X-RemoteBackend-real-remote");
        String zoneId = headers.getFirst("X-RemoteBackend-zone-id");
        if (!question(path, call, remote, realRemote, zoneId) || !session.answerAtOnce(text, out)) {
            session.answer(
                    path,
                    () -> RemoteCall.ofPath(
                            path.substring(call),
                            Optional.ofNullable(remote),
                            Optional.ofNullable(realRemote),
                            Optional.ofNullable(zoneId)),
                    out);
        }
    }

    private void post(String path, int call, int length) {
        text.set(body, 0, length);
        boolean json = call == path.length();
        boolean question = json || (path.startsWith(LOOKUP, call) && path.length() == call + LOOKUP.length() && form());
        if (!question || !session.answerAtOnce(text, out)) {
            String sent = new String(body, 0, length, StandardCharsets.ISO_8859_1);
            session.answer(
                    sent, () -> json ? RemoteCall.ofJson(sent) : RemoteCall.ofForm(path.substring(call), sent), out);
        }
    }

    /** Writes the question of a path as a line; false if it is none, or one that would look otherwise. */
    private boolean question(
            String path, int call, @Nullable String remote, @Nullable String realRemote, @Nullable String zoneId) {
        int name = call + LOOKUP.length() + 1;
        int type = path.indexOf('/', name) + 1;
        if (!path.startsWith(LOOKUP, call) || type == 0 || path.indexOf('/', type) >= 0) {
            return false;
        }
        line.truncate(0);
        line.add("{\"method\":\"lookup\",\"parameters\":{\"qname\":\"");
        boolean plain = path.charAt(name - 1) == '/' && decoded(path, name, type - 1, false);
        line.add("\",\"qtype\":\"");
        plain = plain && decoded(path, type, path.length(), false);
        line.add('"');
        plain = plain && member(",\"remote\":\"", remote, "\"") && member(",\"real-remote\":\"", realRemote, "\"");
        plain = plain && member(",\"zone-id\":", zoneId, "");
        line.add("}}").read(text);
        return plain;
    }

    /** Appends what a header says; false if it cannot stand as it is. */
    private boolean member(String before, @Nullable String value, String behind) {
        if (value == null) {
            return true;
        }
        line.add(before).add(value).add(behind);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.digit(c, 16) < 0 && c != '.' && c != ':' && c != '/' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Writes the question of the form that was sent as a line; false if it has other fields. */
    private boolean form() {
        int length = text.length();
        boolean whole = length > PARAMETERS.length();
        for (int i = 0; whole && i < length; i++) {
            whole = i < PARAMETERS.length() ? text.charAt(i) == PARAMETERS.charAt(i) : text.charAt(i) != '&';
        }
        line.truncate(0);
        line.add("{\"method\":\"lookup\",\"parameters\":");
        whole = whole && decoded(text, PARAMETERS.length(), length, true);
        line.add('}');
        if (whole) {
            line.read(text);
        }
        return whole;
    }

    /**
     * Appends what is percent-encoded.
     *
     * @param form whether a plus stands for a blank, and what needs escapes has them
     */
    private boolean decoded(CharSequence from, int start, int end, boolean form) {
        for (int i = start; i < end; i++) {
            char c = from.charAt(i);
            if (c == '%') {
                int high = i + 2 < end ? Character.digit(from.charAt(i + 1), 16) : -1;
                int low = i + 2 < end ? Character.digit(from.charAt(i + 2), 16) : -1;
                c = high < 0 || low < 0 ? 0 : (char) (high << 4 | low);
                i += 2;
            } else if (form && c == '+') {
                c = ' ';
            }
            if (c < ' ' || c > '~') {
                return false;
            }
            if (!form && (c == '"' || c == '\\')) {
                line.add('\\');
            }
            line.add(c);
        }
        return true;
    }
}
