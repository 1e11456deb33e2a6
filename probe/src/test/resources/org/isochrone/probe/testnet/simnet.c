/*
 * A simulated internet: network namespaces, each with a TUN device behind which addresses in many prefixes answer as a
 * table says (paths.h). Not shipped; needs root and /dev/net/tun.
 *
 *   simnet TABLE LOG
 *
 * Prints "zone NAME FILE" for each zone, where `nsenter --net=FILE COMMAND` runs a command inside it, and "ready". The
 * namespaces have no names and are held by this process, so that nothing stays behind however it ends; it ends when its
 * standard input does. At each line that it reads there, and at the end, it writes what happened to LOG and prints
 * "logged": one line per request, and one per further copy of a reply,
 *
 *   ZONE METHOD TO ID SEQUENCE ENTERED_NS DUE_NS LEFT_NS
 *
 * ENTERED is the kernel's time stamp of the request's way into the device, so that it does not matter how late this
 * process wakes up. LEFT is when the reply was handed to the kernel, 0 if there was none. The true delay is LEFT - ENTERED.
 * Times are of CLOCK_REALTIME.
 */
#define _GNU_SOURCE
#include "replies.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#define DEVICE "sim0"
#define NANOS 1000000000LL
#define DUPLICATE_NANOS 1000000

struct departure {
    int64_t due;
    uint64_t order;
    int zone;
    size_t entry;
    size_t length;
    uint8_t packet[];
};

struct entry {
    int zone;
    enum method method;
    struct address to;
    uint16_t id, sequence;
    int64_t entered, due, left;
};

/* Waking up from a sleep takes that long at the worst, as a rule; the rest of the time to a departure is spent spinning. */
static struct table table = {.spin_us = 150};
static int64_t spin_nanos;
static int tuns[MAX_ZONES], taps[MAX_ZONES];
static struct departure **heap;
static size_t heap_count, heap_size;
static struct entry *entries;
static size_t entry_count, entry_size;
static uint64_t random_state, orders;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * NANOS + time.tv_nsec;
}

/* SplitMix64. */
static uint64_t next_random(void) {
    uint64_t z = random_state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
}

static double fraction(void) { return (double)(next_random() >> 11) / 9007199254740992.0; }

static bool before(const struct departure *a, const struct departure *b) {
    return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void push(struct departure *departure) {
    if (heap_count == heap_size) {
        heap_size = heap_size ? 2 * heap_size : 1024;
        heap = realloc(heap, heap_size * sizeof *heap);
    }
    size_t at = heap_count++;
    for (; at > 0 && before(departure, heap[(at - 1) / 2]); at = (at - 1) / 2) {
        heap[at] = heap[(at - 1) / 2];
    }
    heap[at] = departure;
}

static struct departure *pop(void) {
    struct departure *top = heap[0], *last = heap[--heap_count];
    size_t at = 0;
    while (2 * at + 1 < heap_count) {
        size_t child = 2 * at + 1;
        child += child + 1 < heap_count && before(heap[child + 1], heap[child]);
        if (!before(heap[child], last)) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return top;
}

static size_t note(int zone, const struct request *request, int64_t entered, int64_t due) {
    if (entry_count == entry_size) {
        entry_size = entry_size ? 2 * entry_size : 4096;
        entries = realloc(entries, entry_size * sizeof *entries);
    }
    entries[entry_count] =
        (struct entry){zone, request->method, request->to, request->id, request->sequence, entered, due, 0};
    return entry_count++;
}

static void write_log(const char *file) {
    FILE *out = fopen(file, "w");
    if (!out) {
        fail("cannot write %s", file);
    }
    for (size_t i = 0; i < entry_count; i++) {
        const struct entry *entry = &entries[i];
        char to[INET6_ADDRSTRLEN];
        inet_ntop(entry->to.family, entry->to.bytes, to, sizeof to);
        fprintf(out, "%s %s %s %d %d %lld %lld %lld\n", table.zones[entry->zone].name, METHOD_NAMES[entry->method], to,
                entry->id, entry->sequence, (long long)entry->entered, (long long)entry->due, (long long)entry->left);
    }
    fclose(out);
    puts("logged");
    fflush(stdout);
}

static void send_later(int zone, const struct request *request, int64_t entered, int64_t due, const uint8_t *packet, size_t length) {
    struct departure *departure = malloc(sizeof *departure + length);
    *departure = (struct departure){due, orders++, zone, note(zone, request, entered, due), length};
    memcpy(departure->packet, packet, length);
    push(departure);
}

static void answer(int zone, uint8_t *packet, size_t length, int64_t entered) {
    struct request request = read_request(packet, length);
    const struct path *path = request.method == NO_METHOD ? NULL : path_to(&table, zone, &request.to);
    if (request.method == NO_METHOD) {
        return;
    }
    bool answers = path && (request.method == ICMP ? path->icmp : request.method == TCP ? path->tcp : path->dns);
    if (!answers || fraction() < path->loss) {
        note(zone, &request, entered, 0);
        return;
    }
    double delay_us = path->delay_us + fraction() * path->jitter_us;
    if (fraction() < path->reorder) {
        delay_us += path->reorder_us;
    }
    int64_t due = entered + (int64_t)(delay_us * 1000);
    uint8_t reply[MAX_PACKET];
    bool elsewhere = fraction() < path->elsewhere;
    size_t size = reply_to(&request, path, elsewhere, (uint32_t)next_random(), reply);
    send_later(zone, &request, entered, due, reply, size);
    if (fraction() < path->dup) {
        send_later(zone, &request, entered, due + DUPLICATE_NANOS, reply, size);
    }
}

static bool receive(int zone) {
    uint8_t packet[MAX_PACKET];
    char control[64];
    struct iovec vector = {packet, sizeof packet};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t length = recvmsg(taps[zone], &message, MSG_DONTWAIT);
    if (length < 0) {
        return false;
    }
    struct timespec stamp = {0};
    for (struct cmsghdr *each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_TIMESTAMPNS) {
            memcpy(&stamp, CMSG_DATA(each), sizeof stamp);
        }
    }
    answer(zone, packet, (size_t)length, stamp.tv_sec ? stamp.tv_sec * NANOS + stamp.tv_nsec : now());
    /* The device's own copy, without a time stamp, only takes up its queue. */
    (void)!read(tuns[zone], packet, sizeof packet);
    return true;
}

static void depart(void) {
    while (now() < heap[0]->due) {}
    struct departure *departure = pop();
    entries[departure->entry].left = now();
    if (write(tuns[departure->zone], departure->packet, departure->length) < 0) {
        entries[departure->entry].left = 0;
    }
    free(departure);
}

static void run(const char *log) {
    struct pollfd polled[MAX_ZONES + 1];
    for (int i = 0; i < table.zone_count; i++) {
        polled[i] = (struct pollfd){taps[i], POLLIN, 0};
    }
    polled[table.zone_count] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
    while (true) {
        int64_t wait = heap_count ? heap[0]->due - now() - spin_nanos : NANOS;
        struct timespec timeout = {wait > 0 ? wait / NANOS : 0, wait > 0 ? wait % NANOS : 0};
        if (ppoll(polled, (nfds_t)table.zone_count + 1, &timeout, NULL) > 0) {
            char line[64];
            if (polled[table.zone_count].revents) {
                bool ends = read(STDIN_FILENO, line, sizeof line) <= 0;
                write_log(log);
                if (ends) {
                    return;
                }
            }
        }
        for (int zone = 0; zone < table.zone_count; zone++) {
            while (receive(zone) && !(heap_count && heap[0]->due <= now())) {}
        }
        if (heap_count && heap[0]->due - now() <= spin_nanos) {
            depart();
        }
    }
}

/* Lets only packets that leave through the device into the socket. */
static void filter_outgoing(int tap) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFF),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    if (setsockopt(tap, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
        fail("cannot filter packets: %s", strerror(errno));
    }
}

/* Where /dev has no such file the kernel may have the device all the same: then through a file of our own. */
static int open_tun(const char *log) {
    int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (tun < 0 && errno == ENOENT) {
        char file[4096];
        snprintf(file, sizeof file, "%s.tun", log);
        if (mknod(file, S_IFCHR | 0600, makedev(10, 200)) == 0) {
            tun = open(file, O_RDWR | O_NONBLOCK | O_CLOEXEC);
            int why = errno;
            unlink(file);
            errno = why;
        }
    }
    return tun;
}

static void open_zone(int index, const char *log) {
    const struct zone *zone = &table.zones[index];
    if (unshare(CLONE_NEWNET) < 0) {
        fail("cannot make a network namespace: %s", strerror(errno));
    }
    tuns[index] = open_tun(log);
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    strcpy(request.ifr_name, DEVICE);
    if (tuns[index] < 0 || ioctl(tuns[index], TUNSETIFF, &request) < 0) {
        fail("cannot make a TUN device with /dev/net/tun: %s", strerror(errno));
    }
    char command[512];
    snprintf(command, sizeof command,
             "ip link set lo up && ip link set " DEVICE " up txqueuelen 10000 && ip addr add %s/32 dev " DEVICE
             " && ip -6 addr add %s/128 dev " DEVICE " nodad && ip route add default dev " DEVICE
             " && ip -6 route add default dev " DEVICE,
             zone->ipv4, zone->ipv6);
    if (system(command) != 0) {
        fail("zone %s: could not set its addresses", zone->name);
    }
    taps[index] = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    filter_outgoing(taps[index]);
    int on = 1, room = 8 << 20;
    setsockopt(taps[index], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    setsockopt(taps[index], SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(DEVICE)};
    if (bind(taps[index], (struct sockaddr *)&all, sizeof all) < 0) {
        fail("zone %s: cannot see its packets: %s", zone->name, strerror(errno));
    }
    /* The descriptor stays open and holds the namespace. */
    int handle = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    printf("zone %s /proc/%d/fd/%d\n", zone->name, getpid(), handle);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: %s TABLE LOG\n", argv[0]);
        return 2;
    }
    read_table(argv[1], &table);
    random_state = table.seed;
    spin_nanos = (int64_t)(table.spin_us * 1000);
    for (int i = 0; i < table.zone_count; i++) {
        open_zone(i, argv[2]);
    }
    /* As punctual as this process may be. */
    struct sched_param priority = {.sched_priority = 10};
    sched_setscheduler(0, SCHED_FIFO, &priority);
    prctl(PR_SET_TIMERSLACK, 1);
    mlockall(MCL_CURRENT | MCL_FUTURE);
    puts("ready");
    fflush(stdout);
    run(argv[2]);
    return 0;
}
