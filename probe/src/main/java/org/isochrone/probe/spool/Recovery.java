package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found in the directory of a spool when it was opened, once all that is of no use was cut off, deleted or put
 * aside.
 *
 * @param segments with bursts that the store may not have, oldest first
 * @param largestSequence of all that ever were there
 * @param corruptStretches that are passed over
 * @param tornBytes of unfinished writes
 * @param sidelinedBytes of files in which nothing can be read
 */
record Recovery(
        List<Segment> segments, long largestSequence, long corruptStretches, long tornBytes, long sidelinedBytes) {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /**
     * Looks through a directory and puts it in order.
     *
     * @param acknowledged up to where the store has all bursts
     * @param sidelined puts files aside
     */
    static Recovery of(Path directory, long acknowledged, Sidelined sidelined) throws IOException {
        List<Segment> segments = new ArrayList<>();
        long largest = acknowledged;
        long corruptStretches = 0;
        long tornBytes = 0;
        for (Path path : Segment.list(directory)) {
            Segment.Opened opened = Segment.open(path);
            Segment segment = opened.segment();
            tell(opened);
            corruptStretches += opened.gaps();
            tornBytes += opened.unreadable() ? 0 : opened.tornBytes();
            largest = Math.max(largest, Math.max(segment.first() - 1, segment.last()));
            if (opened.unreadable()) {
                sidelined.add(path);
            } else if (segment.records() == 0 || segment.last() <= acknowledged) {
                Files.delete(path);
            } else {
                if (opened.tornBytes() > 0) {
                    SegmentWriter.cut(segment);
                }
                segments.add(segment);
            }
        }
        return new Recovery(segments, largest, corruptStretches, tornBytes, sidelined.bytes());
    }

    private static void tell(Segment.Opened opened) {
        Path path = opened.segment().path();
        if (opened.gaps() > 0) {
            LOG.error("{}: {} corrupt stretches of {} bytes are passed over", path, opened.gaps(), opened.gapBytes());
        }
        if (opened.tornBytes() > 0 && !opened.unreadable()) {
            LOG.warn("{}: {} bytes of an unfinished write are cut off", path, opened.tornBytes());
        }
    }
}
