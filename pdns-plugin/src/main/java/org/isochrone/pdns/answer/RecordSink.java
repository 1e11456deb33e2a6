package org.isochrone.pdns.answer;

import org.isochrone.pdns.record.RecordData;

/** Takes the records of an answer one by one, all of them of the name that was asked for. */
public interface RecordSink {
    /**
     * Takes a record.
     *
     * @param below what stands in front of the name in {@code data}, without a dot behind it; empty for nothing
     * @param data the content, shared by many answers
     * @param ttlSeconds how long it may be cached
     * @param scope for how many leading bits of the client's address it holds, 1 to 128
     */
    void record(String below, RecordData data, int ttlSeconds, int scope);
}
