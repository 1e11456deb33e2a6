/*
 * The table of the simulated internet: which zones there are, and what lies between a zone and a prefix. One line each,
 * '#' begins a comment:
 *
 *   seed N
 *   spin US                                 how long before a departure this process stays awake; 150 where not given
 *   zone NAME IPV4 IPV6                     a network namespace whose one address of each family is this
 *   path ZONE PREFIX DELAY_US [OPTION...]   ZONE may be '*'; the longest prefix counts, and a zone's own before '*'
 *
 * Options, where P is a probability and US a time in microseconds:
 *
 *   jitter=US         a delay in [0..US) on top, drawn for each reply
 *   loss=P            no reply
 *   dup=P             the reply comes twice, the second time one millisecond later
 *   reorder=P:US      the reply is held up by US
 *   elsewhere=P       the reply comes from the next higher address
 *   open=PORT[,PORT]  TCP ports that answer SYN-ACK; all others answer RST
 *   icmp=no tcp=no dns=no   does not answer at all
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ZONES 8
#define MAX_PORTS 8
#define EVERY_ZONE (-1)

struct address {
    int family;
    uint8_t bytes[16];
};

struct zone {
    char name[32];
    char ipv4[INET_ADDRSTRLEN];
    char ipv6[INET6_ADDRSTRLEN];
};

struct path {
    int zone;
    struct address network;
    int length;
    double delay_us, jitter_us, reorder_us;
    double loss, dup, reorder, elsewhere;
    bool icmp, tcp, dns;
    int open[MAX_PORTS];
    int ports;
};

struct table {
    uint64_t seed;
    double spin_us;
    struct zone zones[MAX_ZONES];
    int zone_count;
    struct path *paths;
    size_t path_count;
    /* Numbers of paths plus one, by hash of (zone, family, length, network); the size is a power of two. */
    uint32_t *slots;
    size_t slot_count;
    bool lengths[2][129];
};

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("simnet: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static int address_bits(int family) { return family == AF_INET ? 32 : 128; }

static bool parse_address(const char *text, struct address *address) {
    memset(address, 0, sizeof *address);
    address->family = strchr(text, ':') ? AF_INET6 : AF_INET;
    return inet_pton(address->family, text, address->bytes) == 1;
}

static struct address masked(const struct address *address, int length) {
    struct address result = *address;
    for (int bit = length; bit < address_bits(address->family); bit++) {
        result.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
    }
    return result;
}

static size_t hash_of(int zone, int length, const struct address *network) {
    uint64_t hash = 1469598103934665603ULL ^ (uint64_t)(zone + 2) << 16 ^ (uint64_t)length << 8 ^ (uint64_t)network->family;
    for (int i = 0; i < 16; i++) {
        hash = (hash ^ network->bytes[i]) * 1099511628211ULL;
    }
    return (size_t)(hash ^ hash >> 29);
}

static size_t slot_of(const struct table *table, int zone, int length, const struct address *network) {
    size_t slot = hash_of(zone, length, network) & (table->slot_count - 1);
    while (table->slots[slot]) {
        const struct path *path = &table->paths[table->slots[slot] - 1];
        if (path->zone == zone && path->length == length && path->network.family == network->family &&
            memcmp(path->network.bytes, network->bytes, sizeof network->bytes) == 0) {
            break;
        }
        slot = (slot + 1) & (table->slot_count - 1);
    }
    return slot;
}

/* The path from a zone to an address; NULL if there is none. */
static const struct path *path_to(const struct table *table, int zone, const struct address *address) {
    for (int length = address_bits(address->family); length >= 0; length--) {
        if (!table->lengths[address->family == AF_INET6][length]) {
            continue;
        }
        struct address network = masked(address, length);
        uint32_t number = table->slots[slot_of(table, zone, length, &network)];
        if (!number) {
            number = table->slots[slot_of(table, EVERY_ZONE, length, &network)];
        }
        if (number) {
            return &table->paths[number - 1];
        }
    }
    return NULL;
}

static int zone_named(const struct table *table, const char *name, int line) {
    for (int i = 0; i < table->zone_count; i++) {
        if (strcmp(table->zones[i].name, name) == 0) {
            return i;
        }
    }
    if (strcmp(name, "*") != 0) {
        fail("line %d: no such zone: '%s'", line, name);
    }
    return EVERY_ZONE;
}

static void parse_ports(struct path *path, char *text, int line) {
    char *rest = NULL;
    for (char *each = strtok_r(text, ",", &rest); each; each = strtok_r(NULL, ",", &rest)) {
        if (path->ports == MAX_PORTS) {
            fail("line %d: more than %d ports", line, MAX_PORTS);
        }
        path->open[path->ports++] = atoi(each);
    }
}

static void parse_option(struct path *path, char *option, int line) {
    char *value = strchr(option, '=');
    if (!value) {
        fail("line %d: must be NAME=VALUE: '%s'", line, option);
    }
    *value++ = 0;
    if (!strcmp(option, "jitter")) path->jitter_us = atof(value);
    else if (!strcmp(option, "loss")) path->loss = atof(value);
    else if (!strcmp(option, "dup")) path->dup = atof(value);
    else if (!strcmp(option, "elsewhere")) path->elsewhere = atof(value);
    else if (!strcmp(option, "open")) parse_ports(path, value, line);
    else if (!strcmp(option, "icmp")) path->icmp = strcmp(value, "no") != 0;
    else if (!strcmp(option, "tcp")) path->tcp = strcmp(value, "no") != 0;
    else if (!strcmp(option, "dns")) path->dns = strcmp(value, "no") != 0;
    else if (!strcmp(option, "reorder") && sscanf(value, "%lf:%lf", &path->reorder, &path->reorder_us) == 2) return;
    else fail("line %d: not understood: '%s=%s'", line, option, value);
}

static void parse_path(struct table *table, char **words, int count, int line) {
    if (table->path_count % 1024 == 0) {
        table->paths = realloc(table->paths, (table->path_count + 1024) * sizeof *table->paths);
    }
    struct path *path = &table->paths[table->path_count++];
    *path = (struct path){.icmp = true, .tcp = true, .dns = true};
    char *slash = count >= 4 ? strchr(words[2], '/') : NULL;
    if (!slash) {
        fail("line %d: must be 'path ZONE PREFIX DELAY_US'", line);
    }
    *slash = 0;
    struct address address;
    path->length = atoi(slash + 1);
    if (!parse_address(words[2], &address) || path->length < 0 || path->length > address_bits(address.family)) {
        fail("line %d: no prefix: '%s/%s'", line, words[2], slash + 1);
    }
    path->zone = zone_named(table, words[1], line);
    path->network = masked(&address, path->length);
    path->delay_us = atof(words[3]);
    for (int i = 4; i < count; i++) {
        parse_option(path, words[i], line);
    }
    table->lengths[address.family == AF_INET6][path->length] = true;
}

static void parse_zone(struct table *table, char **words, int count, int line) {
    struct address ipv4, ipv6;
    if (count != 4 || table->zone_count == MAX_ZONES || !parse_address(words[2], &ipv4) || ipv4.family != AF_INET ||
        !parse_address(words[3], &ipv6) || ipv6.family != AF_INET6) {
        fail("line %d: must be 'zone NAME IPV4 IPV6', at most %d of them", line, MAX_ZONES);
    }
    struct zone *zone = &table->zones[table->zone_count++];
    snprintf(zone->name, sizeof zone->name, "%s", words[1]);
    snprintf(zone->ipv4, sizeof zone->ipv4, "%s", words[2]);
    snprintf(zone->ipv6, sizeof zone->ipv6, "%s", words[3]);
}

static void read_table(const char *file, struct table *table) {
    FILE *in = fopen(file, "r");
    if (!in) {
        fail("cannot read %s", file);
    }
    char text[512];
    for (int line = 1; fgets(text, sizeof text, in); line++) {
        text[strcspn(text, "#\n")] = 0;
        char *words[16], *rest = NULL;
        int count = 0;
        for (char *word = strtok_r(text, " \t", &rest); word && count < 16; word = strtok_r(NULL, " \t", &rest)) {
            words[count++] = word;
        }
        if (count == 0) continue;
        if (!strcmp(words[0], "seed") && count == 2) table->seed = strtoull(words[1], NULL, 10);
        else if (!strcmp(words[0], "spin") && count == 2) table->spin_us = atof(words[1]);
        else if (!strcmp(words[0], "zone")) parse_zone(table, words, count, line);
        else if (!strcmp(words[0], "path")) parse_path(table, words, count, line);
        else fail("line %d: not understood: '%s'", line, words[0]);
    }
    fclose(in);
    for (table->slot_count = 64; table->slot_count < 4 * table->path_count; table->slot_count *= 2) {}
    table->slots = calloc(table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < table->path_count; i++) {
        const struct path *path = &table->paths[i];
        table->slots[slot_of(table, path->zone, path->length, &path->network)] = (uint32_t)i + 1;
    }
}
