package org.isochrone.probe.spool;

import java.util.Optional;

/**
 * What one run of the uploader did.
 *
 * @param sent bursts that the store has acknowledged
 * @param fresh how many of them it did not have before
 * @param pending bursts that wait still
 * @param failure why it stopped before the end, for people
 */
public record UploadSummary(long sent, long fresh, long pending, Optional<String> failure) {}
