package org.isochrone.probe.health;

import org.isochrone.probe.dns.DnsAnswer;
import org.isochrone.probe.dns.DnsAsker;
import org.isochrone.steering.topology.HealthCheck;

/** An endpoint is good if its host answers a DNS question with the expected code, and the expected record. */
final class DnsCheck {
    private final Attempts attempts;

    DnsCheck(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Checks once. */
    CheckResult check(String host, HealthCheck.Dns wanted) throws InterruptedException {
        return attempts.each(
                host,
                (address, deadline) -> judge(
                        DnsAsker.ask(
                                address,
                                wanted.port(),
                                wanted.question().name(),
                                wanted.question().type(),
                                deadline.left()),
                        wanted));
    }

    private static CheckResult judge(DnsAnswer answer, HealthCheck.Dns wanted) {
        if (!answer.rcode().equals(wanted.rcode())) {
            return CheckResult.bad(answer.rcode() + " instead of " + wanted.rcode());
        }
        boolean there =
                wanted.answer().isEmpty() || answer.data().stream().anyMatch(data -> same(data, wanted.answer()));
        return there
                ? CheckResult.good("answers " + answer.rcode())
                : CheckResult.bad("the answer does not hold '" + wanted.answer() + "': " + answer.data());
    }

    /** Case means nothing in names, nor does a dot at their end. */
    private static boolean same(String one, String other) {
        return withoutDot(one).equalsIgnoreCase(withoutDot(other));
    }

    private static String withoutDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
