package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    @Test
    void aStepThatFailsHoldsUpNoneOfTheOthers() {
        List<String> closed = new ArrayList<>();
        Closing closing = new Closing();
        closing.add("first", () -> closed.add("first"));
        closing.add("second", () -> {
            throw new IllegalStateException("planned");
        });
        closing.add("third", () -> {
            closed.add("third");
            throw new IOException("planned");
        });
        closing.close();
        closing.close();
        assertEquals(List.of("third", "first"), closed);
    }
}
