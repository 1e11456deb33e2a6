package org.isochrone.probe.icmp;

import java.io.IOException;

/** Thrown where the kernel refuses a system call. */
final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Says which call failed and why. */
    SystemCallException(String call, int errno) {
        super(call + ": " + name(errno));
        this.errno = errno;
    }

    /** Returns the kernel's error number, as in errno(3). */
    int errno() {
        return errno;
    }

    /** The names of those that are to be expected; strerror(3) would speak the language of the locale. */
    private static String name(int errno) {
        return switch (errno) {
            case 1 -> "operation not permitted (EPERM)";
            case 11 -> "the send buffer is full (EAGAIN)";
            case 13 -> "permission denied (EACCES)";
            case 22 -> "invalid argument (EINVAL)";
            case 24 -> "too many open files (EMFILE)";
            case 93 -> "protocol not supported (EPROTONOSUPPORT)";
            case 97 -> "address family not supported (EAFNOSUPPORT)";
            case 99 -> "this machine has no such address (EADDRNOTAVAIL)";
            case 101 -> "network unreachable (ENETUNREACH)";
            case 105 -> "no buffer space (ENOBUFS)";
            case 113 -> "no route to host (EHOSTUNREACH)";
            default -> "errno " + errno;
        };
    }
}
