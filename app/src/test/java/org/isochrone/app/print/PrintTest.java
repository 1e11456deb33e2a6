package org.isochrone.app.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintTest {
    private final StringWriter out = new StringWriter();

    @Test
    void oneIsNotSeveral() {
        assertEquals("1 bucket", Words.count(1, "bucket"));
        assertEquals("0 buckets", Words.count(0, "bucket"));
        assertEquals("2 client prefixes", Words.count(2, "client prefix"));
    }

    @Test
    void numbersStandToTheRightAndNothingTrails() {
        Table table = new Table("zone", "rtt ms", "note");
        table.row("fra", "9.5", "");
        table.row("sydney", 120.25, "far");
        assertEquals("""
                zone    rtt ms  note
                fra        9.5
                sydney  120.25  far
                """, table.text());
        assertThrows(IllegalArgumentException.class, () -> table.row("one"));
    }

    @Test
    void theWidestColumnIsBrokenBetweenWordsWhereATerminalIsNarrow() {
        Table table = new Table("report", "question", "days");
        table.row("gain", "Were the moves of each map right?", 7);
        table.row("drain", "Where would clients go?", 1);
        String broken = """
                report  question                    days
                gain    Were the moves of each map     7
                        right?
                drain   Where would clients go?        1
                """;
        assertEquals(broken, table.text(41));
        assertEquals(table.text(), table.text(80));
        assertEquals(table.text(), table.text(30), "what does not fit even so is left as it is");
    }

    @Test
    void csvQuotesWhatMustBe() {
        Table table = new Table(List.of("a", "b"));
        table.row("plain", "with, comma");
        table.row("say \"hi\"", "two\nlines");
        assertEquals("a,b\nplain,\"with, comma\"\n\"say \"\"hi\"\"\",\"two\nlines\"\n", table.csv());
    }

    @Test
    void withoutATerminalProgressIsALineForEachTenth() {
        Progress progress = new Progress(new PrintWriter(out), false);
        for (int done = 0; done <= 105; done++) {
            progress.at("work", done, 100);
        }
        progress.done();
        assertEquals(11, out.toString().lines().count());
        assertEquals("  work: 100/100", out.toString().lines().toList().getLast());
    }

    @Test
    void onATerminalProgressIsOneLineThatFillsAndNeverOverflows() {
        Progress progress = new Progress(new PrintWriter(out), true);
        progress.at("work", -1, 10);
        progress.at("work", 5, 10);
        progress.at("work", 12, 10);
        progress.at("nothing to do", 0, 0);
        progress.done();
        assertTrue(out.toString().contains("[############............] 5/10"), out.toString());
        assertTrue(out.toString().contains("[########################] 10/10"), out.toString());
    }
}
