package org.isochrone.probe.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.Test;

/** The prober in processes with more and with fewer rights; needs root, for it takes some away and a network apart. */
class IcmpRightsTest {
    private static final String WITHOUT_RAW = "setpriv --bounding-set -net_raw --inh-caps -net_raw ";

    /** What runs in the other process: one burst to each of its arguments. */
    static final class Child {
        private Child() {}

        /** Prints what became of the bursts. */
        public static void main(String[] addresses) {
            BurstShape shape = new BurstShape(3, Duration.ofMillis(5), Duration.ofMillis(500));
            try (IcmpProber prober =
                    new IcmpProber("test", shape, SourceAddresses.ANY, Clocks.system(), new Random())) {
                for (String each : addresses) {
                    IpAddress address = IpAddress.parse(each);
                    try {
                        var burst = prober.probe(new Target(address.leaf(), address, ProbeMethod.ICMP, 0), "zone-a")
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join();
                        System.out.println(
                                "received=" + burst.received() + " under10ms=" + (burst.minNanos() < 10_000_000));
                    } catch (CompletionException e) {
                        System.out.println(e.getCause());
                    }
                }
                System.out.println(prober.counters().now());
            }
        }
    }

    /** Runs {@link Child} behind {@code before}, in a network of its own whose ping_group_range is {@code groups}. */
    private static String run(String groups, String before) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link set lo up && sysctl -qw net.ipv4.ping_group_range='" + groups + "' && exec " + before
                        + "\"$@\"",
                "sh"));
        command.addAll(List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestClasses.path(),
                Child.class.getName(),
                "127.0.0.1",
                "::1"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0 && !output.contains("Exception in")) {
            IcmpNeeds.missing("no network namespace or capability can be set here: " + output);
        }
        assertEquals(0, code, output);
        return output;
    }

    private static void assertMeasured(String output) {
        assertEquals(2, output.split("received=3 under10ms=true", -1).length - 1, output);
        assertTrue(
                output.contains("sent=6, replies=6, losses=0, late=0, duplicate=0, elsewhere=0, foreign=0, failed=0"),
                output);
    }

    @Test
    void aGroupInTheSysctlIsEnough() throws Exception {
        assertMeasured(run("0 2147483647", WITHOUT_RAW));
    }

    @Test
    void theCapabilityIsEnough() throws Exception {
        assertMeasured(run("1 0", ""));
    }

    /** As the systemd units and the crontab line give it: a root that may do nothing else of what root may. */
    @Test
    void theCapabilityAloneIsEnough() throws Exception {
        assertMeasured(run(
                "1 0",
                "setpriv --securebits=+noroot --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw"
                        + " --bounding-set=-all,+net_raw --no-new-privs "));
    }

    @Test
    void withNeitherTheMessageSaysWhatIsMissing() throws Exception {
        String output = run("1 0", WITHOUT_RAW);
        assertTrue(
                output.contains("this process may not open ICMP sockets: give it the capability CAP_NET_RAW"), output);
        assertTrue(output.contains("the sysctl net.ipv4.ping_group_range, which is '1 0'"), output);
        assertTrue(
                output.contains("sent=0, replies=0, losses=0, late=0, duplicate=0, elsewhere=0, foreign=0, failed=2"),
                output);
    }
}
