package org.isochrone.steering.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes {@link Json} as text, members in their order. {@link JsonReader} reads back an equal value. Any thread. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("    ", "\n");

    private JsonWriter() {}

    /** Returns the value on one line, without blanks. */
    public static String write(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter cannot fail", e);
        }
        return text.toString();
    }

    /**
     * Returns the value over several lines, indented by four blanks as RGW's tools print it, without a last line end.
     */
    public static String writePretty(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(printer());
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter cannot fail", e);
        }
        return text.toString();
    }

    private static DefaultPrettyPrinter printer() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentArraysWith(INDENTER);
        printer.indentObjectsWith(INDENTER);
        return printer;
    }

    private static void write(Json value, JsonGenerator to) throws IOException {
        switch (value) {
            case Json.Obj object -> {
                to.writeStartObject();
                for (var member : object.members().entrySet()) {
                    to.writeFieldName(member.getKey());
                    write(member.getValue(), to);
                }
                to.writeEndObject();
            }
            case Json.Arr array -> {
                to.writeStartArray();
                for (Json item : array.items()) {
                    write(item, to);
                }
                to.writeEndArray();
            }
            case Json.Str text -> to.writeString(text.value());
            case Json.Num number -> to.writeNumber(number.value());
            case Json.Bool flag -> to.writeBoolean(flag.value());
            case Json.Null ignored -> to.writeNull();
        }
    }
}
