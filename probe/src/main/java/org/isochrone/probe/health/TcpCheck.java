package org.isochrone.probe.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** An endpoint is good if one of the addresses of its host accepts a TCP connection within the timeout. */
public final class TcpCheck implements EndpointCheck {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Duration timeout;
    private final LongSupplier nanoTime;

    /** Waits for {@code timeout} in all, however many addresses there are. */
    public TcpCheck(Duration timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    @Override
    public CheckResult check(Endpoint endpoint) {
        long start = nanoTime.getAsLong();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(endpoint.host());
        } catch (IOException e) {
            return new CheckResult(false, "unknown host " + endpoint.host());
        }
        List<String> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            long left = timeout.toMillis() - (nanoTime.getAsLong() - start) / NANOS_PER_MILLI;
            if (left <= 0) {
                break;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, endpoint.port()), (int) left);
                return new CheckResult(true, "accepts connections");
            } catch (IOException e) {
                failures.add(address.getHostAddress() + ": " + e.getMessage());
            }
        }
        return new CheckResult(
                false, failures.isEmpty() ? "no address was tried in time" : String.join("; ", failures));
    }
}
