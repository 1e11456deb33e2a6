package org.isochrone.steering.port;

import java.util.Collection;
import org.isochrone.steering.decision.DecisionSample;

/** Keeps some of the decisions. */
public interface SampleStore {
    /** Keeps samples, all or none of them; what is kept already, by time, answerer and number, stays as it is. */
    void add(Collection<DecisionSample> samples);
}
