package org.isochrone.steering.planted;

import org.isochrone.cron.planted.SeesJdbc;

/** Breaks the rule that steering sees nothing of ours, and closes a cycle. */
public interface SeesCron {
    /** The forbidden edge. */
    SeesJdbc edge();
}
