package org.isochrone.probe.health;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.SilentResolverException;

/**
 * Tries the addresses of a host one after the other, and is content with the first that is good. The timeout is for all
 * of it. The look-up gets a share of it and no more, so that there is time to try the addresses found before where the
 * resolver hangs; each address gets its share of what is left. Safe for any thread.
 */
final class Attempts {
    private static final int LOOK_UP_SHARE = 3;

    private final HostAddresses hosts;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /** What is done with one address. */
    interface Attempt {
        /**
         * Does it.
         *
         * @throws IOException if it comes to nothing, which is bad
         */
        CheckResult at(InetAddress address, Deadline deadline) throws IOException, InterruptedException;
    }

    Attempts(HostAddresses hosts, Duration timeout, LongSupplier nanoTime) {
        this.hosts = hosts;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** Returns the first good result; else all that was seen, as bad unless no address could be tried at all. */
    CheckResult each(String host, Attempt attempt) throws InterruptedException {
        Deadline end = Deadline.in(timeout, nanoTime);
        List<InetAddress> addresses;
        try {
            addresses = hosts.of(host, timeout.dividedBy(LOOK_UP_SHARE));
        } catch (SilentResolverException e) {
            return CheckResult.unable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return CheckResult.bad(String.valueOf(e.getMessage()));
        }
        List<String> failures = new ArrayList<>();
        boolean unable = true;
        for (int i = 0; i < addresses.size() && !end.passed(); i++) {
            InetAddress address = addresses.get(i);
            CheckResult result = at(address, end.share(addresses.size() - i), attempt);
            if (result.outcome() == CheckResult.Outcome.GOOD) {
                return result;
            }
            unable &= result.outcome() == CheckResult.Outcome.UNABLE;
            failures.add(address.getHostAddress() + ": " + result.reason());
        }
        if (failures.isEmpty()) {
            return CheckResult.bad("no address was tried in time");
        }
        String all = String.join("; ", failures);
        return unable ? CheckResult.unable(all) : CheckResult.bad(all);
    }

    private static CheckResult at(InetAddress address, Deadline deadline, Attempt attempt) throws InterruptedException {
        try {
            return attempt.at(address, deadline);
        } catch (BindException e) {
            // No free port, say: that is the trouble of this machine.
            return CheckResult.unable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return CheckResult.bad(String.valueOf(e.getMessage()));
        }
    }
}
