package org.isochrone.probe.passive.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A log format taken apart: literals and the fields between them, alternating. Immutable.
 *
 * @param literals one more than fields; may be empty
 * @param fields in the order of the line
 */
record LineFormat(List<byte[]> literals, List<Field> fields) {
    /** Puts one together from left to right. Not safe for several threads. */
    static final class Builder {
        private final List<byte[]> literals = new ArrayList<>();
        private final List<Field> fields = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        Builder literal(CharSequence text) {
            literal.append(text);
            return this;
        }

        Builder literal(char character) {
            literal.append(character);
            return this;
        }

        Builder field(Field field) {
            boolean port = field.name().matches("\\$remote_port|\\$realip_remote_port|%cp");
            if (port && literal.toString().equals(":") && !fields.isEmpty()) {
                Field last = fields.getLast();
                if (last.role() == Role.ADDRESS) {
                    literal.setLength(0);
                    fields.set(
                            fields.size() - 1,
                            new Field(last.name(), Role.ADDRESS_AND_PORT, last.holds(), last.escaped()));
                    return this;
                }
            }
            endLiteral();
            fields.add(field);
            return this;
        }

        LineFormat build() {
            endLiteral();
            return new LineFormat(List.copyOf(literals), List.copyOf(fields));
        }

        private void endLiteral() {
            literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
            literal.setLength(0);
        }
    }
}
