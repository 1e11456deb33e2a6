/* What a host somewhere in the simulated internet answers: ICMP echo, TCP SYN, and any question to UDP port 53. */
#include "paths.h"
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>

#define MAX_PACKET 1500
#define DNS_PORT 53
#define DNS_HEADER 12

enum method { NO_METHOD, ICMP, TCP, DNS };
static const char *const METHOD_NAMES[] = {"none", "icmp", "tcp", "dns"};

/* A request, as far as it is understood. */
struct request {
    enum method method;
    struct address from, to;
    uint8_t *payload; /* behind the IP header */
    size_t length;
    uint16_t id, sequence; /* of ICMP; the ports of TCP, the port and query id of DNS */
};

static uint32_t sum_of(const uint8_t *bytes, size_t length, uint32_t sum) {
    for (size_t i = 0; i + 1 < length; i += 2) {
        sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
    }
    return length % 2 ? sum + ((uint32_t)bytes[length - 1] << 8) : sum;
}

static uint16_t folded(uint32_t sum) {
    while (sum >> 16) {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return htons((uint16_t)~sum);
}

/* The checksum of TCP, UDP and ICMPv6, with addresses: RFC 793, RFC 8200 section 8.1. */
static uint16_t checksum_with_addresses(const struct request *request, uint8_t protocol, const uint8_t *bytes, size_t length) {
    size_t size = request->to.family == AF_INET ? 4 : 16;
    uint32_t sum = sum_of(request->from.bytes, size, sum_of(request->to.bytes, size, 0));
    uint16_t folded_sum = folded(sum_of(bytes, length, sum + protocol + (uint32_t)length));
    return folded_sum == 0 ? 0xFFFF : folded_sum;
}

static uint16_t port_at(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

/* Reads an IP packet; the method is NO_METHOD if nobody would answer it. */
static struct request read_request(uint8_t *packet, size_t length) {
    struct request request = {0};
    uint8_t protocol;
    if (length >= 20 && packet[0] >> 4 == 4) {
        size_t header = (size_t)(packet[0] & 15) * 4, total = port_at(packet + 2);
        if (header < 20 || total < header || total > length) {
            return request;
        }
        protocol = packet[9];
        request.from.family = request.to.family = AF_INET;
        memcpy(request.from.bytes, packet + 12, 4);
        memcpy(request.to.bytes, packet + 16, 4);
        request.payload = packet + header;
        request.length = total - header;
    } else if (length >= 40 && packet[0] >> 4 == 6) {
        protocol = packet[6];
        request.from.family = request.to.family = AF_INET6;
        memcpy(request.from.bytes, packet + 8, 16);
        memcpy(request.to.bytes, packet + 24, 16);
        request.payload = packet + 40;
        request.length = port_at(packet + 4) <= length - 40 ? port_at(packet + 4) : length - 40;
    } else {
        return request;
    }
    bool v4 = request.to.family == AF_INET;
    const uint8_t *bytes = request.payload;
    if (protocol == (v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6) && request.length >= 8 &&
        bytes[0] == (v4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST)) {
        request.method = ICMP;
        request.id = port_at(bytes + 4);
        request.sequence = port_at(bytes + 6);
    } else if (protocol == IPPROTO_TCP && request.length >= 20 && (bytes[13] & 0x17) == 0x02) {
        request.method = TCP;
        request.id = port_at(bytes);
        request.sequence = port_at(bytes + 2);
    } else if (protocol == IPPROTO_UDP && request.length >= 8 + DNS_HEADER && port_at(bytes + 2) == DNS_PORT) {
        request.method = DNS;
        request.id = port_at(bytes);
        request.sequence = port_at(bytes + 8);
    }
    return request;
}

static size_t icmp_reply(const struct request *request, uint8_t *out) {
    memcpy(out, request->payload, request->length);
    bool v4 = request->to.family == AF_INET;
    out[0] = v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
    out[2] = out[3] = 0;
    uint16_t checksum = v4 ? folded(sum_of(out, request->length, 0))
                           : checksum_with_addresses(request, IPPROTO_ICMPV6, out, request->length);
    memcpy(out + 2, &checksum, 2);
    return request->length;
}

static size_t tcp_reply(const struct request *request, const struct path *path, uint32_t random, uint8_t *out) {
    bool open = false;
    for (int i = 0; i < path->ports; i++) {
        open |= path->open[i] == request->sequence;
    }
    struct tcphdr syn, reply = {0};
    memcpy(&syn, request->payload, sizeof syn);
    reply.source = syn.dest;
    reply.dest = syn.source;
    reply.seq = open ? random : 0;
    reply.ack_seq = htonl(ntohl(syn.seq) + 1);
    reply.doff = sizeof reply / 4;
    reply.ack = 1;
    reply.syn = open;
    reply.rst = !open;
    reply.window = open ? 0xFFFF : 0;
    memcpy(out, &reply, sizeof reply);
    uint16_t checksum = checksum_with_addresses(request, IPPROTO_TCP, out, sizeof reply);
    memcpy(out + 16, &checksum, 2);
    return sizeof reply;
}

/* NOERROR without records, to whatever was asked. */
static size_t dns_reply(const struct request *request, uint8_t *out) {
    memcpy(out, request->payload, request->length);
    memcpy(out, request->payload + 2, 2);
    memcpy(out + 2, request->payload, 2);
    out[10] |= 0x80;
    out[11] = 0x80;
    out[4] = (uint8_t)(request->length >> 8);
    out[5] = (uint8_t)request->length;
    out[6] = out[7] = 0;
    uint16_t checksum = checksum_with_addresses(request, IPPROTO_UDP, out, request->length);
    memcpy(out + 6, &checksum, 2);
    return request->length;
}

/* Writes the IP packet that answers to out, which has MAX_PACKET bytes, and returns its length. */
static size_t reply_to(const struct request *asked, const struct path *path, bool elsewhere, uint32_t random, uint8_t *out) {
    struct request request = *asked;
    size_t size = request.to.family == AF_INET ? 4 : 16;
    if (elsewhere) {
        request.to.bytes[size - 1]++;
    }
    size_t header = request.to.family == AF_INET ? 20 : 40;
    size_t length = request.method == ICMP   ? icmp_reply(&request, out + header)
                    : request.method == TCP ? tcp_reply(&request, path, random, out + header)
                                            : dns_reply(&request, out + header);
    static const uint8_t PROTOCOLS[][2] = {{0, 0}, {IPPROTO_ICMP, IPPROTO_ICMPV6}, {IPPROTO_TCP, IPPROTO_TCP}, {IPPROTO_UDP, IPPROTO_UDP}};
    uint8_t protocol = PROTOCOLS[request.method][size == 16];
    memset(out, 0, header);
    if (size == 4) {
        out[0] = 0x45;
        out[2] = (uint8_t)((header + length) >> 8);
        out[3] = (uint8_t)(header + length);
        out[8] = 55;
        out[9] = protocol;
        memcpy(out + 12, request.to.bytes, 4);
        memcpy(out + 16, request.from.bytes, 4);
        uint16_t checksum = folded(sum_of(out, header, 0));
        memcpy(out + 10, &checksum, 2);
    } else {
        out[0] = 0x60;
        out[4] = (uint8_t)(length >> 8);
        out[5] = (uint8_t)length;
        out[6] = protocol;
        out[7] = 55;
        memcpy(out + 8, request.to.bytes, 16);
        memcpy(out + 24, request.from.bytes, 16);
    }
    return header + length;
}
