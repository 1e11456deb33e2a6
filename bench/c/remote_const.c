/*
 * A PowerDNS remote backend on a UNIX socket that gives the same A record to every client, marked as good for the
 * client's /24 only, so that PowerDNS may cache no answer. Finds its fields by text search instead of parsing JSON: it
 * is the ceiling of the interface.
 *
 * usage: remote_const SOCKET ZONE
 */
#include "unix_server.h"

/* Copies the text behind "key" and its colon into value and tells whether it is there. */
static int field(const char *line, const char *key, char *value, size_t size) {
    const char *at = strstr(line, key);
    if (!at) {
        return 0;
    }
    at += strlen(key);
    at += strspn(at, ": ");
    if (*at++ != '"') {
        return 0;
    }
    const char *end = strchr(at, '"');
    if (!end || (size_t)(end - at) >= size) {
        return 0;
    }
    memcpy(value, at, (size_t)(end - at));
    value[end - at] = '\0';
    return 1;
}

static size_t answer(char *line, char *out) {
    char method[64], name[1100], type[32];
    if (!field(line, "\"method\"", method, sizeof method)) {
        return (size_t)sprintf(out, "{\"result\":false}\n");
    }
    if (strcmp(method, "initialize") == 0) {
        return (size_t)sprintf(out, "{\"result\":true}\n");
    }
    if (strcmp(method, "getAllDomains") == 0) {
        return (size_t)sprintf(
                out,
                "{\"result\":[{\"id\":1,\"zone\":\"%s.\",\"kind\":\"native\",\"serial\":1,\"notified_serial\":1,"
                "\"last_check\":0,\"masters\":[]}]}\n",
                zone);
    }
    if (strcmp(method, "getAllDomainMetadata") == 0) {
        return (size_t)sprintf(out, "{\"result\":{}}\n");
    }
    if (strcmp(method, "lookup") != 0 || !field(line, "\"qname\"", name, sizeof name)
            || !field(line, "\"qtype\"", type, sizeof type)) {
        return (size_t)sprintf(out, "{\"result\":false}\n");
    }
    size_t length = strlen(zone);
    int apex = strncasecmp(name, zone, length) == 0 && strcmp(name + length, ".") == 0;
    if (apex && (strcmp(type, "SOA") == 0 || strcmp(type, "ANY") == 0)) {
        return (size_t)sprintf(
                out,
                "{\"result\":[{\"qtype\":\"SOA\",\"qname\":\"%s\",\"content\":\"ns.%s. hostmaster.%s. 1 7200 3600 "
                "1209600 60\",\"ttl\":60,\"domain_id\":1,\"auth\":1,\"scopeMask\":0}]}\n",
                name, zone, zone);
    }
    if (!apex && (strcmp(type, "A") == 0 || strcmp(type, "ANY") == 0)) {
        return (size_t)sprintf(
                out,
                "{\"result\":[{\"qtype\":\"A\",\"qname\":\"%s\",\"content\":\"192.0.2.1\",\"ttl\":60,\"domain_id\":1,"
                "\"auth\":1,\"scopeMask\":24}]}\n",
                name);
    }
    return (size_t)sprintf(out, "{\"result\":false}\n");
}

int main(int argc, char **argv) {
    return run(argc, argv);
}
