package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.isochrone.steering.decision.Asker;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

class ClientCounterTest {
    @Test
    void resolversAreRememberedAndPeopleAreNot() {
        ClientCounter counter = new ClientCounter();
        IpAddress resolver = IpAddress.parse("192.0.2.53");
        counter.count(new Asker().client(Client.resolver(resolver)));
        counter.count(new Asker().client(Client.resolver(resolver)));
        counter.count(new Asker().client(Client.subnet(Prefix.parse("198.51.100.7/32"), resolver)));
        assertEquals(List.of(resolver), counter.drainResolvers());
        assertEquals(List.of(), counter.drainResolvers());
        for (int i = 0; i < 2 * ClientCounter.RESOLVERS; i++) {
            counter.count(new Asker()
                    .client(Client.resolver(new IpAddress(IpFamily.IPV4, (10L << 56) + ((long) i << 32), 0))));
        }
        assertTrue(counter.drainResolvers().size() <= ClientCounter.RESOLVERS);
    }

    @Test
    void nothingIsLostWhileOthersDrain() throws InterruptedException {
        ClientCounter counter = new ClientCounter();
        int threads = 4;
        int each = 50_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Random random = new Random(t);
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    counter.count(new Asker().resolver(IpFamily.IPV4, (long) (1 + random.nextInt(300)) << 40, 0));
                }
                done.countDown();
            });
        }
        Map<Prefix, Long> sums = new HashMap<>();
        while (done.getCount() > 0) {
            counter.drain().forEach(count -> sums.merge(count.prefix(), count.questions(), Long::sum));
        }
        for (int i = 0; i < 2; i++) {
            counter.drain().forEach(count -> sums.merge(count.prefix(), count.questions(), Long::sum));
        }
        assertEquals(
                (long) threads * each,
                sums.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(300, sums.size());
    }

    @Test
    void aFloodOfSourcesIsBounded() {
        ClientCounter counter = new ClientCounter(100);
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            counter.count(new Asker()
                    .client(Client.resolver(
                            new IpAddress(IpFamily.IPV6, 0x2001_0db8_0000_0000L + ((long) i << 16), 1))));
        }
        counter.drain().forEach(count -> prefixes.add(count.prefix()));
        assertEquals(100, prefixes.size());
        assertTrue(prefixes.contains(Prefix.parse("2001:db8::/48")));
        assertEquals(9_900, counter.lost());
    }

    @Test
    void theFamiliesAreToldApart() {
        ClientCounter counter = new ClientCounter();
        counter.count(new Asker().client(Client.resolver(IpAddress.parse("255.255.255.255"))));
        counter.count(new Asker().client(Client.resolver(IpAddress.parse("0:0:0100::1"))));
        assertEquals(
                List.of(Prefix.parse("255.255.255.0/24"), Prefix.parse("0:0:100::/48")),
                counter.drain().stream().map(count -> count.prefix()).sorted().toList());
    }
}
