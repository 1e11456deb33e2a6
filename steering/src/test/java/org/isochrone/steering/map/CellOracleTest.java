package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups against a list that is searched from end to end, and cells against every block that could be larger. */
final class CellOracleTest {
    private static final String GROUP = "eu";

    @Test
    void randomMapsAnswerAsTheListDoes() {
        long seed = new Random().nextLong();
        RandomMaps maps = new RandomMaps(new Random(seed));
        for (int round = 0; round < 600; round++) {
            check(maps.prefixes(1 + round % 40), maps, "seed " + seed + " round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.0.0.0/0",
                "255.255.255.255/32",
                "0.0.0.0/32",
                "0.0.0.0/1 128.0.0.0/1",
                "0.0.0.0/0 192.0.2.77/32",
                "::/0 2001:db8::/32 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1/128",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128 ::/128",
                "192.0.2.0/24 192.0.2.0/25 192.0.2.0/26 192.0.2.0/32",
                "2001:db8::/64 2001:db8:0:1::/64 2001:db8:0:1::/65"
            })
    void edgesAnswerAsTheListDoes(String prefixes) {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        List<String> words = prefixes.isEmpty() ? List.of() : List.of(prefixes.split(" "));
        for (String word : words) {
            entries.put(Prefix.parse(word), new Ranking(List.of(List.of(entries.size() % 2 == 0 ? "ams" : "fra"))));
        }
        check(entries, new RandomMaps(new Random(1)), prefixes);
    }

    private static void check(SortedMap<Prefix, Ranking> entries, RandomMaps maps, String story) {
        CellMap map = MapCodec.decode(MapCodec.encode(MapContent.of(
                RandomMaps.version(1), RandomMaps.CREATED, new TreeMap<>(Map.of(GROUP, entries)), List.of())));
        Oracle oracle = new Oracle(entries);
        clients(entries, maps).forEach(client -> {
            String where = story + " client " + client + " in " + entries.keySet();
            Optional<Ranking> expected =
                    oracle.match(client.prefix(client.family().bits()));
            Optional<RankedCell> found = map.lookup(GROUP, client);
            assertEquals(expected, found.map(RankedCell::ranking), where);
            Prefix cell = found.map(said -> said.cell(client))
                    .orElseGet(() -> client.prefix(map.unknownDepth(GROUP, client)));
            assertTrue(cell.contains(client), where);
            assertEquals(Set.of(expected), oracle.within(cell), () -> where + " cell " + cell);
            if (cell.length() > 0) {
                Prefix parent = client.prefix(cell.length() - 1);
                assertTrue(oracle.within(parent).size() > 1, () -> where + " could have the cell " + parent);
            }
        });
        List<Prefix> cells = map.cells(GROUP).map(CellMap.Cell::prefix).toList();
        for (int i = 1; i < cells.size(); i++) {
            assertTrue(cells.get(i - 1).compareTo(cells.get(i)) < 0, story);
            assertTrue(!cells.get(i - 1).covers(cells.get(i)), story);
        }
    }

    /** The ends of every prefix, their neighbours, and addresses near them. */
    private static Stream<IpAddress> clients(SortedMap<Prefix, Ranking> entries, RandomMaps maps) {
        Stream<IpAddress> ends = entries.keySet().stream().flatMap(prefix -> {
            IpAddress first = prefix.network();
            IpAddress last = last(prefix);
            return Stream.of(first, last, next(first, -1), next(last, 1));
        });
        Stream<IpAddress> near = Stream.of(IpFamily.values())
                .flatMap(family -> Stream.generate(() -> maps.near(family)).limit(20));
        return Stream.concat(ends, near).distinct();
    }

    private static IpAddress last(Prefix prefix) {
        IpAddress first = prefix.network();
        long ones = first.family() == IpFamily.IPV4 ? 0xFFFF_FFFF_0000_0000L : -1;
        return new IpAddress(
                first.family(),
                first.high() | (~PrefixBits.highMask(prefix.length()) & ones),
                first.family() == IpFamily.IPV4 ? 0 : first.low() | ~PrefixBits.lowMask(prefix.length()));
    }

    private static IpAddress next(IpAddress address, int step) {
        if (address.family() == IpFamily.IPV4) {
            return new IpAddress(IpFamily.IPV4, address.high() + ((long) step << 32), 0);
        }
        long low = address.low() + step;
        boolean carry = step > 0 ? low == 0 : low == -1;
        return new IpAddress(IpFamily.IPV6, address.high() + (carry ? step : 0), low);
    }

    /** Knows nothing but the list. */
    private record Oracle(SortedMap<Prefix, Ranking> entries) {
        /** The ranking of the longest entry that covers the block. */
        Optional<Ranking> match(Prefix block) {
            Optional<Ranking> best = Optional.empty();
            int length = -1;
            for (var entry : entries.entrySet()) {
                if (entry.getKey().covers(block) && entry.getKey().length() > length) {
                    length = entry.getKey().length();
                    best = Optional.of(entry.getValue());
                }
            }
            return best;
        }

        /** Every ranking, or its absence, that some client in the block has. */
        Set<Optional<Ranking>> within(Prefix block) {
            boolean inner =
                    entries.keySet().stream().anyMatch(entry -> block.covers(entry) && entry.length() > block.length());
            if (!inner) {
                return Set.of(match(block));
            }
            int length = block.length() + 1;
            IpAddress left = block.network();
            IpAddress right = new IpAddress(
                    block.family(),
                    left.high() | PrefixBits.highBit(block.length()),
                    left.low() | PrefixBits.lowBit(block.length()));
            return Stream.of(left.prefix(length), right.prefix(length))
                    .flatMap(half -> within(half).stream())
                    .collect(Collectors.toSet());
        }
    }
}
