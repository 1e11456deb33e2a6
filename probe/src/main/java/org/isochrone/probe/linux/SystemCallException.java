package org.isochrone.probe.linux;

import java.io.IOException;

/** Thrown where the kernel refuses a system call. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Says which call failed and why. */
    SystemCallException(String call, int errno) {
        super(call + ": " + name(errno));
        this.errno = errno;
    }

    /** Returns the kernel's error number, as in errno(3). */
    public int errno() {
        return errno;
    }

    /** Tells whether the process lacks a right: EPERM or EACCES. */
    public boolean forbidden() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }

    /** The names of those that are to be expected; strerror(3) would speak the language of the locale. */
    private static String name(int errno) {
        return switch (errno) {
            case Errno.EPERM -> "operation not permitted (EPERM)";
            case Errno.EAGAIN -> "the send buffer is full, no port is free, or nothing came in time (EAGAIN)";
            case Errno.EACCES -> "permission denied (EACCES)";
            case 22 -> "invalid argument (EINVAL)";
            case 24 -> "too many open files (EMFILE)";
            case 90 -> "message too long (EMSGSIZE)";
            case 93 -> "protocol not supported (EPROTONOSUPPORT)";
            case 97 -> "address family not supported (EAFNOSUPPORT)";
            case 98 -> "address in use (EADDRINUSE)";
            case 99 -> "this machine has no such address, or no free port (EADDRNOTAVAIL)";
            case 101 -> "network unreachable (ENETUNREACH)";
            case 105 -> "no buffer space (ENOBUFS)";
            case 110 -> "timed out (ETIMEDOUT)";
            case Errno.ECONNREFUSED -> "connection refused (ECONNREFUSED)";
            case 113 -> "no route to host (EHOSTUNREACH)";
            default -> "errno " + errno;
        };
    }
}
