package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.isochrone.pdns.record.DnsNames;
import org.junit.jupiter.api.Test;

/** A {@link NameTree} finds the closest encloser that a walk through all names above finds. */
class NameTreeTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Labels that end alike, and such whose hashes are the same. */
    private static final List<String> LABELS = List.of("a", "ba", "aa", "a~", "b_", "\\046a", "*", "x".repeat(63));

    @Test
    void findsTheClosestEncloser() {
        for (int round = 0; round < 200; round++) {
            Set<String> names = new HashSet<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                names.add(name(1 + random.nextInt(3)));
            }
            NameTree tree = new NameTree(names);
            Set<String> all = new HashSet<>(names);
            names.forEach(name -> {
                for (String up = name; !up.isEmpty(); up = DnsNames.parent(up)) {
                    all.add(DnsNames.parent(up));
                }
            });
            all.add("");
            Map<Integer, String> places = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                String name = name(1 + random.nextInt(4));
                int place = tree.encloser(name);
                String told = "seed " + seed + ": " + name;
                if (all.contains(name) || name.length() > 253) {
                    assertEquals(NameTree.NOWHERE, place, told);
                } else {
                    String encloser = DnsNames.nearest(name, all::contains);
                    assertNotEquals(NameTree.NOWHERE, place, told);
                    assertEquals(encloser, places.computeIfAbsent(place, at -> encloser), told);
                }
            }
            assertEquals(places.size(), new HashSet<>(places.values()).size(), "seed " + seed + ": a place each");
        }
    }

    private String name(int labels) {
        List<String> name = new ArrayList<>();
        for (int i = 0; i < labels; i++) {
            name.add(LABELS.get(random.nextInt(LABELS.size())));
        }
        return String.join(".", name);
    }

    @Test
    void findsNoneOfWhatIsNoName() {
        NameTree tree = new NameTree(List.of("example"));
        String long63 = "x".repeat(63);
        int there = tree.encloser("www.example");
        assertEquals(there, tree.encloser(long63 + ".example"));
        assertEquals(tree.encloser("org"), tree.encloser("www.example.org"), "nothing but the root is above both");
        assertNotEquals(there, tree.encloser("org"));
        for (String none : List.of(
                "",
                ".",
                "example",
                ".example",
                "www..example",
                "www.example.",
                "x" + long63 + ".example",
                "a.".repeat(124) + "example")) {
            assertEquals(NameTree.NOWHERE, tree.encloser(none), none);
        }
        assertEquals(NameTree.NOWHERE, new NameTree(List.of()).encloser(""));
        assertNotEquals(NameTree.NOWHERE, new NameTree(List.of()).encloser("com"));
    }
}
