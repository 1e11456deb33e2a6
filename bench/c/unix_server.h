/*
 * What both constant-answer programs share: a UNIX stream socket server with a thread per connection that hands every
 * line to answer() and writes what answer() put into the buffer with one write().
 */
#ifndef ISOCHRONE_BENCH_UNIX_SERVER_H
#define ISOCHRONE_BENCH_UNIX_SERVER_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LINE_MAX_BYTES 65536
#define ANSWER_MAX_BYTES 8192

/* The zone that is served, without a trailing dot. */
static const char *zone;

/* Writes the answer to one line (without its newline, NUL-terminated) and returns its length. */
static size_t answer(char *line, char *out);

static void die(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static int write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written <= 0) {
            return 0;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return 1;
}

static void *serve(void *argument) {
    int fd = (int)(intptr_t)argument;
    char *line = malloc(LINE_MAX_BYTES + 1);
    char *out = malloc(ANSWER_MAX_BYTES);
    size_t filled = 0;
    ssize_t got;
    while (line && out && (got = read(fd, line + filled, LINE_MAX_BYTES - filled)) > 0) {
        filled += (size_t)got;
        char *start = line;
        char *end;
        while ((end = memchr(start, '\n', filled - (size_t)(start - line)))) {
            *end = '\0';
            if (!write_all(fd, out, answer(start, out))) {
                goto closed;
            }
            start = end + 1;
        }
        filled -= (size_t)(start - line);
        memmove(line, start, filled);
        if (filled == LINE_MAX_BYTES) {
            break;
        }
    }
closed:
    free(line);
    free(out);
    close(fd);
    return NULL;
}

/* Listens on the path argv[1] for the zone argv[2] until the process is ended; prints "ready" once it does. */
static int run(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (argc != 3 || strlen(argv[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: %s SOCKET ZONE\n", argv[0]);
        return 2;
    }
    zone = argv[2];
    strcpy(address.sun_path, argv[1]);
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 64) < 0) {
        die(argv[1]);
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        pthread_t thread;
        if (connection < 0) {
            die("accept");
        }
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)connection) != 0) {
            die("pthread_create");
        }
        pthread_detach(thread);
    }
}

#endif
