package org.isochrone.steering.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;
import org.junit.jupiter.api.Test;

/** Documents with values replaced, dropped or repeated are refused with problems, or read and written equal. */
final class TopologyFuzzTest {
    private static final List<Json> ODD = List.of(
            new Json.Null(),
            new Json.Bool(true),
            new Json.Str(""),
            new Json.Str("z-ams"),
            new Json.Str("g-eu"),
            new Json.Str("eu"),
            new Json.Str("*.x.example.com"),
            Json.Num.of(-1),
            Json.Num.of(1),
            new Json.Num(new BigDecimal("1e400")),
            Json.Obj.EMPTY,
            new Json.Arr(List.of()),
            new Json.Arr(List.of(Json.Obj.EMPTY)));

    @Test
    void oddDocumentsAreRefusedOrRead() {
        long seed = new Random().nextLong();
        RandomGenerator random = new Random(seed);
        Json document = JsonReader.parse(TopologyJsonTest.DOCUMENT);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            Json odd = document;
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                odd = changed(odd, random);
            }
            String text = JsonWriter.write(odd);
            try {
                Topology topology = TopologyJson.decode(text);
                assertEquals(
                        topology, TopologyJson.decode(TopologyJson.encode(topology)), "seed " + seed + "\n" + text);
                read++;
            } catch (InvalidInputException e) {
                assertFalse(e.problems().isEmpty(), "seed " + seed);
                refused++;
            }
        }
        assertTrue(read > 500 && refused > 500, "read " + read + " refused " + refused);
    }

    private static Json changed(Json value, RandomGenerator random) {
        return switch (value) {
            case Json.Obj object
            when !object.members().isEmpty() && random.nextInt(8) > 0 -> {
                List<String> names = List.copyOf(object.members().keySet());
                String name = names.get(random.nextInt(names.size()));
                Map<String, Json> members = new LinkedHashMap<>(object.members());
                if (random.nextInt(10) == 0) {
                    members.remove(name);
                } else {
                    members.computeIfPresent(name, (_, member) -> changed(member, random));
                }
                yield new Json.Obj(members);
            }
            case Json.Arr array
            when !array.items().isEmpty() && random.nextInt(8) > 0 -> {
                List<Json> items = new ArrayList<>(array.items());
                int at = random.nextInt(items.size());
                if (random.nextInt(10) == 0) {
                    items.add(items.get(at));
                } else {
                    items.set(at, changed(items.get(at), random));
                }
                yield new Json.Arr(items);
            }
            case Json.Obj _, Json.Arr _, Json.Str _, Json.Num _, Json.Bool _, Json.Null _ ->
                ODD.get(random.nextInt(ODD.size()));
        };
    }
}
