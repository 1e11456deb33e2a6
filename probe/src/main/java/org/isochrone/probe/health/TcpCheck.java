package org.isochrone.probe.health;

import java.net.InetSocketAddress;
import java.net.Socket;

/** An endpoint is good if one of the addresses of its host accepts a TCP connection within the timeout. */
final class TcpCheck {
    private final Attempts attempts;

    TcpCheck(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Checks once. */
    CheckResult check(String host, int port) throws InterruptedException {
        return attempts.each(host, (address, deadline) -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), deadline.leftMillis());
                return CheckResult.good("accepts connections");
            }
        });
    }
}
