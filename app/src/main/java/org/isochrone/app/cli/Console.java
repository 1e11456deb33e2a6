package org.isochrone.app.cli;

import java.io.PrintWriter;
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
