package org.isochrone.steering.decision;

/** Listens to the steps of a decision; the answering path listens to none of them. */
public interface Trace {
    /** Hears nothing and costs nothing. */
    Trace OFF = new Trace() {
        @Override
        public boolean on() {
            return false;
        }

        @Override
        public void step(String what, String found) {}
    };

    /** Tells whether anybody listens, so that texts are only made for a listener. */
    boolean on();

    /** Hears one step: what was asked and what came of it. */
    void step(String what, String found);
}
