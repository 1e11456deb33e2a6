package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** The control messages of cmsg(3) that carry time stamps: SCM_TIMESTAMPING and {@code struct sock_extended_err}. */
final class ControlMessages {
    static final int SCM_TIMESTAMPING = 37;

    // struct cmsghdr: len, level, type; then, aligned to 8, the data
    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int DATA = 16;

    private static final int IPPROTO_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;

    // struct sock_extended_err: errno, origin, type, code, pad, info, data
    private static final int ORIGIN = 4;
    private static final int ID = 12;
    private static final int ERROR_BYTES = 16;
    private static final byte SO_EE_ORIGIN_TIMESTAMPING = 4;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ControlMessages() {}

    /**
     * Returns the software time stamp between {@code at} and {@code end}, nanoseconds since 1970; 0 if there is none.
     */
    static long timeStamp(MemorySegment control, long at, long end) {
        long data = find(control, at, end, Socket.SOL_SOCKET, SCM_TIMESTAMPING, 2 * Long.BYTES);
        return data < 0
                ? 0
                : control.get(JAVA_LONG, data) * NANOS_PER_SECOND + control.get(JAVA_LONG, data + Long.BYTES);
    }

    /** Returns the number of the sent message that a time stamp in the error queue is of; -1 if it is of none. */
    static long departed(MemorySegment control, long at, long end) {
        long data = find(control, at, end, IPPROTO_IP, IP_RECVERR, ERROR_BYTES);
        if (data < 0) {
            data = find(control, at, end, IPPROTO_IPV6, IPV6_RECVERR, ERROR_BYTES);
        }
        return data < 0 || control.get(JAVA_BYTE, data + ORIGIN) != SO_EE_ORIGIN_TIMESTAMPING
                ? -1
                : Integer.toUnsignedLong(control.get(JAVA_INT, data + ID));
    }

    /** Returns where the data of a control message begins; -1 if it is not there whole. */
    private static long find(MemorySegment control, long start, long end, int level, int type, int bytes) {
        long at = start;
        while (at + DATA <= end) {
            long length = control.get(JAVA_LONG, at);
            if (length < DATA || length > end - at) {
                return -1;
            }
            if (control.get(JAVA_INT, at + LEVEL) == level
                    && control.get(JAVA_INT, at + TYPE) == type
                    && length >= DATA + bytes) {
                return at + DATA;
            }
            at += (length + Long.BYTES - 1) & -Long.BYTES;
        }
        return -1;
    }
}
