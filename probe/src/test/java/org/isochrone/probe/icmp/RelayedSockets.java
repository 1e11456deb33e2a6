package org.isochrone.probe.icmp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Real sockets whose arrivals pass through the hands of a test: held back, changed, doubled. Safe for any thread. */
final class RelayedSockets implements EchoSocket.Opener {
    private final UnaryOperator<List<EchoSocket.Arrival>> change;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    RelayedSockets(UnaryOperator<List<EchoSocket.Arrival>> change) {
        this.change = change;
    }

    /** From now on nobody is let through to the kernel until {@code next} opens. */
    void hold(CountDownLatch next) {
        gate = next;
    }

    @Override
    public EchoSocket open(IpFamily family, SourceAddresses source, Clocks clocks) throws IOException {
        return new Relayed(EchoSockets.open(family, source, clocks));
    }

    private final class Relayed implements EchoSocket {
        private final EchoSocket real;

        Relayed(EchoSocket real) {
            this.real = real;
        }

        @Override
        public ClockReading send(IpAddress to, byte[] message) throws IOException {
            return real.send(to, message);
        }

        @Override
        public boolean await(int millis) throws IOException {
            return real.await(millis);
        }

        @Override
        public List<Arrival> receive() throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            List<Arrival> arrivals = real.receive();
            return arrivals.isEmpty() ? arrivals : change.apply(new ArrayList<>(arrivals));
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
