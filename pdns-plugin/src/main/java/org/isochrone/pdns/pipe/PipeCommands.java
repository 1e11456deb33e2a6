package org.isochrone.pdns.pipe;

import java.util.List;

/** Answers what an operator types behind {@code pdnsutil backend-cmd pipe}. Safe for any thread. */
public interface PipeCommands {
    /**
     * Answers one command.
     *
     * @param text what was typed
     * @return lines for the operator; what is no printable ASCII is shown as {@code ?}
     */
    List<String> run(String text);
}
