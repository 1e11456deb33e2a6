package org.isochrone.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerJobsTest {
    @Test
    void looksForWhatIsDueOftenButNotTooOften() {
        assertEquals(Duration.ofMinutes(1), PeerJobs.look(Duration.ofMinutes(15)));
        assertEquals(Duration.ofMinutes(1), PeerJobs.look(Duration.ofDays(1)));
        assertEquals(Duration.ofSeconds(2), PeerJobs.look(Duration.ofSeconds(30)));
        assertEquals(Duration.ofSeconds(1), PeerJobs.look(Duration.ofSeconds(1)));
    }
}
