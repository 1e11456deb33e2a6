package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls through libc, as section 2 of the manual has them. Each returns what the call returns; when that is
 * negative, {@link #errno} says why. One instance is for one thread at a time, for it holds the error number.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SENDMMSG = function("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            function("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_CREATE = function("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            function("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private static final MethodHandle KILL = function("kill", JAVA_INT, JAVA_INT, JAVA_INT);

    // Freed when unreachable.
    private final MemorySegment state = Arena.ofAuto().allocate(STATE_LAYOUT);

    /** Returns why the last call failed. */
    int errno() {
        return state.get(JAVA_INT, ERRNO);
    }

    /** Returns {@code result}, unless it says that {@code call} failed. */
    int check(String call, int result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, errno());
        }
        return result;
    }

    /** Returns {@code result}, or 0 if it says that there was nothing to do or a signal came, which is no error. */
    int checkUnlessNothing(String call, int result) throws SystemCallException {
        return result < 0 && (errno() == Errno.EAGAIN || errno() == Errno.EINTR) ? 0 : check(call, result);
    }

    int socket(int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(state, domain, type, protocol);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int close(int descriptor) {
        try {
            return (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int bind(int descriptor, MemorySegment address, int length) {
        try {
            return (int) BIND.invokeExact(state, descriptor, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int connect(int descriptor, MemorySegment address, int length) {
        try {
            return (int) CONNECT.invokeExact(state, descriptor, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int setsockopt(int descriptor, int level, int name, MemorySegment value) {
        int length = (int) value.byteSize();
        try {
            return (int) SETSOCKOPT.invokeExact(state, descriptor, level, name, value, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int getsockopt(int descriptor, int level, int name, MemorySegment value, MemorySegment length) {
        try {
            return (int) GETSOCKOPT.invokeExact(state, descriptor, level, name, value, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int sendmmsg(int descriptor, MemorySegment headers, int count, int flags) {
        try {
            return (int) SENDMMSG.invokeExact(state, descriptor, headers, count, flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int recvmmsg(int descriptor, MemorySegment headers, int count, int flags) {
        try {
            return (int) RECVMMSG.invokeExact(state, descriptor, headers, count, flags, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int epollCreate(int flags) {
        try {
            return (int) EPOLL_CREATE.invokeExact(state, flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
        try {
            return (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int epollWait(int epoll, MemorySegment events, int count, int millis) {
        try {
            return (int) EPOLL_WAIT.invokeExact(state, epoll, events, count, millis);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int eventfd(int flags) {
        try {
            return (int) EVENTFD.invokeExact(state, 0, flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    long read(int descriptor, MemorySegment buffer) {
        long length = buffer.byteSize();
        try {
            return (long) READ.invokeExact(state, descriptor, buffer, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    long write(int descriptor, MemorySegment buffer) {
        long length = buffer.byteSize();
        try {
            return (long) WRITE.invokeExact(state, descriptor, buffer, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int kill(int process, int signal) {
        try {
            return (int) KILL.invokeExact(state, process, signal);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    // Calling into libc is what this class is for; the JVM is started with native access enabled.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** A method handle declares every throwable; these calls throw none of their own. */
    private static RuntimeException unexpected(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
