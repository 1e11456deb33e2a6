package org.isochrone.pdns.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    private static final String NO_ZONE = "-1";

    private final RemoteSession session;
    private final byte[] body = new byte[RemoteServer.MAX_LINE + 1];
    private final Span text = new Span();
    private final Told told = new Told();
    private final Bytes parts = new Bytes();
    private final Span qname = new Span();
    private final Span qtype = new Span();
    private final Bytes line = new Bytes();
    private final Bytes out = new Bytes();

    /** What the headers of a request say; to go through all of them makes fewer objects than to look for one. */
    private static final class Told implements BiConsumer<String, List<String>> {
        private @Nullable String remote;
        private @Nullable String realRemote;
        private @Nullable String zoneId;

        private void read(Headers headers) {
            remote = null;
            realRemote = null;
            zoneId = null;
            headers.forEach(this);
        }

        @Override
        public void accept(String header, List<String> values) {
            if (header.equalsIgnoreCase("X-RemoteBackend-remote")) {
                remote = values.getFirst();
            } else if (header.equalsIgnoreCase("X-RemoteBackend-real-remote")) {
                realRemote = values.getFirst();
            } else if (header.equalsIgnoreCase("X-RemoteBackend-zone-id")) {
                zoneId = values.getFirst();
            }
        }
    }

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
        told.read(headers);
        if (!question(path, call) || !session.answerAtOnce(text, out)) {
            session.answer(
                    path,
                    () -> RemoteCall.ofPath(
                            path.substring(call),
                            Optional.ofNullable(told.remote),
                            Optional.ofNullable(told.realRemote),
                            Optional.ofNullable(told.zoneId)),
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
    private boolean question(String path, int call) {
        int name = call + LOOKUP.length() + 1;
        int type = path.indexOf('/', name) + 1;
        if (!path.startsWith(LOOKUP, call) || type == 0 || path.indexOf('/', type) >= 0) {
            return false;
        }
        parts.truncate(0);
        boolean plain = path.charAt(name - 1) == '/' && decoded(path, name, type - 1, false, parts);
        int nameEnd = parts.length();
        plain = plain && decoded(path, type, path.length(), false, parts);
        String realRemote = Objects.requireNonNullElse(told.realRemote, "");
        String remote = Objects.requireNonNullElse(told.remote, LookupCall.NOBODY);
        String zoneId = Objects.requireNonNullElse(told.zoneId, NO_ZONE);
        plain = plain && plain(remote) && plain(realRemote) && plain(zoneId);
        parts.read(qtype);
        qname.set(qtype.octets(), 0, nameEnd);
        qtype.set(qtype.octets(), nameEnd, parts.length());
        line.truncate(0);
        LookupScan.write(qname, qtype, realRemote, remote, zoneId, line);
        line.read(text);
        return plain;
    }

    /** Tells whether what a header says can stand in a call as it is. */
    private static boolean plain(String value) {
        boolean plain = true;
        for (int i = 0; plain && i < value.length(); i++) {
            char c = value.charAt(i);
            plain = Character.digit(c, 16) >= 0 || c == '.' || c == ':' || c == '/' || c == '-';
        }
        return plain;
    }

    /** Writes the question of the form that was sent as a line; false if it has other fields. */
    private boolean form() {
        int length = text.length();
        boolean whole = length > PARAMETERS.length();
        for (int i = 0; whole && i < length; i++) {
            whole = i < PARAMETERS.length() ? text.charAt(i) == PARAMETERS.charAt(i) : text.charAt(i) != '&';
        }
        line.truncate(0);
        line.add(LookupScan.BEFORE_PARAMETERS);
        whole = whole && decoded(text, PARAMETERS.length(), length, true, line);
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
    private static boolean decoded(CharSequence from, int start, int end, boolean form, Bytes into) {
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
                into.add('\\');
            }
            into.add(c);
        }
        return true;
    }
}
