package org.isochrone.app.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.stream.Stream;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonWriter;

/**
 * Where a command prints.
 *
 * @param out for what was asked for
 * @param err for everything else
 * @param terminal whether a person sits before it, so that lines may move
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {
    /** Prints a JSON document. */
    void json(Json value) {
        out.println(JsonWriter.writePretty(value));
        out.flush();
    }

    /** Prints a JSON array, an item a line, as the items come: there may be more of them than memory holds. */
    void json(Stream<Json> items) {
        String before = "\n  ";
        out.print("[");
        for (Iterator<Json> item = items.iterator(); item.hasNext(); before = ",\n  ") {
            out.print(before);
            out.print(JsonWriter.write(item.next()));
        }
        out.println("\n]");
        out.flush();
    }

    /** Prints lines as they come. */
    void lines(Stream<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /** Prints text that ends its own lines. */
    void text(String lines) {
        out.print(lines);
        out.flush();
    }

    /** Prints one line. */
    void line(String line) {
        out.println(line);
        out.flush();
    }
}
