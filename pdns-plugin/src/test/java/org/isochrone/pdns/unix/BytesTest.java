package org.isochrone.pdns.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    /** Enough to outgrow what there is room for at the start several times. */
    private static final int PIECES = 5_000;

    @Test
    void whatIsAppendedStandsInARow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Bytes bytes = new Bytes();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < PIECES; i++) {
            int number = random.nextInt() >>> (1 + random.nextInt(31));
            String text = "x\u00e9".repeat(random.nextInt(4)) + i;
            int kind = random.nextInt(5);
            switch (kind) {
                case 0 -> bytes.add(number);
                case 1 -> bytes.add(text);
                case 2 -> bytes.add(Span.of(text));
                case 3 -> bytes.add(Bytes.of(text));
                default -> bytes.add(text.charAt(0));
            }
            expected.append(kind == 0 ? String.valueOf(number) : text.substring(0, kind < 4 ? text.length() : 1));
        }
        assertEquals(expected.toString(), bytes.toString(), "seed " + seed);
        assertEquals(expected.length(), bytes.length());
    }

    @Test
    void numbersOfEveryLengthAreDecimal() {
        for (int number : new int[] {0, 9, 10, 99, 100, 999_999_999, 1_000_000_000, Integer.MAX_VALUE}) {
            assertEquals(String.valueOf(number), new Bytes().add(number).toString());
        }
    }
}
