package org.isochrone.probe.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.junit.jupiter.api.Test;

class ProbePlanTest {
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private final ManualClock clock = new ManualClock();
    private final MemoryClientStore clients = new MemoryClientStore();
    private final ProbeMemory memory = new ProbeMemory(clock.clocks());
    private final ProbePlan plan = new ProbePlan(clients, memory, INTERVAL, clock.clocks());

    private static Target target(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.TCP, 443);
    }

    private List<String> due() {
        return plan.due().stream()
                .map(each -> each.target().address().toString())
                .toList();
    }

    private void probed(String address) {
        memory.probed(IpAddress.parse(address), clock.clocks().nanos());
    }

    @Test
    void theHeaviestComeFirst() {
        clients.addTargets(List.of(target("8.0.0.1"), target("8.0.1.1"), target("8.0.2.1"), target("2600::1")));
        clients.addCounts(
                clock.now(),
                List.of(
                        new ClientCount(IpAddress.parse("8.0.2.0").leaf(), 7),
                        new ClientCount(IpAddress.parse("8.0.1.0").leaf(), 70)));
        assertEquals(List.of("8.0.1.1", "8.0.2.1", "8.0.0.1", "2600::1"), due());
        assertEquals(70, plan.due().getFirst().weight());
    }

    @Test
    void aTargetIsDueOncePerInterval() {
        clients.addTargets(List.of(target("8.0.0.1"), target("8.0.1.1")));
        probed("8.0.0.1");
        assertEquals(List.of("8.0.1.1"), due());
        clock.pass(INTERVAL.minusNanos(1));
        assertEquals(List.of("8.0.1.1"), due());
        clock.jump(Duration.ofDays(-1));
        clock.pass(Duration.ofNanos(1));
        assertEquals(List.of("8.0.0.1", "8.0.1.1"), due());
    }

    @Test
    void aPrefixWithManyTargetsTakesTurns() {
        clients.addTargets(
                IntStream.range(1, 8).mapToObj(i -> target("8.0.0." + i)).toList());
        assertEquals(List.of("8.0.0.1", "8.0.0.2", "8.0.0.3"), due());
        due().forEach(this::probed);
        clock.pass(Duration.ofMinutes(1));
        assertEquals(List.of("8.0.0.4", "8.0.0.5", "8.0.0.6"), due());
        due().forEach(this::probed);
        clock.pass(INTERVAL);
        assertTrue(due().contains("8.0.0.7"), "never probed goes before probed");
    }

    @Test
    void measuringGoesOnWhileTheStoreIsAway() {
        AtomicBoolean away = new AtomicBoolean(true);
        ClientStore flaky = (ClientStore) Proxy.newProxyInstance(
                ClientStore.class.getClassLoader(), new Class<?>[] {ClientStore.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new StoreException("the store is away", new IOException("planned"));
                    }
                    return method.invoke(clients, arguments);
                });
        clients.addTargets(List.of(target("8.0.0.1")));
        ProbePlan patient = new ProbePlan(flaky, memory, INTERVAL, clock.clocks());
        assertThrows(StoreException.class, patient::due, "it never knew any target");
        away.set(false);
        assertEquals(1, patient.due().size());
        away.set(true);
        assertEquals(1, patient.due().size());
    }
}
