package org.isochrone.pdns.dns;

import java.io.Serial;

/** What came is no DNS message. Without a stack trace, for anybody may send such a thing as often as he likes. */
final class MalformedMessageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
