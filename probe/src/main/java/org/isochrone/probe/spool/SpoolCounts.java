package org.isochrone.probe.spool;

/**
 * What a spool holds and what became of the rest, since it was opened.
 *
 * @param pending bursts that wait for the store
 * @param held those of them that are in memory only, because the disk refused them
 * @param bytes their files' size
 * @param appended bursts written
 * @param acknowledged bursts that the store has
 * @param dropped bursts given up, oldest first, because the spool was full, or the disk and the memory
 * @param corruptStretches stretches of files that were not what had been written, passed over
 * @param tornBytes bytes cut off behind the last sound record when the spool was opened
 */
public record SpoolCounts(
        long pending,
        long held,
        long bytes,
        long appended,
        long acknowledged,
        long dropped,
        long corruptStretches,
        long tornBytes) {}
