package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows the schema that the migrations make. With {@code -Disochrone.update=true} it is written anew. */
class SchemaPictureTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- picture: generated from the migrations by SchemaPictureTest -->\n\n";
    private static final String END = "\n<!-- picture: end -->";

    @Test
    void theReadmeShowsWhatTheMigrationsMake() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end > begin, "the README has the place for the picture");
        String picture;
        try (Database database = TestDatabase.migrated()) {
            picture = SchemaPicture.of(database);
        }
        if (Boolean.getBoolean("isochrone.update")) {
            readme = readme.substring(0, begin) + picture + readme.substring(end);
            Files.writeString(README, readme);
            end = readme.indexOf(END);
        }
        assertEquals(
                picture,
                readme.substring(begin, end),
                "run this test with -Disochrone.update=true, which writes the picture anew");
    }
}
