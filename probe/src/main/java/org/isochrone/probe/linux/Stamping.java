package org.isochrone.probe.linux;

/** SO_TIMESTAMPING, as linux/net_tstamp.h has it, and the flags of recvmsg(2) that its stamps take. */
final class Stamping {
    static final int SO_TIMESTAMPING = 37;
    static final int OPT_ID = 1 << 7;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_ERRQUEUE = 0x2000;

    private static final int RX_SOFTWARE = 1 << 3;
    private static final int REPORT_SOFTWARE = 1 << 4;
    private static final int TX_SCHED = 1 << 8;
    private static final int OPT_TSONLY = 1 << 11;

    /** What the kernel takes from the network. */
    static final int ARRIVALS = RX_SOFTWARE | REPORT_SOFTWARE;

    /** What it hands to the queue of a device. */
    static final int DEPARTURES = TX_SCHED | OPT_TSONLY;

    private Stamping() {}
}
