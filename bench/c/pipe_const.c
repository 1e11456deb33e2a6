/*
 * A PowerDNS pipe backend (ABI 3 to 5) on a UNIX socket that gives the same A record to every client, marked as good
 * for the client's /24 only, so that PowerDNS may cache no answer. Does as little as a correct program can: it is the
 * ceiling of the interface.
 *
 * usage: pipe_const SOCKET ZONE
 */
#include "unix_server.h"

static size_t answer(char *line, char *out) {
    char *rest = line;
    const char *kind = strsep(&rest, "\t");
    if (strcmp(kind, "HELO") == 0) {
        return (size_t)sprintf(out, "OK\tconstant\n");
    }
    const char *name = rest ? strsep(&rest, "\t") : NULL;
    const char *class = rest ? strsep(&rest, "\t") : NULL;
    const char *type = rest ? strsep(&rest, "\t") : NULL;
    if (strcmp(kind, "Q") != 0 || !name || !class || !type || strlen(name) > 1024) {
        return (size_t)sprintf(out, "END\n");
    }
    int apex = strcasecmp(name, zone) == 0;
    if (apex && (strcmp(type, "SOA") == 0 || strcmp(type, "ANY") == 0)) {
        return (size_t)sprintf(
                out, "DATA\t0\t1\t%s\tIN\tSOA\t60\t1\tns.%s hostmaster.%s 1 7200 3600 1209600 60\nEND\n", name, zone, zone);
    }
    if (!apex && (strcmp(type, "A") == 0 || strcmp(type, "ANY") == 0)) {
        return (size_t)sprintf(out, "DATA\t24\t1\t%s\tIN\tA\t60\t1\t192.0.2.1\nEND\n", name);
    }
    return (size_t)sprintf(out, "END\n");
}

int main(int argc, char **argv) {
    return run(argc, argv);
}
