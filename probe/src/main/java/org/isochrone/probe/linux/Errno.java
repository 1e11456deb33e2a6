package org.isochrone.probe.linux;

/** Error numbers of errno(3) that are told apart; x86-64 and aarch64 have the same. */
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ECONNREFUSED = 111;
    static final int EINPROGRESS = 115;

    private Errno() {}
}
