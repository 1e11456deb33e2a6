package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.topology.AnswerMode;
import org.junit.jupiter.api.Test;

/** Names with the same hash share a few places. */
class KnownNamesTest {
    /** 'a' and 'z' weigh as much as 'b' and '[', so all of these have the same hash. */
    private static final List<String> SAME_PLACES = List.of("azazaz", "azazb[", "azb[az", "azb[b[", "b[azaz");

    private final World world = new World();
    private final KnownNames names = new KnownNames(world.snapshot(), new Contents(List.of(), world.config));

    private static Asked asked(String name) {
        return new Asked(new Question(name, RecordType.A, Client.NOBODY, Transport.HTTP));
    }

    private void add(String name) {
        names.add(
                asked(name),
                new Known.Steered(
                        name, world.responder.zones().getFirst(), new Binding(name, "", "main", AnswerMode.ADDRESS)));
    }

    @Test
    void aNameThatIsAddedAgainTakesNobodysPlace() {
        assertEquals(
                1,
                SAME_PLACES.stream().map(name -> asked(name).hash()).distinct().count());
        List<String> four = SAME_PLACES.subList(0, 4);
        for (String name : four) {
            for (int i = 0; i < 5; i++) {
                add(name);
            }
        }
        for (String name : four) {
            assertTrue(names.find(asked(name)).isOf(asked(name)));
        }
    }

    @Test
    void aReplyIsOneToItsNameTypeAndTransport() {
        Question question = new Question("a.geo.example", RecordType.TXT, Client.NOBODY, Transport.PIPE);
        Known.Fixed text = new Known.Fixed(
                question, world.responder.zones().getFirst(), Optional.empty(), Reply.NODATA, Optional.empty());
        names.add(new Asked(question), text);
        assertSame(text, names.find(new Asked(question)));
        assertTrue(text.isOf(new Asked(question)));
        for (Question other : List.of(
                new Question("b.geo.example", RecordType.TXT, Client.NOBODY, Transport.PIPE),
                new Question("a.geo.example", RecordType.A, Client.NOBODY, Transport.PIPE),
                new Question("a.geo.example", RecordType.TXT, Client.NOBODY, Transport.UDP))) {
            assertFalse(text.isOf(new Asked(other)));
            assertSame(Known.NOTHING, names.find(new Asked(other)));
        }
    }

    @Test
    void whoComesTooLateTakesThePlaceOfOneOther() {
        SAME_PLACES.forEach(this::add);
        assertEquals(
                4,
                SAME_PLACES.stream()
                        .filter(name -> names.find(asked(name)) != Known.NOTHING)
                        .count());
        assertTrue(names.find(asked(SAME_PLACES.getLast())).isOf(asked(SAME_PLACES.getLast())));
        assertSame(Known.NOTHING, names.find(asked("azazza")));
    }
}
