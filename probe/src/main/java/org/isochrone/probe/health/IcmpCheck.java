package org.isochrone.probe.health;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * An endpoint is good if its host answers an ICMP echo request. A peer that may not open the socket says nothing; one
 * without a route finds it bad, as a check by TCP does: who cannot reach anybody should be seen as cut off.
 */
final class IcmpCheck {
    private final Attempts attempts;
    private final Prober prober;

    /** {@code prober} sends one request a burst; it is closed by whoever made it. */
    IcmpCheck(Attempts attempts, Prober prober) {
        this.attempts = attempts;
        this.prober = prober;
    }

    /** Checks once. */
    CheckResult check(String host) throws InterruptedException {
        return attempts.each(host, (address, deadline) -> ping(address, deadline.left()));
    }

    private CheckResult ping(InetAddress address, Duration limit) throws InterruptedException {
        IpAddress target = IpAddress.of(address);
        try {
            Burst burst = prober.probe(new Target(target.leaf(), target, ProbeMethod.ICMP, 0), "")
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return burst.received() > 0
                    ? CheckResult.good("answers ICMP echo requests")
                    : CheckResult.bad("does not answer ICMP echo requests");
        } catch (TimeoutException e) {
            return CheckResult.bad("does not answer ICMP echo requests");
        } catch (ExecutionException e) {
            return judge(Objects.requireNonNullElse(e.getCause(), e));
        } catch (CancellationException e) {
            return CheckResult.unable("this peer ends");
        }
    }

    private static CheckResult judge(Throwable why) {
        return why instanceof IOException cause && !(cause instanceof NoSocketException)
                ? CheckResult.bad(String.valueOf(cause.getMessage()))
                : CheckResult.unable(why instanceof IOException ? String.valueOf(why.getMessage()) : why.toString());
    }
}
